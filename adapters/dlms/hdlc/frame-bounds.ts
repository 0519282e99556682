import { crc16 } from './crc';

export const FLAG = 0x7e;

/** The longest frame with its flags. */
export const LONGEST_FRAME = 0x7ff + 2;

/** Why octets are no frame; each names the part that was found wrong. */
export type Wrong =
  | 'no frame format'
  | 'length'
  | 'address'
  | 'header check sequence'
  | 'frame check sequence'
  | 'no closing flag';

export interface Defect {
  wrong: Wrong;
  at: number;
  expected: string;
  got: string;
}

/**
 * Where the frame ends whose opening flag stands at `start`, the closing flag counted in; `unfinished` where more octets have to
 * come. The length alone decides: there is no stuffing, and 7E may stand anywhere inside. Everything that can be checked is
 * checked as soon as it is there, so that a damaged length is seldom waited for.
 */
export function boundsOf(octets: Uint8Array, start: number, end: number): { end: number } | 'unfinished' | Defect {
  const defect = (wrong: Wrong, at: number, expected: string, got: string): Defect => ({ wrong, at, expected, got });
  if (start >= end) return 'unfinished';
  if (octets[start] !== FLAG) return defect('no frame format', start, 'a flag 7e', hex(octets[start]!));
  const format = start + 1;
  if (format >= end) return 'unfinished';
  if ((octets[format]! & 0xf0) !== 0xa0) return defect('no frame format', format, 'frame format type 3', hex(octets[format]!));
  if (format + 1 >= end) return 'unfinished';
  const length = ((octets[format]! & 0x07) << 8) | octets[format + 1]!;

  let at = format + 2;
  for (const what of ['destination', 'source']) {
    const first = at;
    do {
      if (at - first === 4) return defect('address', first, `a ${what} address of at most 4 octets`, 'no last octet');
      if (at >= end) return 'unfinished';
    } while ((octets[at++]! & 1) === 0);
    if (at - first === 3) return defect('address', first, `a ${what} address of 1, 2 or 4 octets`, '3 octets');
  }
  const header = at + 1 - format;
  const rest = length - header;
  // A header check sequence stands only before an information field of at least one octet.
  if (rest !== 2 && rest < 5)
    return defect('length', format, `a length of ${header + 2}, or ${header + 5} and more`, String(length));
  const check = (wrong: Wrong, to: number): Defect | undefined => {
    const expected = crc16(octets, format, to);
    const got = octets[to]! | (octets[to + 1]! << 8);
    return expected === got ? undefined : defect(wrong, to, `check sequence ${hex(expected, 4)}`, hex(got, 4));
  };
  if (rest > 2) {
    if (format + header + 2 > end) return 'unfinished';
    const damaged = check('header check sequence', format + header);
    if (damaged) return damaged;
  }
  const closing = format + length;
  if (closing >= end) return 'unfinished';
  if (octets[closing] !== FLAG) return defect('no closing flag', closing, 'a flag 7e', hex(octets[closing]!));
  return check('frame check sequence', closing - 2) ?? { end: closing + 1 };
}

const hex = (value: number, digits = 2) => value.toString(16).padStart(digits, '0');
