import { DecodeError, EncodeError } from '../../../trace/errors';
import { Reader, Writer } from '../cursor';
import { decodeAddress, encodeAddress, type HdlcAddress } from './address';
import { type Control, decodeControl, encodeControl } from './control';
import { crc16 } from './crc';
import { boundsOf, FLAG } from './frame-bounds';

/** A frame of format type 3 (IEC 62056-46:2002 §6.4.1). `segmented`: more of the same message follows in the next frame. */
export interface Frame {
  destination: HdlcAddress;
  source: HdlcAddress;
  control: Control;
  segmented: boolean;
  info: Uint8Array;
}

/** What the frame says of itself, where a suite wants it to lie. */
export interface FrameLies {
  length?: number;
  hcs?: number;
  fcs?: number;
}

const FORMAT_TYPE_3 = 0xa000;
const SEGMENTED = 0x0800;
const LENGTH = 0x07ff;

/** The frame between its two flags. Throws `EncodeError` for an information field that no length can tell, or an address that does not fit. */
export function encodeFrame(frame: Frame, lies: FrameLies = {}): Uint8Array {
  const { destination, source, info } = frame;
  const header = 2 + destination.octets + source.octets + 1;
  const length = lies.length ?? header + (info.length > 0 ? 2 + info.length : 0) + 2;
  if (length > LENGTH) throw new EncodeError(`a frame of at most ${LENGTH} octets`, `${length} octets`);
  const writer = new Writer();
  writer.u8(FLAG).u16(FORMAT_TYPE_3 | (frame.segmented ? SEGMENTED : 0) | length);
  encodeAddress(writer, destination);
  encodeAddress(writer, source);
  writer.u8(encodeControl(frame.control));
  if (info.length > 0) checkSequence(writer, lies.hcs).put(info);
  return checkSequence(writer, lies.fcs).u8(FLAG).octets();
}

/** One whole frame with both flags. Throws `DecodeError` for anything else, also for octets after it. */
export function decodeFrame(octets: Uint8Array): Frame {
  const bounds = boundsOf(octets, 0, octets.length);
  if (bounds === 'unfinished') throw new DecodeError(octets.length, 'the rest of a frame', 'the end');
  if ('wrong' in bounds) throw new DecodeError(bounds.at, bounds.expected, bounds.got);
  if (bounds.end < octets.length) throw new DecodeError(bounds.end, 'the end', `${octets.length - bounds.end} more octets`);
  return readFrame(octets);
}

/** A frame whose bounds were found right: they have checked its length, both check sequences and the shape of its addresses. */
export function readFrame(octets: Uint8Array): Frame {
  const reader = new Reader(octets, 1, octets.length - 3);
  const format = reader.u16('a frame format');
  const destination = decodeAddress(reader, 'a destination address');
  const source = decodeAddress(reader, 'a source address');
  const control = decodeControl(reader.u8('a control field'));
  if (reader.remaining > 0) reader.u16('a header check sequence');
  return { destination, source, control, segmented: (format & SEGMENTED) !== 0, info: reader.take(reader.remaining) };
}

function checkSequence(writer: Writer, lie: number | undefined): Writer {
  const crc = lie ?? crc16(writer.octets(), 1);
  return writer.u8(crc & 0xff).u8(crc >> 8);
}
