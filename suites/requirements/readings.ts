import { objectNamed } from '../../declaration/objects';
import type { ObjectName, RecordOf, Value, Window } from '../../trace/vocabulary';
import { isWellTyped } from './objects/shapes';
import { oncePerTrace } from './once-per-trace';
import type { Evidence } from './requirement';

/** An answered read. */
export interface Reading<V extends Value = Value> {
  value: V;
  /** Bench time at some instant of which the value was true: refresh time of the meter included. */
  window: Window;
  record: RecordOf<'observation'>;
}

/** Whether an observation answers a read, not a write or an invocation; what the public association sees is judged apart. */
export const isRead = (evidence: Pick<Evidence, 'trace'>, record: RecordOf<'observation'>) => {
  const stimulus = evidence.trace.stimulus(record.of)?.stimulus;
  return stimulus?.do === 'read' && stimulus.as !== 'public';
};

/** Answers to reads of the object, refusals among them; of what DP184 adds, those of firmware that has it. */
export function askedReads(evidence: Pick<Evidence, 'trace' | 'ledger'>, object: ObjectName): RecordOf<'observation'>[] {
  const since = objectNamed(object)?.proposed ? evidence.ledger.events.dp184?.seq : 0;
  if (since === undefined) return [];
  return evidence.trace.observations(object).filter((record) => record.seq > since && isRead(evidence, record));
}

const readingsByObject = oncePerTrace(() => new Map<ObjectName, Reading[]>());

/** Every answered, well-typed read of the object, in the order of the trace. Found once per trace. */
export function readings<V extends Value = Value>(evidence: Evidence, object: ObjectName): readonly Reading<V>[] {
  const byObject = readingsByObject(evidence);
  const found = byObject.get(object) ?? find(evidence, object);
  byObject.set(object, found);
  return found as Reading<V>[];
}

function find(evidence: Evidence, object: ObjectName): Reading[] {
  const found: Reading[] = [];
  for (const record of evidence.trace.observations(object)) {
    if (!('value' in record.answer) || !isRead(evidence, record) || !isWellTyped(object, record.answer.value)) continue;
    found.push({ value: record.answer.value, window: evidence.ledger.readingWindow(record), record });
  }
  return found;
}

/** Writes of the object that the meter accepted. */
export function acceptedWrites(evidence: Evidence, object: ObjectName): RecordOf<'observation'>[] {
  return evidence.trace
    .observations(object)
    .filter((record) => 'value' in record.answer && evidence.trace.stimulus(record.of)?.stimulus.do === 'write');
}

/** What was written, by the stimulus above the meter's answer; a write by the public association means nothing. */
export function writtenValue(evidence: Evidence, record: RecordOf<'observation'>): Value | undefined {
  const stimulus = evidence.trace.stimulus(record.of)?.stimulus;
  return stimulus?.do === 'write' && stimulus.as !== 'public' ? stimulus.value : undefined;
}
