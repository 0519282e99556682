import type { Declaration } from '../../../declaration/declaration';
import type { Element, Ms, ObjectName, Value, Way, Window } from '../../../trace/vocabulary';
import type { Step } from '../../ledger/ledger';
import { compare, movement, same } from '../compare';
import { meterTime } from '../meter-time';
import { readings } from '../readings';
import type { Evidence, Finding } from '../requirement';
import { DAY_MS, type Moment, midnights } from './snapshot-moments';

export type LogRow = { at: Ms } & { [member: string]: Value };

/** A member of a snapshot and the register, or the rates, whose value it holds. */
interface Held {
  member: string;
  object: ObjectName;
  element: Element;
  way: Way;
  rates?: true;
}

const held = (member: string, object: ObjectName, element: Element, way: Way, rates?: true): Held => ({
  member,
  object,
  element,
  way,
  ...(rates && { rates }),
});
const IMPORT = [
  held('primaryWh', 'primary.import.total', 'primary', 'import'),
  held('secondaryWh', 'secondary.import.total', 'secondary', 'import'),
  held('secondaryImportRatesWh', 'secondary.import.rates', 'secondary', 'import', true),
];
const SECONDARY_EXPORT = [
  held('wh', 'secondary.export.total', 'secondary', 'export'),
  held('ratesWh', 'secondary.export.rates', 'secondary', 'export', true),
];

/** What each log of snapshots holds of energy. */
export const SNAPSHOTS: Readonly<Record<ObjectName, readonly Held[]>> = {
  'daily.import': IMPORT,
  'daily.export': [held('wh', 'primary.export.total', 'primary', 'export')],
  'billing.import': IMPORT,
  'billing.changes': IMPORT,
  'daily.secondary-export': SECONDARY_EXPORT,
  'billing.secondary-export': SECONDARY_EXPORT,
};

/** Rows that a log of snapshots keeps at least. */
export const snapshotDepth = ({ depths }: Pick<Declaration, 'depths'>, log: ObjectName) =>
  log.startsWith('daily') ? depths.dailyRead : depths.billing;

/** A read of a log: its rows, and the stamps that it asked for and that were due by then. */
export interface LogRead {
  rows: LogRow[];
  due: Window;
  seq: number;
}

/** Every well-typed read of the log, in the order of the trace. */
export function logReads(evidence: Evidence, log: ObjectName): LogRead[] {
  return readings<LogRow[]>(evidence, log).map(({ value, record, window }) => {
    const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } =
      evidence.trace.stimulus(record.of)?.range ?? {};
    return { rows: value, due: { fromMs, toMs: Math.min(toMs, meterTime(evidence, window).fromMs) }, seq: record.seq };
  });
}

/** The newest read that asked for those stamps after they were due. */
export function lastRead(evidence: Evidence, log: ObjectName, { fromMs, toMs }: Window): LogRead | undefined {
  return logReads(evidence, log).findLast(({ due }) => due.fromMs <= fromMs && toMs <= due.toMs);
}

const within = ({ fromMs, toMs }: Window, ms: Ms) => fromMs <= ms && ms <= toMs;

/** Two changes may be made at one instant, and each has a row. */
const overlap = (one: Window, other: Window) => one.fromMs <= other.toMs && other.fromMs <= one.toMs;

/** The rows due at the moments: each there, once, and holding what the registers held. Only moments that can be compared. */
export function dueRows(evidence: Evidence, log: ObjectName, moments: readonly Moment[]): Finding[] {
  return moments.flatMap((moment) => {
    const read = lastRead(evidence, log, moment.stamp);
    if (!read || mayBeOverwritten(evidence, log, moment, read)) return [];
    const rows = read.rows.filter(({ at }) => within(moment.stamp, at));
    const [row] = rows;
    const again = moment.again || moments.some((other) => other !== moment && overlap(other.stamp, moment.stamp));
    const count = again ? Math.min(rows.length, 1) : rows.length;
    const one = { ...same(`${log} has one row of that moment`, count, 1, [read.seq]), at: moment.stamp };
    return row ? [one, ...holdsRegisters(evidence, log, row, moment, read.seq)] : [one];
  });
}

/** Whether so many snapshots may have followed by the read that the log need no longer hold this one. */
function mayBeOverwritten(evidence: Evidence, log: ObjectName, { stamp }: Moment, { due, rows }: LogRead): boolean {
  const later = rows.filter(({ at }) => at > stamp.toMs).length;
  const days = Math.ceil((due.toMs - stamp.fromMs) / DAY_MS);
  const depth = snapshotDepth(evidence.meter, log);
  return later >= depth || (log.startsWith('daily') && days > depth);
}

/** Each member of a snapshot against the readings of its register before and after it. */
export function holdsRegisters(evidence: Evidence, log: ObjectName, row: LogRow, { bench }: Moment, seq: number): Finding[] {
  return SNAPSHOTS[log]!.flatMap((part) => {
    const read = readings<number | number[]>(evidence, part.object);
    const before = read.findLast(({ window }) => window.toMs <= bench.fromMs);
    const after = read.find(({ window }) => window.fromMs >= bench.toMs);
    const value = row[part.member];
    return [
      ...(before ? moves(evidence, part, before.value, value, [before.window, bench], [before.record.seq, seq]) : []),
      ...(after ? moves(evidence, part, value, after.value, [bench, after.window], [seq, after.record.seq]) : []),
    ].map((finding) => ({ ...finding, says: `${log}, ${part.member}: ${finding.says}` }));
  });
}

/** How a register moved between a reading and a snapshot of it; rates one by one, where the table is known. */
function moves(
  { ledger, meter }: Evidence,
  { element, way, rates }: Held,
  from: Value | undefined,
  to: Value | undefined,
  [since, until]: [Window, Window],
  records: number[],
): Finding[] {
  const steps: Step[] | undefined = rates
    ? ledger.rateSteps(way, since, until)
    : [ledger.registerStep(element, way, since, until)];
  const list = (value: Value | undefined) => (Array.isArray(value) ? value : [value]);
  return (steps ?? []).map(({ lo, hi, budget }, i) => {
    const [a, b] = [list(from)[i], list(to)[i]];
    const says = `${rates ? `rate ${i + 1}` : 'the register'} at that instant`;
    if (typeof a !== 'number' || typeof b !== 'number')
      return same(`${says} is there`, [a ?? null, b ?? null], 'two numbers', records);
    return compare({ says, observed: movement(a, b, meter.choices.registerModulusWh), lo, hi, budget, records });
  });
}

/** Rows with a stamp that is no midnight, far from anything that could explain it: a loss of supply or a jump of the clock. */
export function strayRows(evidence: Evidence, log: ObjectName): Finding[] {
  const { ledger } = evidence;
  const explained = ledger.clock.breaks.map(({ before, after }) => ({
    fromMs: Math.min(before.fromMs, after.fromMs) - DAY_MS / 24,
    toMs: Math.max(before.toMs, after.toMs) + DAY_MS / 24,
  }));
  const begins = meterTime(evidence, ledger.events.extent ?? { fromMs: 0, toMs: 0 }).fromMs;
  const read = logReads(evidence, log).at(-1);
  if (!read || midnights(evidence).length === 0) return [];
  const stray = read.rows.filter(({ at }) => at >= begins && at % DAY_MS !== 0 && !explained.some((span) => within(span, at)));
  return [
    same(
      `${log} has rows of midnight alone`,
      stray.map(({ at }) => new Date(at).toISOString()),
      [],
      [read.seq],
    ),
  ];
}

/** Whether the clock was set back over that stamp, so that another row may have taken its place. */
const repeated = ({ ledger }: Evidence, at: Ms) =>
  ledger.clock.breaks.some(({ before, after }) => after.fromMs <= at && at <= before.toMs);

/** Rows that a read held, in every later read that asked for them: the same members, the same values. */
export function keptRows(evidence: Evidence, log: ObjectName): Finding[] {
  const reads = logReads(evidence, log);
  return reads.slice(1).flatMap((later, i) => {
    const earlier = reads[i]!;
    const newer = later.rows.filter(({ at }) => !earlier.rows.some((row) => row.at >= at)).length;
    const overwritten = Math.max(0, earlier.rows.length + newer - snapshotDepth(evidence.meter, log));
    const asked = earlier.rows.slice(overwritten).filter(({ at }) => within(later.due, at) && !repeated(evidence, at));
    if (asked.length === 0) return [];
    const there = new Set(later.rows.map((row) => JSON.stringify(row)));
    const lost = asked.filter((row) => !there.has(JSON.stringify(row)));
    return [same(`${log} still holds the rows that were read before`, lost, [], [earlier.seq, later.seq])];
  });
}
