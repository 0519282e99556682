import fc from 'fast-check';
import { DecodeError } from '../../trace/errors';

/** A codec as the laws see it: octets to a value, and back. */
export interface Codec<T> {
  encode(value: T): Uint8Array;
  decode(octets: Uint8Array): T;
}

export const octetsOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
export const hexOf = (octets: Uint8Array) => Buffer.from(octets).toString('hex');

/** Any octets up to a length that still shrinks quickly. */
export const anyOctets = (maxLength = 40) => fc.uint8Array({ maxLength });

/** Octets as hex: `canonical` are the worked examples that every law is tried on besides the drawn values. */
export function obeysTheLawsOfCodecs<T>(name: string, codec: Codec<T>, values: fc.Arbitrary<T>, canonical: readonly string[]) {
  describe(`${name}, by the laws of codecs`, () => {
    const drawn = values.map((value) => codec.encode(value));
    const given = canonical.map((hex): [Uint8Array] => [octetsOf(hex)]);

    it('decodes what it encoded to the same value', () => {
      fc.assert(fc.property(values, (value) => expect(codec.decode(codec.encode(value))).toEqual(value)));
    });

    it('encodes canonical octets again as they were', () => {
      const again = (octets: Uint8Array) => expect(hexOf(codec.encode(codec.decode(octets)))).toBe(hexOf(octets));
      fc.assert(fc.property(drawn, again), { examples: given });
    });

    it('refuses every strict prefix', () => {
      const prefixes = (octets: Uint8Array) => {
        for (let length = 0; length < octets.length; length++) expectRefusal(() => codec.decode(octets.slice(0, length)), length);
      };
      fc.assert(fc.property(drawn, prefixes), { examples: given, numRuns: 40 });
    });

    it('notices an octet left over', () => {
      const longer = (octets: Uint8Array) => expectRefusal(() => codec.decode(Uint8Array.of(...octets, 0)), octets.length + 1);
      fc.assert(fc.property(drawn, longer), { examples: given });
    });

    it('answers any octets with a value or a DecodeError', () => {
      const any = (octets: Uint8Array) => valueOrRefusal(() => codec.decode(octets));
      fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), any));
      const damaged = fc.tuple(drawn, fc.nat(), fc.nat(255)).map(([octets, at, octet]) => octets.with(at % octets.length, octet));
      fc.assert(fc.property(damaged, any));
    });
  });
}

/** The one that the work threw; fails the test if it threw none, or another error. */
export function refusalOf(work: () => unknown): DecodeError {
  try {
    work();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error('expected a DecodeError, and nothing was thrown');
}

function expectRefusal(work: () => unknown, length: number): void {
  const { offset } = refusalOf(work);
  expect(offset).toBeGreaterThanOrEqual(0);
  expect(offset).toBeLessThanOrEqual(length);
}

function valueOrRefusal(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
}
