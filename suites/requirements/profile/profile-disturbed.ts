import { compare, movement, same } from '../compare';
import type { Evidence, Finding, Requirement } from '../requirement';
import type { Claimed, Enclosed } from './claim-cases';
import { channelRows, dueHalfHours, exportChannel, HALF_HOUR_MS, holdsItsEnergy } from './half-hour-rows';
import { rowRequirement } from './row-cases';

const BULLET = 'DP184 §2 bullet 3';
const CLOCK_SET: Partial<Requirement> = {
  testability: 'needs-clock-set',
  capabilities: { meter: ['read', 'clock.set'], bench: ['flow'] },
};
const OUTAGE: Partial<Requirement> = { capabilities: { meter: ['read'], bench: ['flow', 'supply'] } };

const spanOf = ({ claim: { half } }: Claimed) => ({ fromMs: half.endMs - HALF_HOUR_MS, toMs: half.endMs });

/** As many rows as declared for the half hour, and in them together what they may hold. */
function asClaimed(what: string, found: Claimed): Finding[] {
  const { claim, rows, seq } = found;
  const counted: Finding = { ...same(`rows of ${what}`, rows.length, claim.rows!, [seq], 'rows'), at: spanOf(found) };
  if (rows.length === 0 || claim.rows === 0) return [counted];
  const { lo, hi, budget } = claim;
  const observed = rows.reduce((sum, { wh }) => sum + BigInt(wh), 0n);
  return [
    counted,
    compare({ says: `what the rows of ${what} hold`, observed, lo, hi, budget, records: [seq], at: spanOf(found) }),
  ];
}

const claimsOf = (what: string) => (_: Evidence, found: Claimed) => asClaimed(what, found);

/** Rows never hold more than the register counted in the same time. */
function claimsNoMore(evidence: Evidence, { from, to, rows }: Enclosed, says: string): Finding {
  const { ledger, meter } = evidence;
  const { quantisation, residualAcrossOutage, registerModulusWh } = meter.choices;
  const moved = movement(from.reading.value, to.reading.value, registerModulusWh);
  // An account of its own that rounds to the nearest begins at half a watt-hour, and again where an outage empties it.
  const perRow = -ledger.rowSlack(rows.length + 1).lo;
  const outages = quantisation === 'per-interval' && residualAcrossOutage === 'lost' ? ledger.events.outages.length : 0;
  const slack = perRow + BigInt(outages);
  return compare({
    says,
    observed: rows.reduce((sum, { wh }) => sum + BigInt(wh), 0n),
    lo: 0n,
    hi: moved + slack,
    budget: slack > 0n ? [{ source: 'quantisation', amount: String(slack) }] : [],
    records: [from.reading.record.seq, to.reading.record.seq, ...new Set(rows.map(({ seq }) => seq))],
    at: { fromMs: from.boundaryMs, toMs: to.boundaryMs },
  });
}

/** Requirements on the rows around whatever disturbs a half hour. */
export const PROFILE_DISTURBED_REQUIREMENTS: Requirement[] = [
  rowRequirement(
    'unsupplied',
    {
      id: 'profile.outage-entries',
      title: 'Half hours without supply have rows as declared',
      statement: 'A half hour wholly without supply has no row, a row of zero, or a flagged row of zero, as declared.',
      clauses: [BULLET],
      basis: 'choice',
      ...OUTAGE,
    },
    ({ meter }, found) => {
      const flagged = meter.choices.outageEntries === 'flagged';
      return [
        ...asClaimed('a half hour without supply', found),
        ...found.rows.map((row) =>
          same('whether the row of a half hour without supply is flagged', row.flagged, flagged, [row.seq]),
        ),
      ];
    },
  ),
  rowRequirement(
    'cut by an outage',
    {
      id: 'profile.partial-period',
      title: 'A half hour cut by an outage is recorded as declared',
      statement:
        'The energy of a half hour that an outage cut stands in a short row of its own, in the next whole row, or in none, as declared.',
      clauses: [BULLET],
      basis: 'choice',
      ...OUTAGE,
    },
    (_, found) =>
      asClaimed(found.claim.lot === 'heir' ? 'the first whole half hour after an outage' : 'a half hour cut by an outage', found),
  ),
  rowRequirement(
    'cut by an activation',
    {
      id: 'profile.survives-activation',
      title: 'A half hour in which firmware is activated is recorded as declared',
      statement:
        'The half hour in which new firmware becomes active has a short row with its energy, or none, as declared for half hours that were cut.',
      clauses: [BULLET],
      basis: 'choice',
      capabilities: { meter: ['read', 'firmware.activate'], bench: ['flow'] },
    },
    claimsOf('a half hour in which firmware was activated'),
  ),
  rowRequirement(
    'before an outage',
    {
      id: 'profile.survives-outage',
      title: 'Rows survive a loss of supply',
      statement: 'A row that was written before a loss of supply is whole after it, however short before it was written.',
      clauses: [BULLET, 'SMETS2 data store retained on loss of power'],
      basis: 'derived',
      ...OUTAGE,
    },
    holdsItsEnergy,
  ),
  rowRequirement(
    'set forward',
    {
      id: 'profile.clock-forward',
      title: 'Rows around a forward clock set are as declared',
      statement:
        'The half hour that a forward set leaves has a short row or none, as declared; the one that it enters has one row, with no more than flowed in both.',
      clauses: [BULLET],
      basis: 'choice',
      ...CLOCK_SET,
    },
    (_, found) =>
      asClaimed(
        found.claim.lot === 'left' ? 'the half hour that a forward set left' : 'the half hour that a forward set entered',
        found,
      ),
  ),
  rowRequirement(
    'skipped',
    {
      id: 'profile.no-backlog',
      title: 'A forward clock set brings no rows for the time that it skips',
      statement: 'Half hours that a forward set skips have no rows: the meter never went through them.',
      clauses: [BULLET],
      basis: 'derived',
      ...CLOCK_SET,
    },
    (evidence, { stamps, seq, set }) => {
      const rows = channelRows(evidence, exportChannel(evidence));
      const found = stamps.filter((endMs) => rows.at(endMs).length > 0);
      return {
        ...same('rows of half hours that a forward set skipped', found.length, 0, [seq], 'rows'),
        at: { fromMs: set.before.fromMs, toMs: set.after.toMs },
      };
    },
  ),
  rowRequirement(
    'set back',
    {
      id: 'profile.clock-back',
      title: 'Rows around a backward clock set are as declared',
      statement:
        'A half hour that a backward set repeats has two rows, one row with what flowed both times, or one row alone, as declared.',
      clauses: [BULLET],
      basis: 'choice',
      ...CLOCK_SET,
    },
    claimsOf('a half hour that a backward set repeats'),
  ),
  rowRequirement(
    'set within',
    {
      id: 'profile.set-within',
      title: 'A clock set within a half hour leaves it one row',
      statement: 'A half hour within which the clock is set, forward or back, has one row with all that flowed in it.',
      clauses: [BULLET],
      basis: 'derived',
      ...CLOCK_SET,
    },
    claimsOf('a half hour within which the clock was set'),
  ),
  rowRequirement(
    'enclosed set back',
    {
      id: 'profile.no-energy-twice',
      title: 'No energy stands in two rows after a backward clock set',
      statement:
        'Under every declared treatment of a backward clock set the rows of the time around it hold together no more than the register counted.',
      clauses: ['DP184 §2 bullets 1 and 3'],
      basis: 'derived',
      ...CLOCK_SET,
    },
    (evidence, found) => claimsNoMore(evidence, found, 'the rows around a backward set hold no energy twice'),
  ),
  rowRequirement(
    'enclosed',
    {
      id: 'profile.claims-no-more',
      title: 'Rows never hold more than the register counted',
      statement:
        'Whatever disturbs the half hours between two boundaries, their rows hold together no more than the register moved by.',
      clauses: ['DP184 §2 bullets 1 and 3'],
      basis: 'derived',
    },
    (evidence, found) => claimsNoMore(evidence, found, 'the rows of a disturbed time hold no more than the register counted'),
  ),
  rowRequirement(
    'primary log',
    {
      id: 'profile.leaves-primary-log',
      title: 'The primary export log keeps its own members',
      statement:
        'Every row of the primary export log holds its active and its reactive member as before, whether or not secondary export is a further member.',
      clauses: [BULLET, 'GBCS 4.3 ECS22a'],
      basis: 'derived',
    },
    (evidence, { record }) => {
      const rows = 'value' in record.answer ? (record.answer.value as Record<string, unknown>[]) : [];
      const lacking = rows.filter(
        ({ activeWh, reactiveVarh }) => typeof activeWh !== 'number' || typeof reactiveVarh !== 'number',
      );
      const primary = { element: 'primary', way: 'export', object: record.object, field: 'activeWh' } as const;
      const due = dueHalfHours(evidence, primary).filter(({ seq }) => seq === record.seq);
      return [
        same('rows of primary export without an active or reactive member', lacking.length, 0, [record.seq], 'rows'),
        ...due.map((one) => holdsItsEnergy(evidence, one)),
      ];
    },
  ),
];
