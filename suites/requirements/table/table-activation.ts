import type { MeterCapability } from '../../../declaration/declaration';
import type { Value } from '../../../trace/vocabulary';
import { hasPassed } from '../../ledger/due-date';
import { same } from '../compare';
import { requirement } from '../define';
import { eachRate } from '../rate-spans';
import { readings } from '../readings';
import type { Evidence, Finding, Need, Requirement } from '../requirement';
import { tableDifference } from './table-difference';
import { ruledSpans } from './table-rules';
import { holdsTable, seenAs } from './table-sights';
import type { TableRule, TableSightOf } from './table-words';
import { tableObjects, tableWrites, type Write, writesOf } from './table-writes';

const CLAUSES = ['DP184 §2 bullet 2', 'SMETS2 5.6.3.35 (by analogy)', 'GBCS 4.3 ECS01c (by analogy)'];
const METER: MeterCapability[] = ['read', 'write.table'];

type Given = Pick<Requirement, 'id' | 'title' | 'statement'> & Partial<Requirement>;

/** A requirement on the active table as it is read in certain situations. */
function readsRight(given: Given, of: TableSightOf[], says: string, rule?: TableRule): Requirement {
  return requirement({
    clauses: CLAUSES,
    basis: 'derived',
    capabilities: { meter: METER, bench: [] },
    needs: () => [...of.map((one): Need => ({ tableRead: one })), ...(rule ? [{ ruledBy: rule }] : [])],
    judge: (evidence) => [
      ...of.flatMap((one) => seenAs(evidence, one)).map((sight) => holdsTable(sight, says)),
      ...(rule ? ruledRates(evidence, rule, says) : []),
    ],
    ...given,
  });
}

/** The four rates wherever a rule decides which of them counts. */
export function ruledRates(evidence: Evidence, rule: TableRule, says: string): Finding[] {
  return ruledSpans(evidence, rule).flatMap((span) =>
    eachRate(evidence, span, { says: (rate) => `${says}: rate ${rate} moved by what flowed while it was active`, by: 'orders' }),
  );
}

/** Writes of an activation date that had surely passed, of a table that could be followed. */
export function pastOrders(evidence: Evidence): Write[] {
  const { clock } = evidence.ledger;
  return tableWrites(evidence).flatMap(({ activation, accepted, faults }) => {
    if (!activation || !accepted || faults.length > 0 || typeof activation.value !== 'number') return [];
    return hasPassed(clock, activation.value, activation.record.when) ? [activation] : [];
  });
}

function answeredAsDeclared(evidence: Evidence, { record, accepted }: Write): Finding {
  const declared = evidence.meter.choices.pastActivation === 'at-once' ? 'accepted' : 'refused';
  return same('an activation date that has passed is taken as declared', accepted ? 'accepted' : 'refused', declared, [
    record.seq,
  ]);
}

/** Reads of the passive table after the last table that was written to it came into force. */
export function passiveAfterActivation(evidence: Evidence): { seq: number; observed: Value; written: Value }[] {
  const { passive, activation } = tableObjects(evidence);
  const { spells } = evidence.ledger.tables('export', 'orders');
  const tables = tableWrites(evidence);
  return readings(evidence, passive).flatMap(({ value, record }) => {
    const last = tables.findLast((write) => write.record.seq < record.seq);
    if (!last?.accepted || last.faults.length > 0) return [];
    const active = spells.some(
      ({ since, table }) =>
        table !== undefined &&
        last.record.when.toMs <= since.fromMs &&
        since.toMs <= record.when.fromMs &&
        table === (last.value as never),
    );
    const ordered = writesOf(evidence, activation).some((one) => last.record.seq < one.record.seq && one.record.seq < record.seq);
    return active && ordered ? [{ seq: record.seq, observed: value, written: last.value }] : [];
  });
}

export const TABLE_ACTIVATION_REQUIREMENTS: Requirement[] = [
  readsRight(
    {
      id: 'table.becomes-active',
      title: 'A table becomes active as one',
      statement:
        'A table that is activated at once is active as a whole: its seasons, weeks, days with all their actions, and special days.',
    },
    ['immediate'],
    'the active table is the one that was activated',
  ),
  readsRight(
    {
      id: 'table.waits',
      title: 'A table that is written waits for its activation',
      statement:
        'Writing the passive table, its special days included, changes nothing of the active table and of the rate that counts until it is activated.',
      capabilities: { meter: METER, bench: ['flow'] },
    },
    ['waiting'],
    'nothing of the passive table counts before it is activated',
    'waiting',
  ),
  readsRight(
    {
      id: 'table.future-activation',
      title: 'A dated activation takes place then, not before',
      statement: 'A table with an activation date to come is active from that instant of meter time on, and not before.',
    },
    ['before date', 'after date'],
    'the active table is the one that the activation date asks for',
  ),
  requirement({
    id: 'table.activation-decides',
    title: 'The rate follows a new table at once',
    statement: 'From its activation on the new table decides which rate counts; nothing of the old one lingers.',
    clauses: CLAUSES,
    capabilities: { meter: METER, bench: ['flow'] },
    needs: () => [{ ruledBy: 'activation' }],
    judge: (evidence) => ruledRates(evidence, 'activation', 'the table in force decides'),
  }),
  readsRight(
    {
      id: 'table.activated-once',
      title: 'An activation takes place once',
      statement: 'A date that has come is done with: a passive table written later waits for an activation of its own.',
    },
    ['waiting again'],
    'the activation that took place did not take place again',
  ),
  readsRight(
    {
      id: 'table.activation-cancelled',
      title: 'A cancelled activation never takes place',
      statement: 'Where an activation is cancelled before its date, the active table stays when the date comes.',
    },
    ['cancelled'],
    'the active table stayed when the cancelled date came',
  ),
  readsRight(
    {
      id: 'table.activation-replaced',
      title: 'A second activation replaces the first',
      statement: 'Where another activation date is written before the first has come, only the second counts.',
    },
    ['replaced'],
    'the active table follows the second date alone',
  ),
  requirement({
    id: 'table.past-activation',
    title: 'An activation date that has passed is followed or refused, as declared',
    statement: 'An activation date that has passed when it is written activates the table at once, or is refused, as declared.',
    clauses: CLAUSES,
    basis: 'choice',
    capabilities: { meter: METER, bench: [] },
    needs: ({ choices }) => [
      { tableOrdered: 'past date' },
      ...(choices.pastActivation === 'at-once' ? [{ tableRead: 'past date' } as const] : []),
    ],
    judge: (evidence) => [
      ...pastOrders(evidence).map((order) => answeredAsDeclared(evidence, order)),
      ...seenAs(evidence, 'past date').map((sight) => holdsTable(sight, 'a table whose date has passed is active')),
    ],
  }),
  readsRight(
    {
      id: 'table.activation-over-outage',
      title: 'An activation that is due without supply takes place when supply returns',
      statement: 'A table whose activation date comes while the meter has no supply is active when supply has returned.',
      capabilities: { meter: METER, bench: ['supply'] },
    },
    ['date in outage'],
    'the table whose date came without supply is active',
  ),
  readsRight(
    {
      id: 'table.activation-over-clock-set',
      title: 'A clock set over an activation date activates once',
      statement:
        'A clock set forward past an activation date activates the table; one set back before a date that has come neither undoes nor repeats the activation.',
      testability: 'needs-clock-set',
      capabilities: { meter: ['read', 'write.table', 'clock.set'], bench: [] },
    },
    ['date passed by clock', 'clock back'],
    'a clock set over the activation date activated the table once',
  ),
  requirement({
    id: 'table.passive-kept',
    title: 'Activation copies the passive table',
    statement: 'After its activation the passive table still is what was written; activation copies it and swaps nothing.',
    clauses: CLAUSES,
    basis: 'derived',
    capabilities: { meter: METER, bench: [] },
    needs: () => [{ tableRead: 'passive after activation' }],
    judge: (evidence) =>
      passiveAfterActivation(evidence).map(({ seq, observed, written }) =>
        same(
          'the passive table is the one that was written',
          tableDifference(written, observed) ?? 'the table that was written',
          'the table that was written',
          [seq],
        ),
      ),
  }),
];
