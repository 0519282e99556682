import { DecodeError, EncodeError } from '../../../trace/errors';
import { mapped, octetString, type Shape } from '../shape';

/** A bit-string as text of 0 and 1, first bit first; counted in bits, padded with 0 to whole octets. */
export const bitString: Shape<string> = {
  read(reader) {
    const bits = reader.length('a count of bits');
    const octets = reader.take(Math.ceil(bits / 8), `${bits} bits`);
    return Array.from(octets, (octet) => octet.toString(2).padStart(8, '0'))
      .join('')
      .slice(0, bits);
  },
  write(writer, bits) {
    if (!/^[01]*$/.test(bits)) throw new EncodeError('a text of 0 and 1', bits);
    writer.length(bits.length);
    for (let at = 0; at < bits.length; at += 8) writer.u8(Number.parseInt(bits.slice(at, at + 8).padEnd(8, '0'), 2));
  },
};

/** A visible-string. Any octet passes, as the code point of the same number, for meters do send more than ASCII. */
export const visibleString: Shape<string> = mapped(
  octetString,
  (octets) => Buffer.from(octets).toString('latin1'),
  (text) => {
    if ([...text].some((character) => character > 'ÿ')) throw new EncodeError('one octet a character', text);
    return Uint8Array.from(Buffer.from(text, 'latin1'));
  },
);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8String: Shape<string> = mapped(
  octetString,
  (octets, offset) => {
    try {
      return utf8.decode(octets);
    } catch (cause) {
      throw new DecodeError(offset, 'UTF-8', Buffer.from(octets.subarray(0, 40)).toString('hex'), { cause });
    }
  },
  (text) => {
    if (/\p{Cs}/u.test(text)) throw new EncodeError('text without lone surrogates', JSON.stringify(text));
    return new TextEncoder().encode(text);
  },
);
