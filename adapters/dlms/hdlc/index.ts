/** HDLC as IEC 62056-46 has it: frames, the streaming deframer, and one end of a connection in either role. */
import type { HdlcAddress } from './address';
import { Primary } from './primary';
import { Secondary } from './secondary';
import type { Station, StationOptions } from './station';

export { ALL_STATIONS, type HdlcAddress, hdlcAddress, sameStation } from './address';
export { type Control, decodeControl, encodeControl } from './control';
export { crc16 } from './crc';
export { type Deframed, Deframer, type DropReason } from './deframer';
export { decodeFrame, encodeFrame, type Frame, type FrameLies } from './frame';
export { DEFAULT_PARAMETERS, decodeParameters, encodeParameters, type LinkParameters, MOST_INFO } from './parameters';
export { DEFAULT_PATIENCE, type Patience } from './patience';
export type { Station, StationOptions };

/** One end of a connection. A client names its peer; a server takes whoever calls. */
export type HdlcOptions = StationOptions & ({ role: 'client'; peer: HdlcAddress } | { role: 'server' });

/** A closed end of an HDLC connection; `open` sends SNRM, or begins to listen. */
export function hdlcLink(options: HdlcOptions): Station {
  return options.role === 'client' ? new Primary(options) : new Secondary(options);
}
