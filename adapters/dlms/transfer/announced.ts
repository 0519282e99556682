import { DecodeError } from '../../../trace/errors';
import { Reader } from '../cursor';
import { typeDescription } from '../data/compact-array';
import { data } from '../data/data';

const ARRAY = 1;
const COMPACT_ARRAY = 19;

/**
 * How many octets an array has in all, from its first block: a compact-array says so, of an array it is reckoned from the count and
 * the elements that are whole. Undefined where the block holds none, or no array.
 */
export function announcedOctets(first: Uint8Array): number | undefined {
  const reader = new Reader(first);
  try {
    const tag = reader.u8();
    if (tag === COMPACT_ARRAY) {
      typeDescription.read(reader);
      const length = reader.length();
      return reader.offset + length;
    }
    return tag === ARRAY ? reckoned(reader) : undefined;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return undefined;
  }
}

function reckoned(reader: Reader): number | undefined {
  const count = reader.length();
  const from = reader.offset;
  let whole = 0;
  let to = from;
  try {
    for (; whole < count; whole++) {
      data.read(reader);
      to = reader.offset;
    }
  } catch (error) {
    // The element that the block ends in.
    if (!(error instanceof DecodeError)) throw error;
  }
  return whole === 0 ? undefined : from + Math.ceil(((to - from) / whole) * count);
}
