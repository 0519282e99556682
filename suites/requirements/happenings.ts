import {
  ELEMENTS,
  type Element,
  type ObjectName,
  type RecordOf,
  type Value,
  type Way,
  type Window,
} from '../../trace/vocabulary';
import { meterTime } from './meter-time';
import { acceptedWrites, type Reading, readings, writtenValue } from './readings';
import type { Evidence, Happening } from './requirement';

/** The least energy that flowed between two windows other than as secondary export, µJ. */
export function othersUj({ ledger }: Evidence, from: Window, to: Window): bigint {
  return (
    ledger.energy('primary', 'import', from, to).lo +
    ledger.energy('primary', 'export', from, to).lo +
    ledger.energy('secondary', 'import', from, to).lo
  );
}

/** How many outages of that length began and ended between two readings. */
export function outagesWithin(
  { ledger }: Evidence,
  { atLeastS, atMostS }: Extract<Happening, { outages: number }>,
  from: Reading,
  to: Reading,
): number {
  return ledger.events.outages.filter(({ off, on }) => {
    if (!on || off.fromMs < from.window.toMs || on.toMs > to.window.fromMs) return false;
    return on.fromMs - off.toMs >= atLeastS * 1000 && on.toMs - off.fromMs <= atMostS * 1000;
  }).length;
}

/** Whether import of both elements was above the load limit that the meter showed last, for the whole of an effect. */
export function isOverload(evidence: Evidence, { seq, when }: RecordOf<'effect'>): boolean {
  const shown = readings(evidence, 'load.limit').findLast(({ record }) => record.seq < seq);
  const thresholdW = fieldOf(shown?.value, 'thresholdW');
  return typeof thresholdW === 'number' && powerMw(evidence, 'import', when, ELEMENTS).lo > BigInt(thresholdW) * 1000n;
}

/** Active power of the elements one way over a window of bench time, mW. */
export function powerMw({ ledger }: Evidence, way: Way, when: Window, elements: readonly Element[]): { lo: bigint; hi: bigint } {
  const bounds = elements.map((element) => ledger.energy(element, way, at(when.fromMs), at(when.toMs)));
  const ms = BigInt(Math.max(1, when.toMs - when.fromMs));
  const sum = bounds.reduce((total, { lo, hi }) => ({ lo: total.lo + lo, hi: total.hi + hi }), { lo: 0n, hi: 0n });
  return { lo: sum.lo / ms, hi: (sum.hi + ms - 1n) / ms };
}

/** An instant of the bench as a window. */
export const at = (ms: number): Window => ({ fromMs: ms, toMs: ms });

/** The payment mode that was written last before a reading. */
export function modeAt(evidence: Evidence, { record }: Reading): Value | undefined {
  const write = acceptedWrites(evidence, 'prepayment.balance').findLast(({ seq }) => seq < record.seq);
  return write && fieldOf(writtenValue(evidence, write), 'mode');
}

/** Whether nobody tried to write any of the objects between two readings, and no activation that was seen or written may have come due. */
export function untouched(evidence: Evidence, objects: readonly ObjectName[], from: Reading, to: Reading): boolean {
  const { trace, ledger } = evidence;
  const { toMs } = meterTime(evidence, to.record.when);
  // A clock that was set may have been beyond the date for a while.
  const wasSet = ledger.events.clockSets.some(({ seq }) => seq < to.record.seq);
  const mayBeDue = (date: Value) => typeof date === 'number' && (wasSet || date <= toMs);
  return !objects.some((object) =>
    trace.observations(object).some(({ seq, of, answer }) => {
      if (seq > to.record.seq) return false;
      const stimulus = trace.stimulus(of)?.stimulus;
      if (stimulus?.do === 'write') return seq > from.record.seq || mayBeDue(stimulus.value);
      return 'value' in answer && mayBeDue(answer.value);
    }),
  );
}

/** Answers to invocations of an object between two readings. */
export function invocations({ trace }: Evidence, object: ObjectName, from: Reading, to: Reading): RecordOf<'observation'>[] {
  return trace
    .observations(object)
    .filter(({ seq, of }) => from.record.seq < seq && seq < to.record.seq && trace.stimulus(of)?.stimulus.do === 'invoke');
}

/** A member of a value that may be anything. */
export function fieldOf(value: Value | undefined, field: string): Value | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value[field] : undefined;
}
