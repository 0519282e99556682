import { EMPTY_TABLE, type SwitchingTable } from '../../declaration/switching-table';
import { UsageError } from '../../trace/errors';
import { TraceView } from '../../trace/view';
import type {
  ClockStatus,
  Element,
  EnergyBounds,
  Flow,
  Ms,
  ObjectName,
  RecordBody,
  Stimulus,
  TraceRecord,
  Value,
  When,
  Window,
} from '../../trace/vocabulary';
import { ELEMENTS } from '../../trace/vocabulary';

/** What is played on an exact bench: virtual time, no meter, a clock that obeys. */
export interface Play {
  /** Meter time at the first step. */
  startMs: Ms;
  steps: Stimulus[];
  /** Written to the passive table of secondary export and activated before the first step; else the table is empty. */
  table?: SwitchingTable;
  /** With what firmware the meter begins. */
  firmware?: 'today';
  /** Bench time at the first step; 1,000,000 unless told. */
  benchMs?: Ms;
  /** Half the width of every clock record's window; 0 unless told. */
  clockBandMs?: Ms;
  /** What the clock says of itself; `reliable` unless told. */
  status?: ClockStatus;
}

/** A played trace, and the bench windows in which it began and ended. */
export interface Played {
  records: TraceRecord[];
  trace: TraceView;
  start: Window;
  end: Window;
}

/** Turns literal steps into the records that an exact bench would leave. Throws a UsageError on an anchor that needs a calendar. */
export function traceOf(play: Play): Played {
  const bench = new ExactBench(play);
  bench.open();
  const from = bench.now;
  for (const step of play.steps) bench.play(step);
  bench.close();
  return {
    records: bench.records,
    trace: new TraceView(bench.records),
    start: { fromMs: from, toMs: from },
    end: { fromMs: bench.now, toMs: bench.now },
  };
}

class ExactBench {
  readonly records: TraceRecord[] = [];
  now: Ms;
  private offsetMs: Ms;
  private supplied = true;
  private readonly flows: Record<Element, Flow> = { primary: { activeMw: 0 }, secondary: { activeMw: 0 } };
  private step = 0;

  constructor(private readonly to: Play) {
    this.now = to.benchMs ?? 1_000_000;
    this.offsetMs = to.startMs - this.now;
  }

  open(): void {
    const scenario = { name: 'worked', title: 'worked', kind: 'scripted', start: this.to.startMs, observe: [] } as const;
    const hash = '0'.repeat(64);
    this.append({
      kind: 'opened',
      schema: 'smets2-trace/1',
      scenario: { ...scenario, observe: [], ...(this.to.firmware && { firmware: this.to.firmware }) },
      scenarioHash: hash,
      rig: 'exact',
      time: 'virtual',
      tool: 'trace-of',
    });
    this.readClock(this.intent({ do: 'read', object: 'clock' }));
    this.observe('secondary.import.table.active', EMPTY_TABLE as unknown as Value);
    if (!this.to.table) this.observe('secondary.export.table.active', EMPTY_TABLE as unknown as Value);
    else {
      this.play({ do: 'write', object: 'secondary.export.table.passive', value: this.to.table as unknown as Value });
      this.play({ do: 'write', object: 'secondary.export.table.activation', value: 'immediate' });
    }
  }

  close(): void {
    this.readClock(this.intent({ do: 'read', object: 'clock' }));
    this.append({ kind: 'closed', outcome: 'played' });
  }

  play(stimulus: Stimulus): void {
    if (stimulus.do === 'flow') {
      Object.assign(this.flows, stimulus.elements);
      const untilMs = stimulus.until ? this.resolve(stimulus.until) : this.now;
      this.pass(this.intent(stimulus, { untilMs }), untilMs);
    } else if (stimulus.do === 'wait') {
      const untilMs = this.resolve(stimulus.until);
      this.pass(this.intent(stimulus, { untilMs }), untilMs);
    } else if (stimulus.do === 'supply') {
      this.supplied = stimulus.on;
      const of = this.intent(stimulus);
      this.pass(of, this.now);
      if (stimulus.on) this.readClock(of);
    } else if (stimulus.do === 'setClock') {
      const meterMs = this.resolve(stimulus.to) + this.offsetMs;
      const of = this.intent(stimulus, { meterMs });
      this.offsetMs = meterMs - this.now;
      this.answer(of, 'clock', null);
      this.readClock(of);
    } else if (stimulus.do === 'invoke') this.answer(this.intent(stimulus), stimulus.object, null);
    else this.answer(this.intent(stimulus), stimulus.object, stimulus.do === 'write' ? null : 0);
  }

  private observe(object: ObjectName, value: Value): void {
    this.answer(this.intent({ do: 'read', object }), object, value);
  }

  /** Bench time of an anchor. */
  private resolve(when: When): Ms {
    if ('at' in when) return when.at - this.offsetMs;
    if ('after' in when) return this.now + when.after;
    throw new UsageError(`step ${this.step}: an anchor to ${when.next} needs a meter; expected at or after`);
  }

  private pass(of: number, untilMs: Ms): void {
    const when = { fromMs: this.now, toMs: untilMs };
    const energy: Partial<Record<Element, EnergyBounds>> = {};
    for (const element of ELEMENTS) {
      const bounds = this.supplied ? energyOf(this.flows[element], untilMs - this.now) : undefined;
      if (bounds) energy[element] = bounds;
    }
    this.now = untilMs;
    this.append({ kind: 'effect', of, when, from: 'model', energy, supply: this.supplied });
  }

  private readClock(of: number): void {
    const { clockBandMs = 0, status = 'reliable' } = this.to;
    const when = { fromMs: this.now - clockBandMs, toMs: this.now + clockBandMs };
    this.append({ kind: 'clock', of, meterMs: this.now + this.offsetMs, status, when });
  }

  private answer(of: number, object: ObjectName, value: Value): void {
    this.append({ kind: 'observation', of, when: { fromMs: this.now, toMs: this.now }, object, answer: { value }, attempts: 1 });
  }

  private intent(stimulus: Stimulus, resolved: { untilMs?: Ms; meterMs?: Ms } = {}): number {
    return this.append({ kind: 'stimulus', part: 'steps', step: this.step++, stimulus, ...resolved });
  }

  private append(body: RecordBody): number {
    const seq = this.records.length + 1;
    this.records.push({ seq, prev: '', atMs: this.now, ...body });
    return seq;
  }
}

/** Exact energy of one element over so long, undefined where nothing flowed. */
export function energyOf({ activeMw, reactiveMvar = 0 }: Flow, durationMs: Ms): EnergyBounds | undefined {
  if (durationMs === 0 || (activeMw === 0 && reactiveMvar === 0)) return undefined;
  const exact = (power: number): [string, string] => {
    const uj = (BigInt(Math.abs(power)) * BigInt(durationMs)).toString();
    return [uj, uj];
  };
  const bounds: EnergyBounds = {};
  if (activeMw > 0) bounds.import = exact(activeMw);
  if (activeMw < 0) bounds.export = exact(activeMw);
  if (reactiveMvar !== 0) {
    // Quadrants run counter-clockwise from import of active and reactive power.
    const quadrant = activeMw < 0 ? (reactiveMvar > 0 ? 'Q2' : 'Q3') : reactiveMvar > 0 ? 'Q1' : 'Q4';
    bounds.reactive = { [quadrant]: exact(reactiveMvar) };
  }
  return bounds;
}
