import { exampleMeter } from '../../declaration/example-meter.fixture';
import type { BenchReply, BenchStimulus, MeterStimulus } from '../ports';
import { inLaboratory } from './laboratory';
import { ANY_START_MS, referenceRigMaker } from './reference-rig';

const { signal } = new AbortController();

async function laboratory(start: number | 'any' = 'any') {
  const rig = await inLaboratory(referenceRigMaker(exampleMeter())).make({ name: 'by hand', start });
  return {
    now: () => rig.bench.now(),
    bench: async (stimulus: BenchStimulus): Promise<BenchReply> => rig.bench.perform(stimulus, signal),
    meter: async (stimulus: MeterStimulus) => rig.meter.perform(stimulus, signal, { wire: () => {} }),
  };
}

const KILOWATT = { secondary: { activeMw: -1_000_000 } };
const windows = (reply: BenchReply) => reply.map(({ when }) => [when.fromMs - ANY_START_MS, when.toMs - ANY_START_MS]);

describe('a reference rig in a laboratory', () => {
  it('knows energy only by the set-point of its source, 0.2 % either way', async () => {
    const rig = await laboratory();
    const [held] = await rig.bench({ do: 'flow', elements: KILOWATT, untilMs: rig.now() + 3_600_001 });
    // 1 kW × 3,600,001 ms = 3,600,001,000,000 µJ; 0.2 % of it are 7,200,002,000 µJ.
    expect(held).toMatchObject({
      from: 'set-point',
      energy: { primary: {}, secondary: { export: ['3592800998000', '3607201002000'] } },
    });
  });

  it('widens reactive energy too, outwards to the microjoule', async () => {
    const rig = await laboratory();
    const [held] = await rig.bench({
      do: 'flow',
      elements: { primary: { activeMw: 1, reactiveMvar: -1 } },
      untilMs: rig.now() + 1,
    });
    expect(held.energy?.primary).toEqual({ import: ['0', '2'], reactive: { Q4: ['0', '2'] } });
  });

  it('lets a second pass under the flows for each request, which the meter answers half-way', async () => {
    const rig = await laboratory();
    await rig.bench({ do: 'flow', elements: KILOWATT });
    const { answer, when } = await rig.meter({ do: 'read', object: 'clock' });
    expect([when.fromMs - ANY_START_MS, when.toMs - ANY_START_MS]).toEqual([0, 1000]);
    expect(answer).toEqual({ value: { meterMs: ANY_START_MS + 500, status: 'reliable' } });
    const passed = await rig.bench({ do: 'report' });
    expect(windows(passed)).toEqual([
      [0, 500],
      [500, 1000],
      [1000, 1000],
    ]);
    expect(passed.map(({ energy }) => energy?.secondary?.export?.[1])).toEqual(['501000000', '501000000', undefined]);
  });

  it('tells what flowed before and after the meter opened its contacts', async () => {
    const rig = await laboratory();
    await rig.bench({ do: 'flow', elements: KILOWATT });
    await rig.meter({ do: 'invoke', object: 'load.switch', method: 'open' });
    const passed = await rig.bench({ do: 'report' });
    expect(passed.map(({ energy }) => energy?.secondary?.export?.[1])).toEqual(['501000000', undefined, undefined]);
  });

  it('lets the time of a request pass that the meter does not answer', async () => {
    const rig = await laboratory();
    await rig.bench({ do: 'supply', on: false });
    await expect(rig.meter({ do: 'read', object: 'clock' })).rejects.toThrow(/no supply/);
    expect(rig.now()).toBe(ANY_START_MS + 1000);
  });

  it('begins 65 min before the date of a scenario: what it observes can be read, and a whole half hour passes', async () => {
    expect((await laboratory(ANY_START_MS)).now()).toBe(ANY_START_MS - 65 * 60_000);
  });
});
