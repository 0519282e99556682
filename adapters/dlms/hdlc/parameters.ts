import { DecodeError, EncodeError } from '../../../trace/errors';
import { Reader, Writer } from '../cursor';

/** What the sender of an SNRM or UA can do: the longest information field and how many I-frames unacknowledged, out and in. */
export interface LinkParameters {
  maxInfoTransmit: number;
  maxInfoReceive: number;
  windowTransmit: number;
  windowReceive: number;
}

/** What holds where nothing is said (IEC 62056-46:2002 §6.4.4.4.3.2). */
export const DEFAULT_PARAMETERS: LinkParameters = {
  maxInfoTransmit: 128,
  maxInfoReceive: 128,
  windowTransmit: 1,
  windowReceive: 1,
};

/** The longest information field that fits into a frame with the longest addresses. */
export const MOST_INFO = 2030;

const FORMAT = 0x81;
const GROUP = 0x80;
const USER_DATA = 0xf0;

/** Name, identifier, greatest value, and octets that the value takes at least (IEC 62056-46:2002 §6.4.4.4.3.2). */
const ROWS = [
  ['maxInfoTransmit', 0x05, 0x7ff, 1],
  ['maxInfoReceive', 0x06, 0x7ff, 1],
  ['windowTransmit', 0x07, 7, 4],
  ['windowReceive', 0x08, 7, 4],
] as const satisfies readonly (readonly [keyof LinkParameters, number, number, number])[];

export function encodeParameters(parameters: LinkParameters): Uint8Array {
  const group = new Writer();
  for (const [name, id, most, octets] of ROWS) {
    const value = parameters[name];
    if (value < 1 || value > most) throw new EncodeError(`${name} from 1 to ${most}`, String(value));
    group.u8(id);
    if (octets === 4) group.u8(4).u32(value);
    else if (value > 0xff) group.u8(2).u16(value);
    else group.u8(1).u8(value);
  }
  const inner = group.octets();
  return new Writer().u8(FORMAT).u8(GROUP).u8(inner.length).put(inner).octets();
}

/** What an information field says; an empty one says nothing. Other parameters and groups are passed over. Throws `DecodeError`. */
export function decodeParameters(info: Uint8Array): Partial<LinkParameters> {
  const said: Partial<LinkParameters> = {};
  if (info.length === 0) return said;
  const reader = new Reader(info);
  const format = reader.u8('a format identifier');
  if (format !== FORMAT) throw new DecodeError(0, 'format identifier 81', format.toString(16));
  do {
    const group = reader.u8('a group identifier');
    if (group === USER_DATA) break;
    const part = reader.part(reader.u8('a group length'));
    if (group === GROUP) readGroup(part, said);
  } while (reader.remaining > 0);
  return said;
}

/** What a server answers to what a client proposed: of each pair the lesser, absent ones by default. */
export function answerTo(proposed: Partial<LinkParameters>, own: LinkParameters): LinkParameters {
  const client = { ...DEFAULT_PARAMETERS, ...proposed };
  return {
    maxInfoTransmit: Math.min(own.maxInfoTransmit, client.maxInfoReceive),
    maxInfoReceive: Math.min(own.maxInfoReceive, client.maxInfoTransmit),
    windowTransmit: Math.min(own.windowTransmit, client.windowReceive),
    windowReceive: Math.min(own.windowReceive, client.windowTransmit),
  };
}

/**
 * What a client sends and receives by once the server has answered. It never sends more than it proposed; what it receives is the
 * server's word, even above what was proposed: meters answer a bare SNRM with their own maximum and mean it.
 */
export function settledBy(answer: Partial<LinkParameters>, proposed: LinkParameters): LinkParameters {
  const server = { ...DEFAULT_PARAMETERS, ...answer };
  return {
    maxInfoTransmit: Math.min(proposed.maxInfoTransmit, server.maxInfoReceive),
    maxInfoReceive: server.maxInfoTransmit,
    windowTransmit: Math.min(proposed.windowTransmit, server.windowReceive),
    windowReceive: server.windowTransmit,
  };
}

function readGroup(group: Reader, said: Partial<LinkParameters>): void {
  while (group.remaining > 0) {
    const id = group.u8('a parameter identifier');
    const start = group.offset;
    const octets = group.take(group.u8('a parameter length'));
    const row = ROWS.find((candidate) => candidate[1] === id);
    if (!row) continue;
    const [name, , most] = row;
    const value = octets.reduce((sum, octet) => sum * 256 + octet, 0);
    if (value < 1 || value > most)
      throw new DecodeError(start, `${name} from 1 to ${most}`, `${value} in ${octets.length} octets`);
    said[name] = value;
  }
}
