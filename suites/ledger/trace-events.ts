import type { TraceView } from '../../trace/view';
import type { Ms, RecordOf, Value, Window } from '../../trace/vocabulary';

/** A loss of supply: when it went and when it came back; `on` is left out where the trace ends without supply. */
export interface Outage {
  off: Window;
  on?: Window;
  /** Number of the effect record that restored supply. */
  seq: number;
}

/** A clock set that the meter accepted. */
export interface ClockSet {
  when: Window;
  /** Meter time that was asked for. */
  meterMs?: Ms;
  /** Number of the intent: anchors are resolved before it is written, so that every later clock record follows the set. */
  seq: number;
}

/** A firmware activation that the meter accepted. */
export interface Activation {
  when: Window;
  seq: number;
  /** What was loaded: the newest image that the meter had taken by then. */
  image: Value | undefined;
}

/** From which activation on firmware with DP184 runs. */
export type Dp184Since = Pick<Activation, 'when' | 'seq'>;

/** An image that fails its verification, as scenarios name it. */
export const CORRUPT = 'corrupt';
const ALWAYS: Dp184Since = { when: { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.NEGATIVE_INFINITY }, seq: 0 };

/** What happened to the meter besides flow, in the order of the trace, in bench time. */
export interface TraceEvents {
  readonly outages: readonly Outage[];
  readonly clockSets: readonly ClockSet[];
  readonly activations: readonly Activation[];
  /** Undefined where the meter begins with firmware of today and no other is activated. */
  readonly dp184: Dp184Since | undefined;
  /** Bench time that the trace covers; undefined where nothing was done yet. */
  readonly extent: Window | undefined;
}

/** Reads the events of a trace, which may end anywhere. */
export function eventsOf(trace: TraceView): TraceEvents {
  const answers = acceptedAnswers(trace);
  const activations = activationsOf(trace, answers);
  return {
    outages: outagesOf(trace),
    clockSets: clockSetsOf(trace, answers),
    activations,
    dp184: trace.scenario.firmware === 'today' ? activations.find(({ image }) => image !== CORRUPT) : ALWAYS,
    extent: extentOf(trace),
  };
}

/** The first answer to each stimulus that changes something, by the number of the stimulus, where it was not a refusal. */
export function acceptedAnswers(trace: TraceView): Map<number, RecordOf<'observation'>> {
  const accepted = new Map<number, RecordOf<'observation'>>();
  for (const observation of trace.of('observation')) {
    const intent = trace.stimulus(observation.of)?.stimulus.do;
    if (intent === undefined || intent === 'read' || 'refused' in observation.answer) continue;
    if (!accepted.has(observation.of)) accepted.set(observation.of, observation);
  }
  return accepted;
}

function outagesOf(trace: TraceView): Outage[] {
  const outages: Outage[] = [];
  let on = true;
  let lastEnd: Ms | undefined;
  for (const effect of trace.of('effect')) {
    const stimulus = trace.stimulus(effect.of)?.stimulus;
    const switches = stimulus?.do === 'supply' ? stimulus.on : undefined;
    const now: boolean = effect.supply ?? switches ?? on;
    if (now !== on) {
      // Only the switching itself happens somewhere inside its effect; any other effect is of constant supply throughout.
      const when: Window =
        switches === undefined ? { fromMs: lastEnd ?? effect.when.fromMs, toMs: effect.when.fromMs } : effect.when;
      if (now) Object.assign(outages.at(-1)!, { on: when, seq: effect.seq });
      else outages.push({ off: when, seq: effect.seq });
      on = now;
    }
    lastEnd = effect.when.toMs;
  }
  return outages;
}

function clockSetsOf(trace: TraceView, answers: Map<number, RecordOf<'observation'>>): ClockSet[] {
  const firstClocks = new Map<number, RecordOf<'clock'>>();
  for (const clock of trace.of('clock')) if (!firstClocks.has(clock.of)) firstClocks.set(clock.of, clock);
  const refused = new Set(
    trace
      .of('observation')
      .filter((o) => 'refused' in o.answer)
      .map((o) => o.of),
  );
  return trace.of('stimulus').flatMap((record) => {
    if (record.stimulus.do !== 'setClock' || refused.has(record.seq)) return [];
    const asked = record.meterMs === undefined ? {} : { meterMs: record.meterMs };
    const answer = answers.get(record.seq);
    if (answer) return [{ when: answer.when, seq: record.seq, ...asked }];
    // Cut between the set and its answer: the clock read below the same stimulus shows that it was done.
    const clock = firstClocks.get(record.seq);
    return clock ? [{ when: { fromMs: record.atMs, toMs: clock.when.toMs }, seq: record.seq, ...asked }] : [];
  });
}

function activationsOf(trace: TraceView, answers: Map<number, RecordOf<'observation'>>): Activation[] {
  let image: Value | undefined;
  return trace.of('stimulus').flatMap(({ seq, stimulus }) => {
    if (stimulus.do === 'write' && stimulus.object === 'firmware.image' && answers.has(seq)) image = stimulus.value;
    if (stimulus.do !== 'invoke' || !stimulus.object.startsWith('firmware') || stimulus.method !== 'activate') return [];
    const answer = answers.get(seq);
    return answer ? [{ when: answer.when, seq: answer.seq, image }] : [];
  });
}

function extentOf(trace: TraceView): Window | undefined {
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  for (const kind of ['effect', 'clock', 'observation'] as const) {
    for (const { when } of trace.of(kind)) {
      if (when.fromMs < fromMs) fromMs = when.fromMs;
      if (when.toMs > toMs) toMs = when.toMs;
    }
  }
  return fromMs <= toMs ? { fromMs, toMs } : undefined;
}
