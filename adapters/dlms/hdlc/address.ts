import { DecodeError, EncodeError } from '../../../trace/errors';
import type { Reader, Writer } from '../cursor';

/**
 * An address of HDLC: of a client one octet, of a server one, two or four. `upper` is the client or the logical device, `lower`
 * the physical device; an address of one octet has no lower part (IEC 62056-46:2002 §6.4.2).
 */
export interface HdlcAddress {
  octets: 1 | 2 | 4;
  upper: number;
  lower?: number;
}

/** The address of all stations: nobody answers it. */
export const ALL_STATIONS = 0x7f;

/** The shortest address that holds both parts, or one of so many octets. Throws `EncodeError` where a part does not fit. */
export function hdlcAddress(upper: number, lower?: number, octets?: 1 | 2 | 4): HdlcAddress {
  const least = lower === undefined ? 1 : Math.max(upper, lower) <= 0x7f ? 2 : 4;
  const address: HdlcAddress = { octets: octets ?? least, upper, ...(lower === undefined ? {} : { lower }) };
  check(address);
  return address;
}

export function encodeAddress(writer: Writer, address: HdlcAddress): void {
  check(address);
  const { octets, upper, lower = 0 } = address;
  const parts = octets === 1 ? [upper] : octets === 2 ? [upper, lower] : [upper >> 7, upper & 0x7f, lower >> 7, lower & 0x7f];
  parts.forEach((part, i) => {
    writer.u8((part << 1) | (i === octets - 1 ? 1 : 0));
  });
}

/** Reads up to and with the octet whose lowest bit is 1. Throws `DecodeError` for three octets, and for more than four. */
export function decodeAddress(reader: Reader, what: string): HdlcAddress {
  const start = reader.offset;
  const parts: number[] = [];
  for (let last = false; !last; ) {
    if (parts.length === 4) throw new DecodeError(start, `${what} of at most 4 octets`, 'no last octet');
    const octet = reader.u8(what);
    parts.push(octet >> 1);
    last = (octet & 1) === 1;
  }
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  if (parts.length === 1) return { octets: 1, upper: a };
  if (parts.length === 2) return { octets: 2, upper: a, lower: b };
  if (parts.length === 4) return { octets: 4, upper: (a << 7) | b, lower: (c << 7) | d };
  throw new DecodeError(start, `${what} of 1, 2 or 4 octets`, '3 octets');
}

/** Whether both name one station: a lower part counts only where both have one, for one octet names the logical device alone. */
export function sameStation(a: HdlcAddress, b: HdlcAddress): boolean {
  return a.upper === b.upper && (a.lower === undefined || b.lower === undefined || a.lower === b.lower);
}

function check({ octets, upper, lower }: HdlcAddress): void {
  const most = octets === 4 ? 0x3fff : 0x7f;
  if ((octets === 1) !== (lower === undefined)) throw new EncodeError('a lower part in 2 or 4 octets alone', `${octets} octets`);
  for (const part of [upper, lower ?? 0])
    if (!Number.isInteger(part) || part < 0 || part > most) throw new EncodeError(`an address part up to ${most}`, String(part));
}
