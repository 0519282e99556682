import { rowsKept } from '../../../declaration/objects';
import type { Answer, Ms, ObjectName, Range, RecordOf, Value } from '../../../trace/vocabulary';
import { meterTime } from '../meter-time';
import { oncePerTrace } from '../once-per-trace';
import { askedReads, readings } from '../readings';
import type { Evidence } from '../requirement';

const HALF_HOUR_MS = 1_800_000;

/** One half-hour row as read; `seq` is the observation that held it. */
export interface Row {
  endMs: Ms;
  wh: number;
  flagged: boolean;
  seq: number;
}

/** One answered read of a half-hourly log. Times are meter time. */
export interface LogRead {
  record: RecordOf<'observation'>;
  /** The rows of one field, in the order of the answer. */
  rows: readonly Row[];
  /** The rows asked for; an end left out was open. */
  range: Range;
  /** What ended by then had a row when the read began. */
  dueMs: Ms;
  /** Older rows may have been overwritten when the read ended. */
  keptFromMs: Ms;
}

const keptReads = oncePerTrace(() => new Map<string, LogRead[]>());

/** Every answered read of the log, in the order of the trace, with the rows of `field`. */
export function logReads(evidence: Evidence, object: ObjectName, field: string): readonly LogRead[] {
  const kept = keptReads(evidence);
  const key = `${object} ${field}`;
  const reads =
    kept.get(key) ?? readings<{ [field: string]: Value }[]>(evidence, object).map((one) => readOf(evidence, one, field));
  kept.set(key, reads);
  return reads;
}

function readOf(
  evidence: Evidence,
  { value, record }: { value: { [field: string]: Value }[]; record: RecordOf<'observation'> },
  field: string,
): LogRead {
  const rows: Row[] = [];
  for (const row of value) {
    // Rows from before an upgrade lack a member that was added to their log.
    if (typeof row[field] !== 'number') continue;
    rows.push({ endMs: row.end as Ms, wh: row[field] as number, flagged: row.flagged === true, seq: record.seq });
  }
  return { record, rows, ...scopeOf(evidence, record) };
}

/** What a read asked for, and what the log had to hold at that time. */
export function scopeOf(evidence: Evidence, record: RecordOf<'observation'>): Pick<LogRead, 'range' | 'dueMs' | 'keptFromMs'> {
  const at = meterTime(evidence, record.when);
  const newest = Math.floor(at.toMs / HALF_HOUR_MS);
  return {
    range: evidence.trace.stimulus(record.of)?.range ?? {},
    dueMs: at.fromMs - evidence.meter.choices.registerRefreshMs,
    keptFromMs: (newest - rowsKept(evidence.meter, record.object) + 1 + repeats(evidence)) * HALF_HOUR_MS,
  };
}

/** How many rows more than half hours there may be, because the clock went back. */
function repeats({ ledger }: Evidence): number {
  const back = ledger.clock.breaks.map(({ before, after }) => before.toMs - after.fromMs).filter((ms) => ms > 0);
  return back.reduce((rows, ms) => rows + Math.ceil(ms / HALF_HOUR_MS) + 1, 0);
}

/** A read of a log that named a range, whatever the answer. */
export interface RangeRead {
  record: RecordOf<'observation'>;
  answer: Answer;
  range: Range;
}

/** Every read of the log for which the script itself named a range. */
export function rangeReads(evidence: Evidence, object: ObjectName): RangeRead[] {
  return askedReads(evidence, object).flatMap((record) => {
    const stimulus = evidence.trace.stimulus(record.of)?.stimulus;
    return stimulus?.do === 'read' && stimulus.range ? [{ record, answer: record.answer, range: stimulus.range }] : [];
  });
}

/** Rows of one log: by stamp, and which stamps a read has asked for after they were due. */
export interface Rows {
  at(endMs: Ms): readonly Row[];
  all(): Iterable<Row>;
  /** The last observation that should hold a row of that stamp, if any does. */
  covering(endMs: Ms): number | undefined;
}

/** Whether a read asked for a stamp that was due and that the log had to keep. */
export const covers = ({ range, dueMs, keptFromMs }: LogRead, endMs: Ms) =>
  endMs >= Math.max(range.fromMs ?? keptFromMs, keptFromMs) && endMs <= Math.min(range.toMs ?? dueMs, dueMs);

/** The rows of `field` in every read of the log; a later read replaces an earlier one's rows, stamp by stamp. */
export function rowsOf(evidence: Evidence, object: ObjectName, field: string): Rows {
  const byStamp = new Map<Ms, Row[]>();
  const reads = logReads(evidence, object, field);
  for (const { rows } of reads) for (const [endMs, same] of byStampOf(rows)) byStamp.set(endMs, same);
  return {
    at: (endMs) => byStamp.get(endMs) ?? [],
    all: function* () {
      for (const rows of byStamp.values()) yield* rows;
    },
    covering: (endMs) => reads.findLast((read) => covers(read, endMs))?.record.seq,
  };
}

/** The rows of one read by their stamp. */
export function byStampOf(rows: readonly Row[]): Map<Ms, Row[]> {
  const byStamp = new Map<Ms, Row[]>();
  for (const row of rows) {
    const same = byStamp.get(row.endMs);
    if (same) same.push(row);
    else byStamp.set(row.endMs, [row]);
  }
  return byStamp;
}
