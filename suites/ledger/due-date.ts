import type { Ms, RecordOf, Window } from '../../trace/vocabulary';
import type { MeterClock } from './meter-clock';
import type { TraceEvents } from './trace-events';

/** When a date of meter time comes, in bench time; where a clock set passes over it, no record before that set has seen it. */
export interface DueDate {
  when: Window;
  afterSeq: number;
}

/** When the meter's clock first shows a date, at or after a bench instant; undefined where it never does. */
export function dueDate(clock: MeterClock, events: TraceEvents, meterMs: Ms, fromMs: Ms): DueDate | undefined {
  const when = clock.firstAt(meterMs, fromMs);
  if (!when) return undefined;
  const passing = clock.breaks.find((one) => one.cause === 'clockSet' && touches(one.when, when) && one.before.toMs < meterMs);
  const set = passing && events.clockSets.find((one) => touches(one.when, passing.when));
  return { when, afterSeq: set?.seq ?? 0 };
}

/** Whether a date had surely passed at a bench instant, on both sides of whatever moved the clock just then. */
export function hasPassed(clock: MeterClock, meterMs: Ms, at: Window): boolean {
  const now = clock.meterAt(at.fromMs);
  const moved = clock.breaks.filter(({ when }) => touches(when, at));
  return now !== undefined && meterMs < now.fromMs && moved.every(({ before }) => meterMs < before.fromMs);
}

type Moment = Pick<RecordOf<'observation'>, 'seq' | 'when'>;

/** Whether the date had surely come when something was observed. */
export function hasCome({ when, afterSeq }: DueDate, observed: Moment): boolean {
  return when.toMs <= observed.when.fromMs && afterSeq < observed.seq;
}

/** Whether the date may have come when something was observed. */
export function mayHaveCome({ when, afterSeq }: DueDate, observed: Moment): boolean {
  return when.fromMs <= observed.when.toMs && afterSeq < observed.seq;
}

const touches = (a: Window, b: Window) => a.fromMs <= b.toMs && b.fromMs <= a.toMs;
