import { objectNamed, rowsKept } from '../../declaration/objects';
import type { Ms, ObjectName, RecordOf, Value, Window } from '../../trace/vocabulary';
import { meterTime } from './meter-time';
import { oncePerTrace } from './once-per-trace';
import type { Evidence } from './requirement';
import { isWellTyped } from './shapes';

const HALF_HOUR_MS = 1_800_000;

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

/** One half-hour row as last read; `seq` is the observation that held it. */
export interface Row {
  endMs: Ms;
  wh: number;
  flagged: boolean;
  seq: number;
}

/** Rows of one log: by stamp, and which stamps a read has asked for after they were due. */
export interface Rows {
  at(endMs: Ms): readonly Row[];
  all(): Iterable<Row>;
  /** The last observation that should hold a row of that stamp, if any does. */
  covering(endMs: Ms): number | undefined;
}

/** The rows of `field` in every read of the log; a later read replaces an earlier one's rows, stamp by stamp. */
export function rowsOf(evidence: Evidence, object: ObjectName, field: string): Rows {
  const byStamp = new Map<Ms, Row[]>();
  const reads: { fromMs: Ms; toMs: Ms; seq: number }[] = [];
  for (const { value, record } of readings<{ [field: string]: Value }[]>(evidence, object)) {
    const mine = new Map<Ms, Row[]>();
    for (const row of value) {
      // Rows from before an upgrade lack a member that was added to their log.
      if (typeof row[field] !== 'number') continue;
      const read: Row = { endMs: row.end as Ms, wh: row[field] as number, flagged: row.flagged === true, seq: record.seq };
      const same = mine.get(read.endMs);
      if (same) same.push(read);
      else mine.set(read.endMs, [read]);
    }
    for (const [endMs, rows] of mine) byStamp.set(endMs, rows);
    const range = evidence.trace.stimulus(record.of)?.range ?? {};
    const due = meterTime(evidence, record.when).fromMs - evidence.meter.choices.registerRefreshMs;
    // Older rows may have been overwritten, whatever range was asked for.
    const oldestMs = (Math.floor(due / HALF_HOUR_MS) - rowsKept(evidence.meter, object) + 1) * HALF_HOUR_MS;
    reads.push({ fromMs: Math.max(range.fromMs ?? oldestMs, oldestMs), toMs: Math.min(range.toMs ?? due, due), seq: record.seq });
  }
  return {
    at: (endMs) => byStamp.get(endMs) ?? [],
    all: function* () {
      for (const rows of byStamp.values()) yield* rows;
    },
    covering: (endMs) => reads.findLast((read) => read.fromMs <= endMs && endMs <= read.toMs)?.seq,
  };
}
