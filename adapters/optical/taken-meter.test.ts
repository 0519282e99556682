import { exampleMeter } from '../../declaration/example-meter.fixture';
import type { MeterStimulus, Rig } from '../ports';
import { type VirtualRig, virtualRig } from './virtual-rig.fixture';

const MPAN = 'secondary.export.mpan';
const WRITTEN = { octets: Buffer.from('1030006718997').toString('hex') };
const signal = new AbortController().signal;
const tap = { wire: () => {} };

describe.each([
  ['without preset, date, history and image is taken as it stands', ['flow', 'supply'], WRITTEN, 7200],
  ['with a date is made anew', ['flow', 'supply', 'date'], { octets: '' }, 0],
])('a virtual meter before a bench %s', (_, capabilities, mpan, registerWh) => {
  let virtual: VirtualRig | undefined;
  beforeAll(async () => {
    virtual = await virtualRig(exampleMeter(), 'wrapper', { tcp: 0 }, { capabilities });
  });
  afterAll(async () => virtual?.close());

  const ask = async ({ meter }: Rig, stimulus: MeterStimulus) => (await meter.perform(stimulus, signal, tap)).answer;

  it('holds for each scenario what it says', async () => {
    const first = await virtual!.make();
    await ask(first, { do: 'write', object: MPAN, value: WRITTEN });
    const hour = {
      do: 'flow',
      elements: { secondary: { activeMw: -7_200_000 } },
      untilMs: first.bench.now() + 3_600_000,
    } as const;
    await first.bench.perform(hour, signal);
    await first.bench.perform(
      { do: 'flow', elements: { secondary: { activeMw: 0 } }, untilMs: first.bench.now() + 5000 },
      signal,
    );
    const atMs = first.bench.now();

    const second = await virtual!.make();
    expect(virtual!.maker.fresh).toBe(registerWh === 0);
    expect(await ask(second, { do: 'read', object: MPAN })).toEqual({ value: mpan });
    expect(await ask(second, { do: 'read', object: 'secondary.export.total' })).toEqual({ value: registerWh });
    if (!virtual!.maker.fresh) expect(second.bench.now()).toBe(atMs);
  });
});
