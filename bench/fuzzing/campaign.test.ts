import { DecodeError } from '../../trace/errors';
import { fuzz, type Target } from './campaign';
import { TARGETS } from './targets';

const target = (decode: (octets: Uint8Array) => unknown, encode?: (value: never) => Uint8Array): Target => ({
  name: 'a decoder',
  decode,
  valid: [Uint8Array.of(1, 2, 3)],
  ...(encode === undefined ? {} : { encode }),
});

describe('a campaign of hostile octets', () => {
  it('finds an error that is no DecodeError, and the octets', async () => {
    const found = (
      await fuzz(
        target((octets) => (octets.length === 3 ? octets : octets[100]!.toString())),
        1,
        1000,
      )
    ).broken;
    expect(found?.why).toContain('TypeError');
    expect(found?.octets.length).not.toBe(3);
  });

  it('finds an offset outside of the octets', async () => {
    const decode = (octets: Uint8Array) => {
      if (octets.length === 3) return octets;
      throw new DecodeError(octets.length + 1, 'nothing', 'anything');
    };
    expect((await fuzz(target(decode), 1, 1000)).broken?.why).toContain('a DecodeError at octet');
  });

  it('finds a value that is not what its own octets say', async () => {
    const sloppy = target(
      (octets) => octets.length,
      (length: number) => new Uint8Array(Math.min(length as number, 5)),
    );
    expect((await fuzz(sloppy, 1, 1000)).broken?.why).toContain('another value');
  });

  it('plays the same from the same seed', async () => {
    const record = async (seed: number) => {
      const seen: string[] = [];
      await fuzz(
        target((octets) => seen.push(Buffer.from(octets).toString('hex'))),
        seed,
        200,
      );
      return seen;
    };
    expect(await record(7)).toEqual(await record(7));
    expect(await record(7)).not.toEqual(await record(8));
  });

  it.each(TARGETS.map((decoder) => [decoder.name, decoder] as const))(
    '%s: takes valid octets, and survives',
    async (_, decoder) => {
      const outcome = await fuzz(decoder, 184, 500);
      expect(outcome.broken).toBeUndefined();
      expect(outcome.taken).toBeGreaterThan(0);
    },
  );
});
