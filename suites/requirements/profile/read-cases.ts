import { lifeMs } from '../../../trace/life';
import type { Ms } from '../../../trace/vocabulary';
import { meterTime } from '../meter-time';
import { oncePerTrace } from '../once-per-trace';
import type { Evidence } from '../requirement';
import { exportChannel, HALF_HOUR_MS } from './half-hour-rows';
import { byStampOf, covers, type LogRead, logReads, type RangeRead, type Row, rangeReads, scopeOf } from './log-reads';

/** Every answered read of the secondary export channel. */
export const exportReads = (evidence: Evidence): readonly LogRead[] => {
  const { object, field } = exportChannel(evidence);
  return logReads(evidence, object, field);
};

/** Reads that were answered with rows. */
export const withRows = (evidence: Evidence) => exportReads(evidence).filter(({ rows }) => rows.length > 0);

/** Where a row that must stand in the log is known from: its Wh, and the records that tell. */
interface Known {
  endMs: Ms;
  /** What other reads gave. */
  seen: readonly Row[];
}

const surely = oncePerTrace((evidence) => {
  const claims = evidence.ledger.rowClaims('secondary', 'export');
  const recorded = new Set(claims.filter(({ lot }) => lot === 'whole' || lot === 'heir').map(({ half }) => half.endMs));
  const beganMs = (claims[0]?.half.endMs ?? Number.NEGATIVE_INFINITY) - HALF_HOUR_MS;
  const backTo = Math.min(...evidence.ledger.clock.breaks.map(({ after }) => after.fromMs));
  const seen = new Map<Ms, Row[]>();
  for (const { rows } of exportReads(evidence))
    for (const [endMs, same] of byStampOf(rows)) {
      seen.set(endMs, [...(seen.get(endMs) ?? []), ...same.slice(0, 1)]);
      // Stamps from before the trace began are trusted where they stand alone, and the clock never went back to them.
      if (endMs <= beganMs && endMs <= backTo && same.length === 1) recorded.add(endMs);
    }
  return { recorded: [...recorded].sort((a, b) => a - b), seen };
});

/** The rows that a read must hold, oldest first: what it asked for, was recorded before, and must still be kept; known without this read. */
export function mustHold(evidence: Evidence, read: LogRead): Known[] {
  const { recorded, seen } = surely(evidence);
  const claims = claimEnds(evidence);
  return recorded.flatMap((endMs) => {
    if (!covers(read, endMs)) return [];
    const others = (seen.get(endMs) ?? []).filter(({ seq }) => seq !== read.record.seq);
    return others.length > 0 || claims.has(endMs) ? [{ endMs, seen: others }] : [];
  });
}

const claimEnds = oncePerTrace(
  ({ ledger }) =>
    new Set(
      ledger
        .rowClaims('secondary', 'export')
        .filter(({ lot }) => lot === 'whole' || lot === 'heir')
        .map(({ half }) => half.endMs),
    ),
);

const readOf = (evidence: Evidence, { record }: RangeRead) =>
  exportReads(evidence).find((read) => read.record.seq === record.seq);

const exportRanges = (evidence: Evidence) => rangeReads(evidence, exportChannel(evidence).object);

/** Reads of a range with a row just at one of its ends. */
export function ranges(evidence: Evidence): { read: LogRead; ends: { end: 'from' | 'to'; endMs: Ms }[]; must: Known[] }[] {
  return exportRanges(evidence).flatMap((asked) => {
    const read = readOf(evidence, asked);
    if (!read || isReversed(asked)) return [];
    const must = mustHold(evidence, read);
    const { fromMs, toMs } = asked.range;
    const ends = [
      { end: 'from' as const, endMs: fromMs },
      { end: 'to' as const, endMs: toMs },
    ].flatMap(({ end, endMs }) => (endMs !== undefined && must.some((row) => row.endMs === endMs) ? [{ end, endMs }] : []));
    return ends.length > 0 ? [{ read, ends, must }] : [];
  });
}

/** Answered reads of a range with at least one end. */
export const bounded = (evidence: Evidence) =>
  exportReads(evidence).filter(({ range }) => range.fromMs !== undefined || range.toMs !== undefined);

/** Reads of a range with an open end, answered or refused, that must hold something; `must` is undefined where it was refused. */
export function openEnded(evidence: Evidence): { asked: RangeRead; read: LogRead | undefined; must: Known[] }[] {
  return exportRanges(evidence).flatMap((asked) => {
    const { fromMs, toMs } = asked.range;
    if (fromMs !== undefined && toMs !== undefined) return [];
    const read = readOf(evidence, asked);
    const must = mustHold(evidence, read ?? { record: asked.record, rows: [], ...scopeOf(evidence, asked.record) });
    return must.length > 0 ? [{ asked, read, must }] : [];
  });
}

const isReversed = ({ range: { fromMs, toMs } }: RangeRead) => fromMs !== undefined && toMs !== undefined && fromMs > toMs;

/** Reads of a range with from after to. */
export const reversed = (evidence: Evidence) => exportRanges(evidence).filter(isReversed);

/** Reads of a range between two half-hour boundaries, where no row can be. */
export const empty = (evidence: Evidence) =>
  exportRanges(evidence).filter((asked) => {
    const { fromMs, toMs } = asked.range;
    if (fromMs === undefined || toMs === undefined || isReversed(asked)) return false;
    return Math.ceil(fromMs / HALF_HOUR_MS) * HALF_HOUR_MS > toMs;
  });

/** Reads with two rows or more, before which the clock never went back: their stamps have to rise. */
export const ordered = (evidence: Evidence) =>
  exportReads(evidence).filter(
    ({ rows, record }) =>
      rows.length > 1 &&
      !evidence.ledger.clock.breaks.some(
        ({ before, after, when }) => after.fromMs < before.toMs && when.fromMs < record.when.toMs,
      ),
  );

const wentBack = ({ ledger }: Evidence) => ledger.clock.breaks.some(({ before, after }) => after.fromMs < before.toMs);

/** Half hours that the meter surely recorded before the trace began, by the life that the scenario gave it. */
function livedHalfHours({ trace }: Evidence): number {
  const { before = [], firmware } = trace.scenario;
  // A meter of today had no rows of secondary export.
  if (firmware === 'today') return 0;
  let [halfHours, suppliedMs, supplied] = [0, 0, true];
  const end = () => {
    // At either end of a supplied time a half hour may have been cut.
    halfHours += Math.max(0, Math.floor(suppliedMs / HALF_HOUR_MS) - 1);
    suppliedMs = 0;
  };
  for (const step of before) {
    if (step.do === 'supply') {
      if (supplied && !step.on) end();
      supplied = step.on;
    } else if (supplied) suppliedMs += step.until?.after ?? 0;
  }
  end();
  return halfHours;
}

/** Reads of everything that the log holds, at a time when it surely has recorded as many rows as it has to keep. */
export function atDepth(evidence: Evidence): LogRead[] {
  if (wentBack(evidence)) return [];
  const depth = evidence.meter.choices.exportProfileDepth;
  const lived = livedHalfHours(evidence);
  const ends = [...claimEnds(evidence)];
  return exportReads(evidence).filter(
    ({ range, record, dueMs }) =>
      range.fromMs === undefined &&
      range.toMs === undefined &&
      evidence.trace.stimulus(record.of)?.stimulus.do === 'read' &&
      lived + ends.filter((endMs) => endMs <= dueMs).length >= depth,
  );
}

/** Two reads of everything, between which a full log took in new rows. */
export interface Wrapped {
  from: LogRead;
  to: LogRead;
  /** Rows of the first that must still be in the second. */
  must: readonly Row[];
}

export function wrapped(evidence: Evidence): Wrapped[] {
  if (wentBack(evidence)) return [];
  const depth = evidence.meter.choices.exportProfileDepth;
  const whole = exportReads(evidence).filter(({ range }) => range.fromMs === undefined && range.toMs === undefined);
  const halves = evidence.ledger.halfHours('secondary', 'export');
  return whole.slice(1).flatMap((to, i) => {
    const from = whole[i]!;
    // A row may come up as late as the visible log lags.
    const fromMs = from.record.when.fromMs - evidence.meter.choices.registerRefreshMs;
    const taken = halves.filter(({ frame }) =>
      frame.stays.some(({ outer }) => fromMs <= outer.toMs && outer.toMs <= to.record.when.toMs),
    ).length;
    if (from.rows.length < depth || taken < 1 || taken >= depth) return [];
    return [{ from, to, must: from.rows.slice(from.rows.length - (depth - taken)) }];
  });
}

/** Long reads during which a half hour ended. */
export const overCapture = (evidence: Evidence) =>
  exportReads(evidence).flatMap((read) => {
    const { record } = read;
    const at = meterTime(evidence, record.when);
    const isLong = evidence.trace.stimulus(record.of)?.untilMs !== undefined;
    const endMs = (Math.floor(at.fromMs / HALF_HOUR_MS) + 1) * HALF_HOUR_MS;
    const must = isLong && endMs < at.toMs ? mustHold(evidence, read) : [];
    return must.length > 0 ? [{ read, must }] : [];
  });

/** Reads that give again what an earlier read gave, of rows that nothing may have changed meanwhile. */
export function readAgain(evidence: Evidence): { read: LogRead; again: { endMs: Ms; before: Row }[] }[] {
  return exportReads(evidence).flatMap((read) => {
    const again = mustHold(evidence, read).flatMap(({ endMs, seen }) => {
      const before = seen.findLast(({ seq }) => seq < read.record.seq);
      return before ? [{ endMs, before }] : [];
    });
    return again.length > 0 ? [{ read, again }] : [];
  });
}

/** A read of everything from before the clock lost its time in an outage, and one from after it. Meter time, but for the last two. */
export interface ClockLost {
  before: LogRead;
  after: LogRead;
  /** Whatever ended by then had a row when the first of them was made. */
  knownMs: Ms;
  /** When the supply went, and when it came back. */
  lostMs: Ms;
  returnMs: Ms;
  /** Bench time of the same. */
  offMs: Ms;
  onMs: Ms;
}

export function clockLost(evidence: Evidence): ClockLost[] {
  const { ledger, meter } = evidence;
  const whole = exportReads(evidence).filter(({ range }) => range.fromMs === undefined && range.toMs === undefined);
  const { breaks } = ledger.clock;
  return breaks.flatMap(({ cause, when, before: at, after: back }, i) => {
    const slowMs = when.toMs - when.fromMs - (back.toMs - at.fromMs);
    const sinceMs = breaks[i - 1]?.when.toMs ?? Number.NEGATIVE_INFINITY;
    const before = whole.findLast(({ record }) => sinceMs <= record.when.fromMs && record.when.toMs <= when.fromMs);
    if (cause !== 'outage' || slowMs < 1000 || !before) return [];
    const knownMs = at.fromMs - (when.fromMs - before.record.when.fromMs) - meter.choices.registerRefreshMs;
    return whole
      .filter(({ record }) => record.when.fromMs >= when.toMs)
      .map((after) => ({ before, after, knownMs, lostMs: at.toMs, returnMs: back.toMs, offMs: when.fromMs, onMs: when.toMs }));
  });
}

/** Reads of everything from the first energisation on, and when that was, where the meter's life tells it and nothing was overwritten yet. */
export function firstEnergised(evidence: Evidence): { read: LogRead; atMs: Ms }[] {
  const { before, firmware } = evidence.trace.scenario;
  const { ledger } = evidence;
  // A meter of today had no such log when it was first energised.
  if (firmware === 'today') return [];
  const startMs = ledger.clock.meterAt(ledger.events.extent?.fromMs ?? 0);
  if (!before || !startMs || before.some((step) => step.do === 'supply') || wentBack(evidence)) return [];
  const atMs = startMs.fromMs - lifeMs(before);
  const endMs = (Math.floor(atMs / HALF_HOUR_MS) + 1) * HALF_HOUR_MS;
  if (startMs.toMs - lifeMs(before) >= endMs || atMs % HALF_HOUR_MS === 0) return [];
  return exportReads(evidence)
    .filter((read) => read.range.fromMs === undefined && covers(read, endMs))
    .map((read) => ({ read, atMs }));
}
