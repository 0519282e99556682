import { exportRows } from '../../declaration/objects';
import type { HalfHour } from '../ledger/ledger';
import { type AlignedReading, alignedReadings } from './aligned';
import { compare, movement } from './compare';
import { requirement } from './define';
import { oncePerTrace } from './once-per-trace';
import { type Row, type Rows, rowsOf } from './readings';
import type { Evidence, Finding, Requirement } from './requirement';

const REGISTER = 'secondary.export.total';
const HALF_HOUR_MS = 1_800_000;

export const PROFILE_REQUIREMENTS: Requirement[] = [
  requirement({
    id: 'profile.sum',
    title: 'The half hours add up to the register',
    statement:
      'Over any time between two half-hour boundaries the rows of the secondary export channel add up to the movement of the register, within the declared quantisation.',
    clauses: ['DP184 §2 bullets 1 and 3'],
    basis: 'derived',
    needs: ({ choices }) => [{ rowsBetween: REGISTER, rows: exportRows(choices).object }],
    judge: (evidence) => alignedSpans(evidence).map((span) => addsUp(evidence, span)),
  }),
  requirement({
    id: 'profile.increment',
    title: 'A row holds the energy of its half hour',
    statement:
      'Each undisturbed half hour has one row, which holds the energy exported through the secondary element in that half hour: an increment, not a reading.',
    clauses: ['DP184 §2 bullet 3', 'GBCS 4.3 ECS22a (by analogy)'],
    needs: ({ choices }) => [{ rows: exportRows(choices).object }],
    judge: (evidence) => dueHalfHours(evidence).map((due) => holdsItsEnergy(evidence, due)),
  }),
  requirement({
    id: 'profile.stamp-end',
    title: 'A row is stamped at the end of its half hour',
    statement: 'Rows are stamped on the UTC half hour at which their period ends.',
    clauses: ['DP184 §2 bullet 3', 'GBCS 4.3 ECS22a: "the end of the period to which the value relates"'],
    confidence: 'quoted',
    needs: ({ choices }) => [{ rows: exportRows(choices).object, distinct: true }],
    judge: (evidence) => [...misaligned(evidence), ...stampedAtEnd(evidence)],
  }),
];

interface Due {
  half: HalfHour;
  rows: readonly Row[];
  /** The observation that should hold its row. */
  seq: number;
}

const exportRowsOf = oncePerTrace((evidence): Rows => {
  const { object, field } = exportRows(evidence.meter.choices);
  return rowsOf(evidence, object, field);
});

/** Whole, undisturbed half hours whose row was asked for after it was due. */
export const dueHalfHours = oncePerTrace((evidence): Due[] => {
  const rows = exportRowsOf(evidence);
  return evidence.ledger.halfHours('secondary', 'export').flatMap((half, i, all) => {
    const seq = rows.covering(half.endMs);
    if (half.disturbed.size > 0 || inherits(evidence, half, all[i - 1]) || seq === undefined) return [];
    return [{ half, rows: rows.at(half.endMs), seq }];
  });
});

/**
 * Whether a whole half hour's row may by declaration hold energy of a cut one too: of the one before, merged into the next
 * row, or of the one that a clock set left when it landed just where this one begins.
 */
function inherits({ meter, ledger }: Evidence, half: HalfHour, before: HalfHour | undefined): boolean {
  const startMs = half.endMs - HALF_HOUR_MS;
  const landed = ledger.clock.breaks.some(
    ({ cause, after }) => cause === 'clockSet' && after.fromMs <= startMs && startMs <= after.toMs,
  );
  return landed || (meter.choices.partialPeriod === 'merged' && before !== undefined && before.disturbed.size > 0);
}

function holdsItsEnergy(evidence: Evidence, { half, rows, seq }: Due): Finding {
  const { lo, hi, budget } = evidence.ledger.rowStep(half);
  const at = { fromMs: half.endMs - HALF_HOUR_MS, toMs: half.endMs };
  if (rows.length === 1)
    return compare({
      says: 'the row holds the energy of its half hour',
      observed: BigInt(rows[0]!.wh),
      lo,
      hi,
      budget,
      records: [rows[0]!.seq],
      at,
    });
  return {
    says: rows.length ? 'one half hour has one row' : 'an undisturbed half hour has a row',
    unit: 'Wh',
    observed: rows.length ? rows.map((row) => row.wh) : null,
    expected: { lo: String(lo), hi: String(hi) },
    budget,
    outcome: 'beyond',
    records: [seq],
    at,
  };
}

/** Rows whose stamp is no UTC half hour at all. */
function misaligned(evidence: Evidence): Finding[] {
  return [...exportRowsOf(evidence).all()]
    .filter((row) => row.endMs % HALF_HOUR_MS !== 0)
    .map((row) => ({
      says: 'a row is stamped on a UTC half hour',
      unit: 's past the half hour',
      observed: (row.endMs % HALF_HOUR_MS) / 1000,
      expected: { equals: 0 },
      budget: [],
      outcome: 'beyond',
      records: [row.seq],
      at: { fromMs: row.endMs, toMs: row.endMs },
    }));
}

/** Neighbouring half hours whose rows cannot be mistaken for one another. */
export function distinctHalfHours(evidence: Evidence): { due: Due; next: HalfHour }[] {
  const byEnd = new Map(evidence.ledger.halfHours('secondary', 'export').map((half) => [half.endMs, half]));
  return dueHalfHours(evidence).flatMap((due) => {
    const next = byEnd.get(due.half.endMs + HALF_HOUR_MS);
    if (!next || next.disturbed.size > 0) return [];
    const [own, other] = [evidence.ledger.rowStep(due.half), evidence.ledger.rowStep(next)];
    return own.hi < other.lo || other.hi < own.lo ? [{ due, next }] : [];
  });
}

/** A row that was read, and the half hours whose energy it may hold. */
interface StampedRow {
  wh: bigint | undefined;
  own: { lo: bigint; hi: bigint };
  next: { lo: bigint; hi: bigint };
}

const holds = (wh: bigint | undefined, { lo, hi }: { lo: bigint; hi: bigint }) => wh !== undefined && lo <= wh && wh <= hi;

/**
 * Stamps at the start show in every row alike: a row is beyond only where each of them holds the energy of the half hour that
 * begins at its stamp. A row that holds neither is wrong in another way, and does not tell the stamp.
 */
function stampedAtEnd(evidence: Evidence): Finding[] {
  const { ledger } = evidence;
  const stamped = distinctHalfHours(evidence).map(({ due, next }) => {
    const wh = due.rows[0] && BigInt(due.rows[0].wh);
    return { due, row: { wh, own: ledger.rowStep(due.half), next: ledger.rowStep(next) } satisfies StampedRow };
  });
  const allShifted = stamped.length > 0 && stamped.every(({ row }) => holds(row.wh, row.next));
  return stamped.map(({ due, row: { wh, own } }) => ({
    says: 'the row stamped at the end of a half hour holds its energy, not that of the half hour which begins there',
    unit: 'Wh',
    observed: wh === undefined ? null : String(wh),
    expected: { lo: String(own.lo), hi: String(own.hi) },
    budget: ledger.rowStep(due.half).budget,
    outcome: holds(wh, own) ? 'within' : allShifted ? 'beyond' : 'undecided',
    records: [due.seq],
    at: { fromMs: due.half.endMs - HALF_HOUR_MS, toMs: due.half.endMs },
  }));
}

interface AlignedSpan {
  from: AlignedReading;
  to: AlignedReading;
  halves: HalfHour[];
  rows: Row[];
}

/** Times between two aligned readings with no clock set inside, all of whose rows were asked for later. */
export function alignedSpans(evidence: Evidence): AlignedSpan[] {
  const aligned = alignedReadings(evidence, REGISTER);
  const rows = exportRowsOf(evidence);
  const halves = evidence.ledger.halfHours('secondary', 'export');
  const found: AlignedSpan[] = [];
  for (let i = 1; i < aligned.length; i++) {
    const [from, to] = [aligned[i - 1]!, aligned[i]!];
    const inside = halves.filter((half) => from.boundaryMs < half.endMs && half.endMs <= to.boundaryMs);
    const clockSet = evidence.ledger.events.clockSets.some(
      ({ when }) => from.reading.window.fromMs <= when.toMs && when.fromMs <= to.reading.window.toMs,
    );
    const unsure = (half: HalfHour) => half.disturbed.has('clockSet') || rows.covering(half.endMs) === undefined;
    if (
      inside.length === 0 ||
      clockSet ||
      inside.some(unsure) ||
      inherits(evidence, inside[0]!, halves[halves.indexOf(inside[0]!) - 1])
    )
      continue;
    found.push({ from, to, halves: inside, rows: inside.flatMap((half) => rows.at(half.endMs)) });
  }
  return found;
}

function addsUp(evidence: Evidence, { from, to, halves, rows }: AlignedSpan): Finding {
  const { ledger, meter } = evidence;
  const registerWh = movement(from.reading.value, to.reading.value, meter.choices.registerModulusWh);
  const slack = ledger.rowSlack(halves.length);
  // What a half hour cut by an outage or activation keeps of its energy is declared (`partialPeriod`), so it may be missing from the rows.
  const cut = halves.filter((half) => half.disturbed.size > 0).map((half) => ledger.rowStep(half).hi);
  const missing = cut.reduce((sum, wh) => sum + wh, 0n);
  return compare({
    says: 'the rows between two half-hour boundaries add up to the movement of the register',
    observed: rows.reduce((sum, row) => sum + BigInt(row.wh), 0n),
    lo: registerWh - slack.hi - missing,
    hi: registerWh - slack.lo,
    budget: [
      ...(slack.hi > slack.lo ? [{ source: 'quantisation', amount: String(slack.hi - slack.lo) }] : []),
      ...(missing > 0n ? [{ source: 'half hours cut by an outage', amount: String(missing) }] : []),
    ],
    records: [from.reading.record.seq, to.reading.record.seq, ...new Set(rows.map((row) => row.seq))],
    at: { fromMs: from.boundaryMs, toMs: to.boundaryMs },
  });
}
