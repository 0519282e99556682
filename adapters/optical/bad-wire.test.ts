import { exampleMeter } from '../../declaration/example-meter.fixture';
import { LinkError, TimeoutError } from '../../trace/errors';
import type { MeterStimulus } from '../ports';
import { type Disturbance, UNDISTURBED } from '../virtual/disturbed-port';
import { FrameLength } from './frame-length';
import { type VirtualRig, virtualRig } from './virtual-rig.fixture';

const signal = new AbortController().signal;
const HOUR_MS = 3_600_000;
const FLOW = { do: 'flow', elements: { secondary: { activeMw: -2_000_000 } } } as const;
const MPAN = { octets: '32303132333435363738393031' };

describe('a wire that', () => {
  let served: VirtualRig | undefined;
  afterEach(() => served?.close());

  async function meterBehind(wire: Partial<Disturbance>) {
    const serving = { wire: { ...UNDISTURBED, ...wire } };
    const declared = { retries: 4, infoField: 128, echo: wire.echo ?? false };
    served = await virtualRig(exampleMeter(), 'hdlc', { tcp: 0 }, { serving, declared });
    const { meter, bench } = await served.make();
    await bench.perform({ ...FLOW, untilMs: bench.now() + 12 * HOUR_MS }, signal);
    let attempts = 0;
    const ask = async (stimulus: MeterStimulus) => {
      const reply = await meter.perform(stimulus, signal, { wire: () => {} });
      attempts += reply.attempts - 1;
      return reply.answer;
    };
    return { ask, retries: () => attempts };
  }

  it.each<[string, Partial<Disturbance>, 'more' | 'no more']>([
    ['does nothing', {}, 'no more'],
    ['damages 1 % of octets', { damaged: 0.01 }, 'more'],
    ['loses 1 % of octets', { lost: 0.01 }, 'more'],
    ['repeats 1 % of octets', { repeated: 0.01 }, 'more'],
    ['delays octets beyond the silence that is waited out', { late: 0.004, lateMs: 250 }, 'more'],
    ['breaks off three turns in ten', { halved: 0.3 }, 'more'],
    ['echoes', { echo: true }, 'no more'],
  ])(
    '%s carries right answers, and says how often it was asked again',
    async (_, wire, asks) => {
      const { ask, retries } = await meterBehind(wire);
      expect(await ask({ do: 'read', object: 'secondary.export.total' })).toEqual({ value: 24_000 });
      expect(await ask({ do: 'write', object: 'secondary.export.mpan', value: MPAN })).toEqual({ value: null });
      expect(await ask({ do: 'read', object: 'secondary.export.mpan' })).toEqual({ value: MPAN });
      const rows = await ask({ do: 'read', object: 'secondary.export.profile' });
      if (!('value' in rows) || !Array.isArray(rows.value)) throw new Error(JSON.stringify(rows));
      expect(rows.value.map((row) => (row as { wh: number }).wh)).toEqual(Array(24).fill(1000));
      for (const name of ['primary.import.total', 'variant', 'clock'])
        expect(await ask({ do: 'read', object: name })).toHaveProperty('value');
      if (asks === 'more') expect(retries()).toBeGreaterThan(0);
      else expect(retries()).toBe(0);
    },
    60_000,
  );
});

it('frames are proposed shorter where answers are given up, and no shorter than is of use', () => {
  const frames = new FrameLength(2030);
  frames.lost(new LinkError('probe', 'lost', 'the meter has ended the connection'));
  const lengths = Array.from({ length: 4 }, () => {
    frames.lost(new TimeoutError('probe', 'answer', 60_000));
    return frames.infoField;
  });
  expect(lengths).toEqual([507, 126, 64, 64]);
  const short = new FrameLength(32);
  short.lost(new TimeoutError('probe', 'answer', 60_000));
  expect(short.infoField).toBe(32);
});
