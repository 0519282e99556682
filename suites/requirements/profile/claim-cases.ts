import type { Ms } from '../../../trace/vocabulary';
import type { RowClaim } from '../../ledger/ledger';
import type { ClockBreak } from '../../ledger/meter-clock';
import { type AlignedReading, alignedReadings } from '../aligned';
import { at } from '../happenings';
import { oncePerTrace } from '../once-per-trace';
import type { Evidence } from '../requirement';
import { spans } from '../spans';
import { channelRows, type Due, dueHalfHours, exportChannel, HALF_HOUR_MS } from './half-hour-rows';
import type { Row } from './log-reads';

const DAY_MS = 86_400_000;
const TWO_WH_UJ = 7_200_000_000n;
/** What a second on the wrong side of a boundary moves from one row to the other at least. */
export const SECOND_WH = 2n;
const REGISTER = 'secondary.export.total';

/** A half hour whose claim is settled, and the rows that stand for it in the last read that should hold them. */
export interface Claimed {
  claim: RowClaim;
  rows: readonly Row[];
  seq: number;
}

/** Every half hour of secondary export whose rows were asked for and are not left open. */
export const claimed = oncePerTrace((evidence): Claimed[] => {
  const rows = channelRows(evidence, exportChannel(evidence));
  return evidence.ledger.rowClaims('secondary', 'export').flatMap((claim) => {
    const seq = rows.covering(claim.half.endMs);
    return claim.rows !== undefined && seq !== undefined ? [{ claim, rows: rows.at(claim.half.endMs), seq }] : [];
  });
});

const dueExport = (evidence: Evidence) => dueHalfHours(evidence, exportChannel(evidence));

/** Whole half hours in which surely nothing was exported. */
export const idle = (evidence: Evidence) => dueExport(evidence).filter(({ half }) => evidence.ledger.rowStep(half).hi === 0n);

/** Half hours wholly without supply. */
export const unsupplied = (evidence: Evidence) => claimed(evidence).filter(({ claim }) => claim.lot === 'unsupplied');

/** Half hours cut by an outage, and whole ones after them that by declaration hold their energy. */
export const cutByOutage = (evidence: Evidence) =>
  claimed(evidence).filter(
    ({ claim: { lot, half } }) =>
      (lot === 'cut' && !half.disturbed.has('activation')) || (lot === 'heir' && !landed(evidence, half)),
  );

/** Half hours in which firmware was activated. */
export const cutByActivation = (evidence: Evidence) =>
  claimed(evidence).filter(({ claim: { lot, half } }) => lot === 'cut' && half.disturbed.has('activation'));

/** Half hours that a forward set left or entered, also just where one begins. */
export const setForward = (evidence: Evidence) =>
  claimed(evidence).filter(
    ({ claim: { lot, half } }) => lot === 'left' || lot === 'entered' || (lot === 'heir' && landed(evidence, half)),
  );

/** Half hours that a backward set repeats. */
export const setBack = (evidence: Evidence) => claimed(evidence).filter(({ claim }) => claim.lot === 'repeated');

/** Half hours within which the clock was set. */
export const setWithin = (evidence: Evidence) => claimed(evidence).filter(({ claim }) => claim.lot === 'within');

const landed = ({ ledger }: Evidence, { endMs }: { endMs: Ms }) =>
  ledger.clock.breaks.some(({ cause, after }) => cause === 'clockSet' && after.fromMs === endMs - HALF_HOUR_MS);

/** Whole half hours that had ended before an outage, and whose rows were read after it. */
export const beforeOutage = (evidence: Evidence) =>
  dueExport(evidence).filter(({ half, seq }) =>
    evidence.ledger.events.outages.some(
      ({ off, on, seq: returned }) => on && seq > returned && half.frame.stays.every(({ outer }) => outer.toMs <= off.fromMs),
    ),
  );

/** Whole half hours of the energy that takes the register over its modulus. */
export function overModulus(evidence: Evidence): Due[] {
  const over = spans(evidence, { between: REGISTER, where: [{ passes: 'modulus or 2^31' }] });
  return dueExport(evidence).filter(({ half }) =>
    over.some(({ from, to }) =>
      half.frame.stays.some(({ outer }) => outer.fromMs <= from.window.fromMs && to.window.toMs <= outer.toMs),
    ),
  );
}

/** Neighbouring half hours, and whether enough is known of the energy in both that a second on the wrong side shows. */
interface SecondAtBoundary {
  before: Due;
  after: Due;
  isSure: boolean;
}

/**
 * Neighbouring whole half hours, on one side of whose boundary 2 Wh flow in a second, and nothing on the other. Those of which nothing
 * is sure are given only where there are no others: they tell that it was tried.
 */
export const secondsAtBoundary = oncePerTrace((evidence): SecondAtBoundary[] => {
  const byEnd = new Map(dueExport(evidence).map((due) => [due.half.endMs, due]));
  const { ledger } = evidence;
  const isNarrow = ({ half }: Due) => ledger.rowStep(half).hi - ledger.rowStep(half).lo < SECOND_WH;
  const all = [...byEnd.values()].flatMap((before) => {
    const after = byEnd.get(before.half.endMs + HALF_HOUR_MS);
    const [last, first] = [before.half.frame.stays.at(-1)?.outer, after?.half.frame.stays[0]?.outer];
    if (!after || !last || !first) return [];
    // The boundary lies somewhere between the two.
    const [earliestMs, latestMs] = [first.fromMs, last.toMs];
    const ending = ledger.energy('secondary', 'export', at(earliestMs - 1000), at(earliestMs));
    const beginning = ledger.energy('secondary', 'export', at(latestMs), at(latestMs + 1000));
    const tells = (ending.lo >= TWO_WH_UJ && beginning.hi === 0n) || (beginning.lo >= TWO_WH_UJ && ending.hi === 0n);
    return tells ? [{ before, after, isSure: isNarrow(before) && isNarrow(after) }] : [];
  });
  const sure = all.filter(({ isSure }) => isSure);
  return sure.length > 0 ? sure : all;
});

/** Days in UTC that are whole from end to end, on which Europe/London changes its clocks: 46 or 50 half hours there, 48 here. */
export function clockChangeDays(evidence: Evidence): Due[][] {
  const byDay = new Map<number, Due[]>();
  for (const due of dueExport(evidence)) {
    const day = Math.floor((due.half.endMs - 1) / DAY_MS);
    byDay.set(day, [...(byDay.get(day) ?? []), due]);
  }
  return [...byDay].filter(([day, dues]) => dues.length === 48 && changesClocks(new Date(day * DAY_MS))).map(([, dues]) => dues);
}

/** The last Sundays of March and October. */
function changesClocks(day: Date): boolean {
  const [month, date] = [day.getUTCMonth(), day.getUTCDate()];
  return (month === 2 || month === 9) && day.getUTCDay() === 0 && date > 24;
}

/** A time between two readings of the register at half-hour boundaries, with every row that something disturbed in it. */
export interface Enclosed {
  from: AlignedReading;
  to: AlignedReading;
  claims: readonly RowClaim[];
  rows: readonly Row[];
}

/** Times within which everything lies that the clock went through then, whatever happened to it, and all of whose rows were asked for. */
export const enclosed = oncePerTrace((evidence): Enclosed[] => {
  const aligned = alignedReadings(evidence, REGISTER);
  const [first, last] = [aligned[0], aligned.at(-1)];
  const pairs = aligned.slice(1).map((to, i) => [aligned[i]!, to] as const);
  const whole = first && last && aligned.length > 2 ? [[first, last] as const] : [];
  return [...pairs, ...whole].flatMap(([from, to]) => enclosedBy(evidence, from, to) ?? []);
});

function enclosedBy(evidence: Evidence, from: AlignedReading, to: AlignedReading): Enclosed | undefined {
  const { ledger } = evidence;
  const [fromMs, toMs] = [from.bench.fromMs, to.bench.toMs];
  const extent = ledger.events.extent!;
  const beganMs = ledger.clock.meterAt(extent.fromMs)?.toMs ?? Number.POSITIVE_INFINITY;
  const claims = ledger
    .rowClaims('secondary', 'export')
    .filter(({ half }) => half.frame.stays.some(({ outer }) => outer.fromMs < to.bench.fromMs && outer.toMs > from.bench.toMs));
  const inside = ({ half: { frame, endMs } }: RowClaim) =>
    endMs > beganMs && frame.stays.every(({ outer }) => fromMs <= outer.fromMs && outer.toMs <= toMs);
  if (claims.length === 0 || claims[0]!.inherits || !claims.every(inside)) return undefined;
  const rows = channelRows(evidence, exportChannel(evidence));
  if (claims.some(({ half }) => rows.covering(half.endMs) === undefined)) return undefined;
  return { from, to, claims, rows: claims.flatMap(({ half }) => rows.at(half.endMs)) };
}

/** Enclosed times with a half hour in them that was disturbed. */
export const enclosedDisturbed = (evidence: Evidence) =>
  enclosed(evidence).filter(({ claims }) => claims.some(({ half }) => half.disturbed.size > 0));

/** Enclosed times in which the clock was set back over a boundary. */
export const enclosedSetBack = (evidence: Evidence) =>
  enclosed(evidence).filter(({ claims }) => claims.some(({ lot }) => lot === 'repeated'));

/** A forward set of the script that skipped whole half hours: the stamps that no row may have. */
export interface Skipped {
  set: ClockBreak;
  stamps: readonly Ms[];
  seq: number;
}

/** Forward sets that skipped whole half hours which were asked for afterwards. */
export function skipped(evidence: Evidence): Skipped[] {
  const { ledger } = evidence;
  const gone = new Set(ledger.halfHours('secondary', 'export').map(({ endMs }) => endMs));
  const rows = channelRows(evidence, exportChannel(evidence));
  return ledger.clock.breaks.flatMap((set) => {
    if (set.cause !== 'clockSet') return [];
    const stamps: Ms[] = [];
    // The half hour that was left and the one that was entered may have rows, and a set onto a boundary may end the one before it.
    const firstMs = Math.ceil(set.before.toMs / HALF_HOUR_MS + 1) * HALF_HOUR_MS;
    for (let endMs = firstMs; endMs < set.after.fromMs; endMs += HALF_HOUR_MS) if (!gone.has(endMs)) stamps.push(endMs);
    const seqs = stamps.map((endMs) => rows.covering(endMs));
    const seq = seqs[0];
    return seq !== undefined && seqs.every((one) => one !== undefined) ? [{ set, stamps, seq }] : [];
  });
}
