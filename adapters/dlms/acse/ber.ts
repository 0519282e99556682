import { DecodeError, EncodeError } from '../../../trace/errors';
import { counted, hex, put, type Shape } from '../shape';

/** A shape that can tell by the next octet whether it is there. */
export interface Tagged<T> extends Shape<T> {
  readonly tag: number;
}

/** BER: tag, length, content (ISO/IEC 8825-1; IEC 62056-5-3 §8 for the ACSE APDUs). */
export function tlv<T>(tag: number, what: string, content: Shape<T>): Tagged<T> {
  const inner = counted(content, what);
  return {
    tag,
    read(reader) {
      const start = reader.offset;
      const got = reader.u8(what);
      if (got !== tag) throw new DecodeError(start, `${what}, tag ${hex([tag])}`, hex([got]));
      return inner.read(reader);
    },
    write: (writer, value) => inner.write(writer.u8(tag), value),
  };
}

/** A field that may be left out. */
export const maybe = <T>(shape: Tagged<T>): Shape<T | undefined> => ({
  read: (reader) => (reader.peek() === shape.tag ? shape.read(reader) : undefined),
  write(writer, value) {
    if (value !== undefined) put(writer, shape, value);
  },
});

/** All octets of the content. */
export const content: Shape<Uint8Array> = {
  read: (reader) => reader.take(reader.remaining),
  write: (writer, value) => void writer.put(value),
};

/** An INTEGER's content: two's complement of at most four octets, written in the fewest. */
export const integer: Shape<number> = {
  read(reader) {
    const start = reader.offset;
    if (reader.remaining < 1 || reader.remaining > 4)
      throw new DecodeError(start, 'an integer of 1 to 4 octets', `${reader.remaining}`);
    let value = reader.i8();
    while (reader.remaining > 0) value = value * 256 + reader.u8();
    return value;
  },
  write(writer, value) {
    if (!Number.isInteger(value) || value < -(2 ** 31) || value >= 2 ** 31)
      throw new EncodeError('an integer of 4 octets', String(value));
    const octets = [1, 2, 3, 4].find((count) => value >= -(2 ** (8 * count - 1)) && value < 2 ** (8 * count - 1)) ?? 4;
    for (let i = octets - 1; i >= 0; i--) writer.u8((value >> (8 * i)) & 0xff);
  },
};

/** Content that is mostly one of a few: its name, or the octets themselves, so that an unknown one is kept. */
export function namedContent<const N extends { readonly [name: string]: string }>(
  names: N,
): Shape<(keyof N & string) | Uint8Array> {
  const byHex = new Map(Object.entries(names).map(([name, octets]) => [octets, name]));
  return {
    read(reader) {
      const found = content.read(reader);
      return byHex.get(hex(found)) ?? found;
    },
    write(writer, value) {
      if (typeof value !== 'string') return void writer.put(value);
      const octets = Object.hasOwn(names, value) ? names[value] : undefined;
      if (octets === undefined) throw new EncodeError(Object.keys(names).join(', '), value);
      writer.put(Buffer.from(octets, 'hex'));
    },
  };
}
