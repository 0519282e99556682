import { DecodeError } from '../../trace/errors';
import { fuzz, type Target } from './campaign';
import { DECODERS } from './decoders';

const target = (decode: (octets: Uint8Array) => unknown, encode?: (value: never) => Uint8Array): Target => ({
  name: 'a decoder',
  decode,
  valid: [Uint8Array.of(1, 2, 3)],
  ...(encode === undefined ? {} : { encode }),
});

describe('a campaign of hostile octets', () => {
  it('finds an error that is no DecodeError, and the octets', () => {
    const found = fuzz(
      target((octets) => (octets.length === 3 ? octets : octets[100]!.toString())),
      1,
      1000,
    ).broken;
    expect(found?.why).toContain('TypeError');
    expect(found?.octets.length).not.toBe(3);
  });

  it('finds an offset outside of the octets', () => {
    const decode = (octets: Uint8Array) => {
      if (octets.length === 3) return octets;
      throw new DecodeError(octets.length + 1, 'nothing', 'anything');
    };
    expect(fuzz(target(decode), 1, 1000).broken?.why).toContain('a DecodeError at octet');
  });

  it('finds a value that is not what its own octets say', () => {
    const sloppy = target(
      (octets) => octets.length,
      (length: number) => new Uint8Array(Math.min(length as number, 5)),
    );
    expect(fuzz(sloppy, 1, 1000).broken?.why).toContain('another value');
  });

  it('plays the same from the same seed', () => {
    const record = (seed: number) => {
      const seen: string[] = [];
      fuzz(
        target((octets) => seen.push(Buffer.from(octets).toString('hex'))),
        seed,
        200,
      );
      return seen;
    };
    expect(record(7)).toEqual(record(7));
    expect(record(7)).not.toEqual(record(8));
  });

  it.each(DECODERS.map((decoder) => [decoder.name, decoder] as const))('%s: takes valid octets, and survives', (_, decoder) => {
    const outcome = fuzz(decoder, 184, 500);
    expect(outcome.broken).toBeUndefined();
    expect(outcome.taken).toBeGreaterThan(0);
  });
});
