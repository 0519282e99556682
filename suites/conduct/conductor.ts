import type { BenchStimulus, MeterReply, MeterStimulus, Rig, Tap, Witness } from '../../adapters/ports';
import type { Declaration } from '../../declaration/declaration';
import { exportTable, objectNamed } from '../../declaration/objects';
import { ConformanceError, MistakeError, PortError, UsageError } from '../../trace/errors';
import type { TraceSink } from '../../trace/sink';
import type {
  Answer,
  ClockStatus,
  Flows,
  Ms,
  ObjectName,
  Part,
  Range,
  RecordBody,
  RecordOf,
  Scenario,
  Stimulus,
  Value,
} from '../../trace/vocabulary';
import { type Calendar, resolve } from './anchors';
import { breathe } from './breathe';
import { KnownTable } from './known-table';

const HALF_HOUR_MS = 1_800_000;
const STEPS_BETWEEN_BREATHS = 500;

export interface Performance {
  rig: Rig;
  sink: TraceSink;
  meter: Declaration;
  /** Objects that discovery found; what a scenario observes is cut down to these. */
  present: ReadonlySet<ObjectName>;
  tool: string;
  scenarioHash: string;
  /** The meter was made for this scenario. */
  fresh: boolean;
  signal: AbortSignal;
}

/** Nothing flows through either element. */
const NO_FLOW: Flows = { primary: { activeMw: 0 }, secondary: { activeMw: 0 } };

export type Outcome = 'played' | 'stopped' | 'failed';

/** Plays one scenario through a meter and a bench into a trace. Never throws for the meter, the link or the bench: that is trouble in the trace. */
export async function conduct(scenario: Scenario, performance: Performance): Promise<Outcome> {
  return new Conductor(scenario, performance).play();
}

/** The first record of every trace. */
export function opening(
  { name, title, kind, start, preset, before, firmware, observe }: Scenario,
  by: Pick<RecordOf<'opened'>, 'rig' | 'time' | 'tool' | 'scenarioHash'>,
): RecordBody {
  const given = { ...(preset && { preset }), ...(before && { before }), ...(firmware && { firmware }) };
  const scenario = { name, title, kind, start, observe, ...given };
  return { kind: 'opened', schema: 'smets2-trace/1', scenario, ...by };
}

class Conductor {
  /** Bench time to meter time, by the newest clock observation. */
  private offsetMs = 0;
  private supplied = true;
  /** Bench time up to which the trace says what flowed. */
  private accountedMs: Ms;
  private earliestMeterMs: Ms = Number.POSITIVE_INFINITY;
  private readonly table: KnownTable;
  private stimulusSeq = 0;
  private readonly tap: Tap;

  constructor(
    private readonly scenario: Scenario,
    private readonly performance: Performance,
  ) {
    this.accountedMs = performance.rig.bench.now();
    this.table = new KnownTable(exportTable(performance.meter.choices));
    this.tap = {
      wire: (way, octets, masked) => {
        const hex = Buffer.from(octets).toString('hex');
        this.record({ kind: 'wire', of: this.stimulusSeq, way, hex, ...(masked && { masked }) });
      },
    };
  }

  async play(): Promise<Outcome> {
    const { rig, tool, scenarioHash } = this.performance;
    this.record(opening(this.scenario, { rig: rig.name, time: rig.bench.time, tool, scenarioHash }));
    const outcome = await this.playParts();
    await this.release();
    this.record({ kind: 'closed', outcome });
    return outcome;
  }

  private async playParts(): Promise<Outcome> {
    const { rig, signal } = this.performance;
    try {
      await rig.meter.open(signal, this.tap);
      await this.comeToRest();
      await this.readClock('baseline', 0);
      const baseline = this.observed('baseline');
      for (const [step, object] of baseline.entries()) await this.take('baseline', step, { do: 'read', object });
      const { start } = this.scenario;
      if (start !== 'any' && this.meterMs < start)
        await this.take('baseline', baseline.length, { do: 'wait', until: { at: start } });
      for (const [step, stimulus] of this.scenario.steps.entries()) {
        if (step % STEPS_BETWEEN_BREATHS === 0) await breathe();
        await this.take('steps', step, stimulus);
      }
      if (this.scenario.kind !== 'discovery') await this.close();
      return 'played';
    } catch (error) {
      if (signal.aborted) return 'stopped';
      this.trouble(error);
      return 'failed';
    }
  }

  /** Releases the link. What was played and recorded stands, whatever becomes of it. */
  private async release() {
    try {
      await this.performance.rig.meter.close();
    } catch (error) {
      this.trouble(error);
    }
  }

  /**
   * What flowed just before a trace is in none of its records, yet may still come up in a register that lags. A fresh meter in
   * virtual time begins at rest; any other bench may have been left flowing.
   */
  private async comeToRest() {
    const { rig, fresh } = this.performance;
    const { bench } = rig;
    if ((bench.time === 'virtual' && fresh) || !bench.capabilities.has('flow')) return;
    await this.take('baseline', 0, { do: 'flow', elements: NO_FLOW });
    const restMs = this.performance.meter.choices.registerRefreshMs + 1000;
    const untilMs = bench.now() + restMs;
    this.intend({ part: 'baseline', step: 1, stimulus: { do: 'wait', until: { after: restMs } }, untilMs });
    await this.bench({ do: 'wait', untilMs });
  }

  /** Brings the meter to rest, lets the running half hour end, and reads everything observed. */
  private async close() {
    const { bench } = this.performance.rig;
    if (bench.capabilities.has('flow')) await this.take('closing', 0, { do: 'flow', elements: NO_FLOW });
    if (!this.supplied) await this.take('closing', 1, { do: 'supply', on: true });
    const { registerRefreshMs, startUpMs } = this.performance.meter.choices;
    const restMs = registerRefreshMs + startUpMs + 1000;
    await this.take('closing', 2, { do: 'wait', until: { next: 'halfHour', plus: restMs } });
    await this.readClock('closing', 3);
    for (const [at, object] of this.observed('closing').entries()) await this.take('closing', 4 + at, { do: 'read', object });
  }

  private observed(part: Part): ObjectName[] {
    const { observe } = this.scenario;
    const { present } = this.performance;
    const names = observe === 'everything' ? [...present] : observe.filter((name) => present.has(name));
    // The rows of a log since the scenario began are nothing yet when it begins.
    const { kind } = this.scenario;
    const growing = (name: ObjectName) => kind !== 'discovery' && ['profile', 'log'].includes(objectNamed(name)?.kind ?? '');
    return names.filter((name) => name !== 'clock' && !(part === 'baseline' && growing(name)));
  }

  /** One step: resolve, write the intent, try it, write what came of it. */
  private async take(part: Part, step: number, stimulus: Stimulus): Promise<void> {
    const { signal } = this.performance;
    signal.throwIfAborted();
    switch (stimulus.do) {
      case 'flow':
      case 'wait': {
        const untilMs = stimulus.until && this.toBench(resolve(stimulus.until, this.calendar()), step);
        this.intend({ part, step, stimulus, ...(untilMs !== undefined && { untilMs }) });
        if (stimulus.do === 'flow')
          await this.bench({ do: 'flow', elements: stimulus.elements, ...(untilMs !== undefined && { untilMs }) });
        else await this.bench({ do: 'wait', untilMs: untilMs! });
        return;
      }
      case 'supply': {
        if (!stimulus.on && this.supplied) await this.readClock(part, step);
        this.intend({ part, step, stimulus });
        await this.bench(stimulus);
        const returned = stimulus.on && !this.supplied;
        this.supplied = stimulus.on;
        if (returned) await this.readClock(part, step);
        return;
      }
      case 'setClock': {
        await this.readClock(part, step);
        const meterMs = resolve(stimulus.to, this.calendar());
        this.intend({ part, step, stimulus, meterMs });
        await this.ask('clock', { do: 'setClock', meterMs });
        await this.readClock(part, step);
        return;
      }
      case 'read': {
        if (stimulus.object === 'clock' && stimulus.as !== 'public') return this.readClock(part, step);
        const range = this.rangeOf(stimulus.object, stimulus.range);
        const untilMs = stimulus.until && this.toBench(resolve(stimulus.until, this.calendar()), step);
        const paced = { ...(range && { range }), ...(untilMs !== undefined && { untilMs }) };
        this.intend({ part, step, stimulus, ...paced });
        const value = await this.ask(stimulus.object, {
          do: 'read',
          object: stimulus.object,
          ...paced,
          ...(stimulus.as && { as: stimulus.as }),
        });
        if (value !== undefined) this.table.note(stimulus, value, this.meterMs);
        return;
      }
      default: {
        const activation = stimulus.do === 'invoke' && stimulus.object === 'firmware';
        if (activation) await this.readClock(part, step);
        this.intend({ part, step, stimulus });
        const done = await this.ask(stimulus.object, stimulus);
        if (done === undefined) return;
        this.table.note(stimulus, done, this.meterMs);
        if (activation) await this.readClock(part, step);
      }
    }
  }

  private async bench(stimulus: BenchStimulus) {
    const { rig, signal } = this.performance;
    const of = this.stimulusSeq;
    const witness: Witness = { operator: (answer) => void this.record({ kind: 'operator', of, ...answer }) };
    const reply = await rig.bench.perform(stimulus, signal, witness);
    for (const interval of reply) this.record({ kind: 'effect', of: this.stimulusSeq, ...interval });
    this.accountedMs = reply.at(-1)!.when.toMs;
  }

  /** Asks the meter. What flowed while it took its time stands in the trace before its answer, which may be the last record. */
  private async meter(stimulus: MeterStimulus): Promise<MeterReply> {
    const { rig, signal } = this.performance;
    try {
      const pending = rig.meter.perform(stimulus, signal, this.tap);
      if (stimulus.do === 'read' && stimulus.untilMs !== undefined) await this.goOn(pending, stimulus.untilMs);
      return pending instanceof Promise ? await pending : pending;
    } finally {
      if (rig.bench.now() > this.accountedMs) await this.bench({ do: 'report' });
    }
  }

  /** The value that came, or undefined where the meter refused or the link failed; both stand in the trace. */
  private async ask(object: ObjectName, stimulus: MeterStimulus): Promise<Value | undefined> {
    try {
      const reply = await this.meter(stimulus);
      this.record({ kind: 'observation', of: this.stimulusSeq, object, ...reply });
      return 'value' in reply.answer ? reply.answer.value : undefined;
    } catch (error) {
      if (!(error instanceof PortError) || error instanceof MistakeError) throw error;
      this.trouble(error);
      return undefined;
    }
  }

  /** Lets the bench go on while a long read is under way. */
  private async goOn(pending: MeterReply | Promise<MeterReply>, untilMs: Ms) {
    // A read that fails meanwhile is trouble when its turn comes, not an unhandled rejection.
    if (pending instanceof Promise) pending.catch(() => {});
    await this.bench({ do: 'wait', untilMs });
  }

  /** Read on both sides of whatever may move the clock, so that the ledger knows how far it had drifted by then. */
  private async readClock(part: Part, step: number) {
    this.intend({ part, step, stimulus: { do: 'read', object: 'clock' } });
    try {
      const { answer, when, attempts } = await this.meter({ do: 'read', object: 'clock' });
      const clock = clockIn(answer);
      if (!clock) {
        this.record({ kind: 'observation', of: this.stimulusSeq, object: 'clock', when, answer, attempts });
        return;
      }
      const { meterMs, status } = clock;
      this.record({ kind: 'clock', of: this.stimulusSeq, meterMs, status, when });
      this.offsetMs = meterMs - when.toMs;
      this.earliestMeterMs = Math.min(this.earliestMeterMs, meterMs);
    } catch (error) {
      if (!(error instanceof PortError) || error instanceof MistakeError) throw error;
      this.trouble(error);
    }
  }

  /** Meter time now, by the newest clock observation. */
  private get meterMs(): Ms {
    return this.performance.rig.bench.now() + this.offsetMs;
  }

  private calendar(): Calendar {
    const { meterMs } = this;
    return {
      meterMs,
      table: this.table.at(meterMs),
      activationMs: this.table.activationMs,
      choices: this.performance.meter.choices,
    };
  }

  private toBench(meterMs: Ms, step: number): Ms {
    const benchMs = meterMs - this.offsetMs;
    const now = this.performance.rig.bench.now();
    if (benchMs < now)
      throw new UsageError(
        `step ${step + 1} waits for a moment that is ${now - benchMs} ms past; put it later or the step before earlier`,
      );
    return benchMs;
  }

  /** A log read without a range means the rows since this scenario began. */
  private rangeOf(object: ObjectName, asked: Range | undefined): Range | undefined {
    if (asked) return asked;
    const { kind } = objectNamed(object) ?? {};
    if (kind !== 'profile' && kind !== 'log') return undefined;
    return { fromMs: Math.floor(this.earliestMeterMs / HALF_HOUR_MS) * HALF_HOUR_MS };
  }

  private intend(body: { part: Part; step: number; stimulus: Stimulus; untilMs?: Ms; meterMs?: Ms; range?: Range }) {
    this.stimulusSeq = this.record({ kind: 'stimulus', ...body }).seq;
  }

  private trouble(error: unknown) {
    this.record({ ...troubleOf(error), ...(this.stimulusSeq && { of: this.stimulusSeq }) });
  }

  private record(body: Parameters<TraceSink['write']>[1]) {
    return this.performance.sink.write(this.performance.rig.bench.now(), body);
  }
}

/** An error as trouble in a trace; whatever is neither the link's nor the bench's is ours. */
export function troubleOf(error: unknown): Extract<RecordBody, { kind: 'trouble' }> {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof MistakeError) return { kind: 'trouble', whose: error.whose, code: error.code, text, since: 1 };
  if (error instanceof PortError) return { kind: 'trouble', whose: error.whose, code: error.code, text };
  return { kind: 'trouble', whose: 'tool', code: error instanceof ConformanceError ? error.name : 'unexpected', text };
}

const STATUSES: ClockStatus[] = ['reliable', 'unreliable', 'invalid'];

/** What a clock answered, where it is a time and a status at all: a meter is hostile until shown otherwise. */
function clockIn(answer: Answer): { meterMs: Ms; status: ClockStatus } | undefined {
  if (!('value' in answer)) return undefined;
  const { meterMs, status } = (answer.value ?? {}) as { meterMs?: Ms; status?: ClockStatus };
  return Number.isSafeInteger(meterMs) && STATUSES.includes(status!) ? { meterMs: meterMs!, status: status! } : undefined;
}
