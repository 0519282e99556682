import { isDeepStrictEqual } from 'node:util';
import type { Declaration } from '../../../declaration/declaration';
import { objectNamed, rowsKept } from '../../../declaration/objects';
import type { ObjectName, Value } from '../../../trace/vocabulary';
import { same } from '../compare';
import { meterTime } from '../meter-time';
import { type Reading, readings } from '../readings';
import type { Evidence, Finding } from '../requirement';
import type { Span } from '../spans';
import { type ActivatedKind, activated, upgrades } from './upgrade-happenings';

type Row = { [field: string]: Value };
type LogReading = Reading<Row[]>;

/** Rows that a log keeps at least, by declaration. */
export function depthOf(meter: Declaration, log: ObjectName): number {
  const { depths } = meter;
  if (objectNamed(log)?.kind === 'profile') return rowsKept(meter, log);
  if (log.startsWith('daily.consumption')) return depths.dailyConsumption;
  if (log.startsWith('daily')) return depths.dailyRead;
  return log.startsWith('billing') ? depths.billing : 0;
}

/** Answered reads of a log that asked for all of its rows. */
function wholeReads(evidence: Evidence, log: ObjectName): LogReading[] {
  return readings<Row[]>(evidence, log).filter(({ record }) => {
    const range = evidence.trace.stimulus(record.of)?.range;
    return range && range.fromMs === undefined && range.toMs === undefined;
  });
}

/** Neighbouring reads of a whole log with an activation of the kind between them, and no clock set that might rewrite a row. */
export function logSpans(evidence: Evidence, log: ObjectName, kind: ActivatedKind): Span<Row[]>[] {
  const reads = wholeReads(evidence, log);
  return reads.slice(1).flatMap((to, i) => {
    const from = reads[i]!;
    return activated(evidence, kind, from, to) && !clockSetBetween(evidence, from, to) ? [{ from, to }] : [];
  });
}

function clockSetBetween({ ledger }: Evidence, from: LogReading, to: LogReading): boolean {
  return ledger.events.clockSets.some(({ seq }) => from.record.seq < seq && seq < to.record.seq);
}

/** Every old row is there, in its order; only what has been recorded since comes after, and only a full log has lost its oldest for it. */
export function keepsRows(evidence: Evidence, log: ObjectName, { from, to }: Span<Row[]>): Finding {
  const before = from.value;
  const good = `${before.length} old rows, then newer ones`;
  const wrong = firstWrong(evidence, log, { from, to });
  return {
    ...same(`${log} keeps its rows in their order`, wrong ?? good, good, [from.record.seq, to.record.seq]),
    at: { fromMs: meterTime(evidence, from.record.when).fromMs, toMs: meterTime(evidence, to.record.when).toMs },
  };
}

/** What is wrong with the later of two whole reads, in words; undefined where nothing is. */
function firstWrong(evidence: Evidence, log: ObjectName, { from, to }: Span<Row[]>): string | undefined {
  const [before, after] = [from.value, to.value];
  const stamp = objectNamed(log)?.kind === 'profile' ? 'end' : 'at';
  const lost = after.length > 0 ? before.findIndex((row) => isDeepStrictEqual(row, after[0])) : -1;
  const overwritten = Math.max(0, lost);
  if (overwritten > 0 && after.length < depthOf(evidence.meter, log))
    return `only ${after.length} rows, and the oldest ${overwritten} of ${before.length} are gone`;
  const kept = before.length - overwritten;
  for (let i = 0; i < kept; i++)
    if (!isDeepStrictEqual(before[overwritten + i], after[i]))
      return `row ${i + 1} is ${JSON.stringify(after[i] ?? null)}, was ${JSON.stringify(before[overwritten + i])}`;
  const sinceMs = meterTime(evidence, from.window).fromMs;
  const early = after.slice(kept).find((row) => Number(row[stamp]) < sinceMs);
  return early && `one more row of before: ${JSON.stringify(early)}`;
}

/** Whole reads of a log that was full when last read before an upgrade, each once it has grown since. */
export function depthReads(evidence: Evidence, log: ObjectName): LogReading[] {
  const depth = depthOf(evidence.meter, log);
  const reads = wholeReads(evidence, log);
  const [first] = upgrades(evidence, 'any');
  const before = first && reads.findLast(({ record }) => record.seq < first.seq);
  if (!before || depth === 0 || before.value.length < depth) return [];
  const newest = before.value.at(-1);
  return reads.filter(({ record, value }) => record.seq > first.seq && !isDeepStrictEqual(value.at(-1), newest));
}
