import type { Burst, BytePort, ReadLimits } from '../../native';
import { TimeoutError } from '../../trace/errors';
import { type Disturbance, DisturbedPort, UNDISTURBED } from './disturbed-port';

const OCTETS = Uint8Array.from({ length: 2000 }, (_, i) => i & 0xff);

/** A port that keeps what is written, and reads what it is given. */
class Loose implements BytePort {
  readonly path = 'loose';
  readonly written: Uint8Array[] = [];
  readonly coming: Uint8Array[] = [];

  async write(octets: Uint8Array) {
    this.written.push(octets.slice());
    return { fromMs: 0, toMs: 0 };
  }
  async read({ responseMs }: ReadLimits): Promise<Burst> {
    const octets = this.coming.shift();
    if (!octets) throw new TimeoutError(this.path, 'answer', responseMs);
    return { octets, fromMs: 1, toMs: 2 };
  }
  async discard() {}
  async close() {}
}

async function through(wire: Partial<Disturbance>) {
  const port = new Loose();
  const disturbed = new DisturbedPort(port, { ...UNDISTURBED, ...wire });
  await disturbed.write(OCTETS);
  port.coming.push(OCTETS);
  const heard = await disturbed.read({ responseMs: 1000 });
  return { port, sent: Uint8Array.from(Buffer.concat(port.written)), heard: heard.octets, disturbed };
}

const differing = (octets: Uint8Array) => octets.filter((octet, at) => octet !== OCTETS[at]).length;

describe('a disturbed wire', () => {
  it('that does nothing carries every octet both ways', async () => {
    const { sent, heard } = await through({});
    expect([sent, heard]).toEqual([OCTETS, OCTETS]);
  });

  it('loses, repeats and damages about as many octets as asked, both ways', async () => {
    const lost = await through({ lost: 0.1 });
    const repeated = await through({ repeated: 0.1 });
    const damaged = await through({ damaged: 0.1 });
    for (const way of ['sent', 'heard'] as const) {
      expect(Math.abs(1800 - lost[way].length)).toBeLessThan(60);
      expect(Math.abs(2200 - repeated[way].length)).toBeLessThan(60);
      expect(damaged[way]).toHaveLength(2000);
      expect(Math.abs(200 - differing(damaged[way]))).toBeLessThan(60);
    }
  });

  it('damages one bit of an octet', async () => {
    const { sent } = await through({ damaged: 1 });
    const ones = (octet: number) => [...octet.toString(2)].filter((bit) => bit === '1').length;
    expect(sent.every((octet, at) => ones(octet ^ OCTETS[at]!) === 1)).toBe(true);
  });

  it('does the same again from the same seed, and something else from another', async () => {
    const [one, again, other] = await Promise.all([1, 1, 2].map((seed) => through({ lost: 0.1, damaged: 0.1, seed })));
    expect(again!.sent).toEqual(one!.sent);
    expect(other!.sent).not.toEqual(one!.sent);
  });

  it('ends in the middle of what is sent', async () => {
    expect((await through({ halved: 1 })).sent).toEqual(OCTETS.subarray(0, 1000));
  });

  it('echoes what it hears', async () => {
    const { port } = await through({ echo: true });
    expect(port.written.at(-1)).toEqual(OCTETS);
  });

  it('sends late octets apart, and all of them in their order', async () => {
    const { port, sent } = await through({ late: 0.01, lateMs: 0 });
    expect(port.written.length).toBeGreaterThan(5);
    expect(sent).toEqual(OCTETS);
  });

  it('sends slices where it is paced', async () => {
    const { port, sent } = await through({ pacedBaud: 1_000_000 });
    expect(Math.max(...port.written.map(({ length }) => length))).toBe(16);
    expect(sent).toEqual(OCTETS);
  });

  it('is silent where everything that came is lost', async () => {
    const port = new Loose();
    port.coming.push(OCTETS);
    await expect(new DisturbedPort(port, { ...UNDISTURBED, lost: 1 }).read({ responseMs: 50 })).rejects.toThrow(TimeoutError);
  });
});
