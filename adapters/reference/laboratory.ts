import type { Bounds, Element, EnergyBounds, Ms, Quadrant } from '../../trace/vocabulary';
import type { BenchInterval, BenchReply, BenchStimulus, MeterReply, MeterStimulus, Rig, RigMaker, Tap } from '../ports';

/** What a laboratory declares of its bench. */
export interface Laboratory {
  /** Error of the power source: energy lies within so many parts per million of its set-point. */
  sourcePpm: number;
  /** How long a request to the meter takes, its answer included. */
  requestMs: Ms;
}

/** A source of 0.2 %, and an optical port that answers one request a second. */
export const LABORATORY: Laboratory = { sourcePpm: 2000, requestMs: 1000 };

/**
 * A scenario's first step begins at its date: until then the objects that it observes can be read, and a whole half hour passes, so that
 * nothing of what the meter did before it was watched is in later rows.
 */
const LEAD_MS: Ms = 65 * 60_000;

/** Puts the rigs of a virtual maker into a laboratory: what flows is known by its set-point alone, and each request takes its time. */
export function inLaboratory(maker: RigMaker, laboratory: Laboratory = LABORATORY): RigMaker {
  const name = `${maker.name} in a laboratory`;
  return {
    ...maker,
    name,
    requestMs: laboratory.requestMs,
    make: async ({ start, ...scenario }) => {
      const rig = await maker.make({ ...scenario, start: start === 'any' ? start : start - LEAD_MS });
      return new LaboratoryRig(name, rig, laboratory);
    },
  };
}

class LaboratoryRig implements Rig {
  readonly meter: Rig['meter'];
  readonly bench: Rig['bench'];
  /** What has passed under the requests since the bench last replied. */
  private passed: BenchInterval[] = [];

  constructor(
    readonly name: string,
    private readonly rig: Rig,
    private readonly laboratory: Laboratory,
  ) {
    this.meter = {
      capabilities: rig.meter.capabilities,
      open: (signal, tap) => rig.meter.open(signal, tap),
      perform: (stimulus, signal, tap) => this.ask(stimulus, signal, tap),
      close: () => rig.meter.close(),
    };
    this.bench = {
      capabilities: rig.bench.capabilities,
      time: rig.bench.time,
      now: () => rig.bench.now(),
      perform: (stimulus, signal) => this.move(stimulus, signal),
    };
  }

  /** The meter acts half-way through the request, whether it answers or not; a long read takes the time that it is given. */
  private async ask(stimulus: MeterStimulus, signal: AbortSignal, tap: Tap): Promise<MeterReply> {
    if (stimulus.do === 'read' && stimulus.untilMs !== undefined) return this.rig.meter.perform(stimulus, signal, tap);
    const fromMs = this.rig.bench.now();
    const toMs = fromMs + this.laboratory.requestMs;
    await this.passTo(Math.floor((fromMs + toMs) / 2), signal);
    try {
      const reply = await this.rig.meter.perform(stimulus, signal, tap);
      return { ...reply, when: { fromMs, toMs } };
    } finally {
      await this.passTo(toMs, signal);
    }
  }

  private async passTo(untilMs: Ms, signal: AbortSignal) {
    this.passed.push(...(await this.rig.bench.perform({ do: 'wait', untilMs }, signal)));
  }

  private async move(stimulus: BenchStimulus, signal: AbortSignal): Promise<BenchReply> {
    const reply = await this.rig.bench.perform(stimulus, signal);
    const [first, ...rest] = [...this.passed, ...reply].map((interval) => bySetPoint(interval, this.laboratory.sourcePpm));
    this.passed = [];
    return [first!, ...rest] as unknown as BenchReply;
  }
}

function bySetPoint({ energy, ...interval }: BenchInterval, ppm: number): BenchInterval {
  if (!energy) return { ...interval, from: 'set-point' };
  const elements = Object.entries(energy).map(([element, bounds]) => [element, widened(bounds, ppm)]);
  return { ...interval, from: 'set-point', energy: Object.fromEntries(elements) as Partial<Record<Element, EnergyBounds>> };
}

function widened(energy: EnergyBounds, ppm: number): EnergyBounds {
  const { reactive, ...active } = energy;
  const each = <K extends string>(bounds: Partial<Record<K, Bounds>>) =>
    Object.fromEntries(Object.entries<Bounds>(bounds as Record<K, Bounds>).map(([key, uj]) => [key, around(uj, ppm)]));
  return { ...each(active), ...(reactive && { reactive: each<Quadrant>(reactive) }) };
}

const MILLION = 1_000_000n;

/** The interval that holds an energy whose source may err by so much, to the microjoule. */
function around([lo, hi]: Bounds, ppm: number): Bounds {
  const error = BigInt(ppm);
  return [String((BigInt(lo) * (MILLION - error)) / MILLION), String((BigInt(hi) * (MILLION + error) + MILLION - 1n) / MILLION)];
}
