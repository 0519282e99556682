import { type SwitchingTable, TABLE_LIMITS } from '../../../declaration/switching-table';
import type { FaultKind } from '../../ledger/table-faults';
import { same } from '../compare';
import { requirement } from '../define';
import type { Evidence, Finding, Requirement } from '../requirement';
import { ruledRates } from './table-activation';
import { holdsTable, seenAs } from './table-sights';
import type { TableLimit } from './table-words';
import { type TableWrite, tableWrites, type Write } from './table-writes';

const CLAUSES = ['DP184 §2 bullet 2', 'SMETS2 5.7.4.48, 5.13.1.2 (by analogy)', 'GBCS 4.3 ECS01c (by analogy)'];
const CAPABILITIES: Requirement['capabilities'] = { meter: ['read', 'write.table'], bench: [] };

/** The refusal, as declared, of every wrong table whose faults are all of one kind. */
export function refusals(evidence: Evidence, kind: Exclude<FaultKind, 'shape'>): Finding[] {
  return tableWrites(evidence)
    .filter(({ faults }) => faults.length > 0 && faults.every((fault) => fault.kind === kind))
    .flatMap((write) => refusalOf(evidence, write));
}

function refusalOf(evidence: Evidence, write: TableWrite): Finding[] {
  const what = write.faults[0]!.says;
  if (evidence.meter.choices.tableRefusal === 'write' || !write.accepted)
    return [refused(`a table is refused at write: ${what}`, write)];
  // A dated activation may be taken and come to nothing on its day: the active table tells.
  return write.activation?.value === 'immediate' ? [refused(`a table is refused at activation: ${what}`, write.activation)] : [];
}

const refused = (says: string, { accepted, record }: Write) =>
  same(says, accepted ? 'accepted' : 'refused', 'refused', [record.seq]);

const AT_LIMIT: Record<TableLimit, (table: SwitchingTable) => boolean> = {
  days: ({ days }) => days.length === TABLE_LIMITS.days,
  actions: ({ days }) => days.some(({ actions }) => actions.length === TABLE_LIMITS.actionsPerDay),
  weeks: ({ weeks }) => weeks.length === TABLE_LIMITS.weeks,
  seasons: ({ seasons }) => seasons.length === TABLE_LIMITS.seasons,
  specialDays: ({ specialDays }) => specialDays.length === TABLE_LIMITS.specialDays,
};
const LIMITS = Object.keys(AT_LIMIT) as TableLimit[];

/** Writes of tables that are whole and at the limit. */
export function fullTables(evidence: Evidence, limit: TableLimit): TableWrite[] {
  return tableWrites(evidence).filter(
    ({ faults, value }) => faults.length === 0 && AT_LIMIT[limit](value as unknown as SwitchingTable),
  );
}

function accepts(evidence: Evidence, limit: TableLimit): Finding[] {
  const { [limit === 'actions' ? 'actionsPerDay' : limit]: most } = TABLE_LIMITS;
  const what = `${most} ${limit === 'specialDays' ? 'special days' : limit}`;
  return fullTables(evidence, limit).flatMap((write) =>
    [write, ...(write.activation?.value === 'immediate' ? [write.activation] : [])].map(({ accepted, record }) =>
      same(`a table of ${what} is taken`, accepted ? 'accepted' : 'refused', 'accepted', [record.seq]),
    ),
  );
}

function refusesTables(kind: Exclude<FaultKind, 'shape'>, given: Pick<Requirement, 'id' | 'title' | 'statement'>): Requirement {
  return requirement({
    clauses: CLAUSES,
    basis: 'choice',
    capabilities: CAPABILITIES,
    needs: () => [{ wrongTable: kind }],
    judge: (evidence) => refusals(evidence, kind),
    ...given,
  });
}

const AS_DECLARED = 'is refused, when it is written or when it is to be activated, as declared.';

export const TABLE_REFUSAL_REQUIREMENTS: Requirement[] = [
  refusesTables('rate', {
    id: 'table.refuses-unknown-rate',
    title: 'A table that names an unknown rate is refused',
    statement: `A table that switches to anything else than rate 1 to 4, a selector of another table included, ${AS_DECLARED}`,
  }),
  refusesTables('reference', {
    id: 'table.refuses-broken-reference',
    title: 'A table that refers to what it does not hold is refused',
    statement: `A table with a season of an unknown week, a week that does not name seven of its days, or a special day of an unknown day ${AS_DECLARED}`,
  }),
  refusesTables('limit', {
    id: 'table.refuses-beyond-limits',
    title: 'A table beyond a limit is refused',
    statement: `A table with a 17th day, a 49th action, a fifth week or season, or a 51st special day ${AS_DECLARED}`,
  }),
  refusesTables('order', {
    id: 'table.refuses-disorder',
    title: 'A day whose actions do not follow each other is refused',
    statement: `A table with a day that has two actions at one time, or times out of order, ${AS_DECLARED}`,
  }),
  requirement({
    id: 'table.survives-refusal',
    title: 'The active table survives a table that is refused',
    statement:
      'When a wrong table is offered the active table, its special days included, stays as it is and goes on deciding which rate counts.',
    clauses: CLAUSES,
    basis: 'derived',
    capabilities: { meter: ['read', 'write.table'], bench: ['flow'] },
    needs: () => [{ tableRead: 'refused' }, { ruledBy: 'refusal' }],
    judge: (evidence) => [
      ...seenAs(evidence, 'refused').map((sight) => holdsTable(sight, 'the active table stayed when a wrong one was offered')),
      ...ruledRates(evidence, 'refusal', 'the active table went on when a wrong one was offered'),
    ],
  }),
  requirement({
    id: 'table.accepts-limits',
    title: 'A table at each limit is accepted',
    statement:
      'A table of 16 days, of 48 actions a day, of 4 weeks, of 4 seasons or of 50 special days is accepted and activated.',
    clauses: CLAUSES,
    capabilities: CAPABILITIES,
    needs: () => LIMITS.map((limit) => ({ fullTable: limit })),
    judge: (evidence) => LIMITS.flatMap((limit) => accepts(evidence, limit)),
  }),
];
