import { exportRows } from '../../../declaration/objects';
import type { HalfHour } from '../../ledger/ledger';
import { type AlignedReading, alignedReadings } from '../aligned';
import { compare, movement, same } from '../compare';
import { requirement } from '../define';
import { oncePerTrace } from '../once-per-trace';
import type { Evidence, Finding, Requirement } from '../requirement';
import { SECOND_WH } from './claim-cases';
import { channelRows, type Due, dueHalfHours, exportChannel, HALF_HOUR_MS, holdsItsEnergy } from './half-hour-rows';
import type { Row } from './log-reads';
import { PROFILE_DISTURBED_REQUIREMENTS } from './profile-disturbed';
import { PROFILE_READS_REQUIREMENTS } from './profile-reads';
import { rowRequirement } from './row-cases';

const REGISTER = 'secondary.export.total';
const BULLET = 'DP184 §2 bullet 3';

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
    judge: (evidence) => {
      const due = dueHalfHours(evidence, exportChannel(evidence));
      return due.length ? [...due.map((one) => holdsItsEnergy(evidence, one)), ...unexplained(evidence)] : [];
    },
  }),
  requirement({
    id: 'profile.stamp-end',
    title: 'A row is stamped at the end of its half hour',
    statement: 'Rows are stamped on the UTC half hour at which their period ends.',
    clauses: ['DP184 §2 bullet 3', 'GBCS 4.3 ECS22a (by analogy): "the end of the period to which the value relates"'],
    needs: ({ choices }) => [{ rows: exportRows(choices).object, distinct: true }],
    judge: (evidence) => [...misaligned(evidence), ...stampedAtEnd(evidence)],
  }),
  rowRequirement(
    'some',
    {
      id: 'profile.half-hour-stamps',
      title: 'Stamps are multiples of 1,800 s',
      statement: 'Every row is stamped on a full or a half hour in UTC, whatever happened to supply and clock before.',
      clauses: [BULLET, 'GBCS 4.3 ECS22a (by analogy)'],
      basis: 'derived',
      confidence: 'verified',
    },
    (_, { rows, record }) => {
      const off = rows.filter(({ endMs }) => endMs % HALF_HOUR_MS !== 0).length;
      return same('rows stamped off the half hour', off, 0, [record.seq], 'rows');
    },
  ),
  rowRequirement(
    'whole',
    {
      id: 'profile.one-row',
      title: 'A half hour has one row',
      statement: 'Each undisturbed half hour has one row and no second one of the same stamp.',
      clauses: [BULLET],
    },
    (_, { half, rows, seq }) => ({ ...same('rows of a half hour', rows.length, 1, [seq], 'rows'), at: timeOf(half) }),
  ),
  rowRequirement(
    'idle',
    {
      id: 'profile.zero-rows',
      title: 'A half hour without export has a row of zero',
      statement: 'A half hour in which nothing is exported through the secondary element has a row that holds 0 Wh.',
      clauses: [BULLET, 'GBCS 4.3 ECS22a (by analogy)'],
    },
    (_, { half, rows, seq }) => ({
      ...same(
        'the rows of a half hour without export',
        rows.map(({ wh }) => wh),
        [0],
        [seq],
        'Wh',
      ),
      at: timeOf(half),
    }),
  ),
  rowRequirement(
    'second at a boundary',
    {
      id: 'profile.boundary-second',
      title: 'The second before a boundary and the one after it fall into their own half hours',
      statement:
        'Energy of the last second of a half hour is in the row of that half hour, energy of the first second in that of the next.',
      clauses: [BULLET, 'GBCS 4.3 ECS22a (by analogy)'],
    },
    (evidence, { before, after }) => [before, after].map((due) => holdsItsEnergy(evidence, due, SECOND_WH)),
  ),
  rowRequirement(
    'clock-change day',
    {
      id: 'profile.utc-days',
      title: 'Days on which local clocks change have 48 rows like any other',
      statement: 'A day of 46 or of 50 half hours by local clocks has 48 rows in UTC, one for each half hour.',
      clauses: [BULLET, 'GBCS 4.3 ECS22a (by analogy)'],
      basis: 'derived',
    },
    (_, dues) => {
      const rows = dues.reduce((sum, due) => sum + due.rows.length, 0);
      const [first, last] = [dues[0]!, dues.at(-1)!];
      const seqs = [...new Set(dues.map(({ seq }) => seq))];
      const at = { fromMs: timeOf(first.half).fromMs, toMs: last.half.endMs };
      return [
        { ...same('rows of a day on which local clocks change', rows, 48, seqs, 'rows'), at },
        {
          ...same(
            'half hours of that day without one row',
            dues.filter((due) => due.rows.length !== 1).length,
            0,
            seqs,
            'half hours',
          ),
          at,
        },
      ];
    },
  ),
  rowRequirement(
    'over the modulus',
    {
      id: 'profile.over-modulus',
      title: 'The row of the half hour in which the register wraps holds its increment',
      statement:
        'A register that passes its modulus, or 2^31 Wh, leaves the rows as they are: no row is negative or wraps with it.',
      clauses: ['DP184 §2 bullets 1 and 3'],
      basis: 'derived',
      testability: 'needs-preset',
      capabilities: { meter: ['read'], bench: ['flow', 'preset'] },
    },
    holdsItsEnergy,
  ),
  ...PROFILE_READS_REQUIREMENTS,
  ...PROFILE_DISTURBED_REQUIREMENTS,
];

const timeOf = ({ endMs }: HalfHour) => ({ fromMs: endMs - HALF_HOUR_MS, toMs: endMs });

/** Rows with energy that no half hour of this trace explains; those that end before it began are the meter's history. */
function unexplained(evidence: Evidence): Finding[] {
  const halves = evidence.ledger.halfHours('secondary', 'export');
  const touched = new Set(halves.map(({ endMs }) => endMs));
  const beganMs = halves[0]!.endMs - HALF_HOUR_MS;
  return [...channelRows(evidence, exportChannel(evidence)).all()]
    .filter(({ endMs, wh }) => wh > 0 && endMs > beganMs && endMs % HALF_HOUR_MS === 0 && !touched.has(endMs))
    .map(({ endMs, wh, seq }) => ({
      says: 'a row with energy is of a half hour that the meter went through',
      unit: 'Wh',
      observed: String(wh),
      expected: { lo: '0', hi: '0' },
      budget: [],
      outcome: 'beyond',
      records: [seq],
      at: { fromMs: endMs - HALF_HOUR_MS, toMs: endMs },
    }));
}

/** Rows whose stamp is no UTC half hour at all. */
function misaligned(evidence: Evidence): Finding[] {
  return [...channelRows(evidence, exportChannel(evidence)).all()]
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
  return dueHalfHours(evidence, exportChannel(evidence)).flatMap((due) => {
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

/** Times between two aligned readings with no clock set inside, all of whose rows were asked for later, and that decide something. */
export const alignedSpans = oncePerTrace((evidence): AlignedSpan[] => {
  const aligned = alignedReadings(evidence, REGISTER);
  const rows = channelRows(evidence, exportChannel(evidence));
  const halves = evidence.ledger.halfHours('secondary', 'export');
  const claims = evidence.ledger.rowClaims('secondary', 'export');
  const found: AlignedSpan[] = [];
  for (let i = 1; i < aligned.length; i++) {
    const [from, to] = [aligned[i - 1]!, aligned[i]!];
    const inside = halves.filter((half) => from.boundaryMs < half.endMs && half.endMs <= to.boundaryMs);
    const clockSet = evidence.ledger.events.clockSets.some(
      ({ when }) => from.reading.window.fromMs <= when.toMs && when.fromMs <= to.reading.window.toMs,
    );
    const unsure = (half: HalfHour) => half.disturbed.has('clockSet') || rows.covering(half.endMs) === undefined;
    if (inside.length === 0 || clockSet || inside.some(unsure)) continue;
    if (claims[halves.indexOf(inside[0]!)]!.inherits) continue;
    const span = { from, to, halves: inside, rows: inside.flatMap((half) => rows.at(half.endMs)) };
    if (decides(evidence, span)) found.push(span);
  }
  return found;
});

/** How far the rows' sum may lie below the register's movement, and what makes it so. */
function allowance({ ledger }: Evidence, { halves }: AlignedSpan): { lo: bigint; hi: bigint; cutWh: bigint } {
  const slack = ledger.rowSlack(halves.length);
  const cutWh = ledger.unrecordedWh(halves);
  return { lo: slack.lo, hi: slack.hi + cutWh, cutWh };
}

/** A span decides nothing where what may be missing is as much as there is. */
function decides(evidence: Evidence, span: AlignedSpan): boolean {
  const { lo, hi } = allowance(evidence, span);
  const moved = registerWh(evidence, span);
  return moved === 0n || hi - lo < (moved < 0n ? -moved : moved);
}

const registerWh = ({ meter }: Evidence, { from, to }: AlignedSpan) =>
  movement(from.reading.value, to.reading.value, meter.choices.registerModulusWh);

function addsUp(evidence: Evidence, span: AlignedSpan): Finding {
  const { from, to, rows } = span;
  const { lo, hi, cutWh } = allowance(evidence, span);
  const moved = registerWh(evidence, span);
  return compare({
    says: 'the rows between two half-hour boundaries add up to the movement of the register',
    observed: rows.reduce((sum, row) => sum + BigInt(row.wh), 0n),
    lo: moved - hi,
    hi: moved - lo,
    budget: [
      ...(hi - cutWh > lo ? [{ source: 'quantisation', amount: String(hi - cutWh - lo) }] : []),
      ...(cutWh > 0n ? [{ source: 'half hours cut by an outage', amount: String(cutWh) }] : []),
    ],
    records: [from.reading.record.seq, to.reading.record.seq, ...new Set(rows.map((row) => row.seq))],
    at: { fromMs: from.boundaryMs, toMs: to.boundaryMs },
  });
}
