import type { Choices } from '../../../declaration/choices';
import type { Declaration } from '../../../declaration/declaration';
import { objectNamed } from '../../../declaration/objects';
import type { Element, ObjectName, RecordOf, Value } from '../../../trace/vocabulary';
import { compare, same } from '../compare';
import { onlyTwin, requirement } from '../define';
import { effectsIn, reversalsIn } from '../effects-between';
import { whereAndWhen } from '../meter-time';
import { readings } from '../readings';
import type { BetweenNeed, Evidence, Finding, Happening, Requirement } from '../requirement';
import { type Span, spans } from '../spans';
import { besideExport, EXPORTS } from './beside-export';

const UNCHANGED = 'DP184 §2 (existing recording unchanged)';
const LOGS = ['events', 'power.events'] as const;
type Row = { [field: string]: Value };

/** An object holds at the second reading what it held at the first. */
function staysTheSame(
  given: Pick<Requirement, 'id' | 'title' | 'statement' | 'clauses'> & Partial<Requirement>,
  needs: (meter: Declaration) => BetweenNeed[],
): Requirement {
  return requirement({
    basis: 'derived',
    needs,
    judge: (evidence) =>
      needs(evidence.meter).flatMap((need) =>
        spans(evidence, need).map(({ from, to }) =>
          same(`${objectNamed(need.between)!.title}: as it was`, to.value, from.value, [from.record.seq, to.record.seq]),
        ),
      ),
    ...given,
  });
}

const nobodyWrote = (...objects: ObjectName[]): Happening[] => objects.map((unwritten) => ({ unwritten }));
const NO_IMPORT: Happening[] = [
  { still: 'import', element: 'primary' },
  { still: 'import', element: 'secondary' },
];
const IMPORT_TABLE = ['secondary.import.table.passive', 'secondary.import.table.activation'];
const EXPORT_TABLE = ['secondary.export.table.passive', 'secondary.export.table.activation'];

const ownTable = (meter: Declaration): true | string =>
  meter.choices.exportSwitchingTable === 'own' ? onlyTwin(meter) : "the import's switching table rules export, by declaration";

/** A stay of the log, with as many reversals as no other cause explains. */
interface LogSpan {
  span: Span<Row[]>;
  reversals: number;
  /** Rows that something else than a reversal may have caused. */
  otherCauses: number;
}

/** Reads of a log of events before and after more reversals than there is anything else that may have been logged. */
export function logSpans(evidence: Evidence, log: ObjectName, element: Element): LogSpan[] {
  return spans<Row[]>(evidence, { between: log, where: [EXPORTS] }).flatMap((span) => {
    const reversals = reversalsIn(element, effectsIn(evidence, span.from, span.to)).length;
    const otherCauses = causesIn(evidence, span);
    return reversals > 2 * otherCauses + 3 ? [{ span, reversals, otherCauses }] : [];
  });
}

/** Whatever was done to the meter, what may have come due by itself, and each change of power that may have crossed a load limit. */
function causesIn(evidence: Evidence, { from, to }: Span): number {
  const { trace } = evidence;
  const done = trace
    .of('stimulus')
    .filter(({ seq, stimulus: { do: what } }) => from.record.seq < seq && seq < to.record.seq && !QUIET.has(what)).length;
  const activations = trace
    .of('stimulus')
    .filter(({ seq, stimulus }) => seq < to.record.seq && 'object' in stimulus && stimulus.object.endsWith('.activation')).length;
  return done + activations + crossings(effectsIn(evidence, from, to));
}

const QUIET: ReadonlySet<string> = new Set(['flow', 'wait', 'read']);
/** No load limit is set so low that a reversal of less would cross it. */
const UNLIMITED_MW = 10_000_000n;

function crossings(effects: readonly RecordOf<'effect'>[]): number {
  return effects.filter(({ energy, when }) => {
    const importUj = BigInt(whole(energy?.primary?.import?.[1])) + BigInt(whole(energy?.secondary?.import?.[1]));
    return importUj > UNLIMITED_MW * BigInt(when.toMs - when.fromMs);
  }).length;
}

const whole = (uj = '0') => uj.split('.')[0]!;

function logsNothing(evidence: Evidence, log: ObjectName): Finding[] {
  return logSpans(evidence, log, 'secondary').map(({ span: { from, to }, reversals, otherCauses }) =>
    compare({
      says: `${objectNamed(log)!.title}: no row for any of ${reversals} reversals`,
      observed: BigInt(to.value.length - from.value.length),
      lo: 0n,
      hi: BigInt(otherCauses),
      unit: 'rows',
      budget: otherCauses > 0 ? [{ source: 'what else may have been logged', amount: String(otherCauses) }] : [],
      ...whereAndWhen(evidence, { from, to }),
    }),
  );
}

/** The members of the rows of the logs that deployed systems parse, by the suite's names. */
const PUBLISHED: Readonly<Record<ObjectName, readonly string[]>> = {
  'import.profile': ['end', 'primaryWh', 'secondaryWh'],
  'primary.export.profile': ['activeWh', 'end', 'reactiveVarh'],
  'reactive.import.profile': ['end', 'varh'],
  'daily.import': ['at', 'primaryWh', 'secondaryImportRatesWh', 'secondaryWh'],
  'daily.export': ['at', 'wh'],
  'billing.import': ['at', 'primaryWh', 'secondaryImportRatesWh', 'secondaryWh'],
  'daily.consumption': ['at', 'wh'],
};

const publishedLogs = ({ profileShape }: Choices) =>
  Object.keys(PUBLISHED).filter((log) => profileShape === 'own-object' || log !== 'primary.export.profile');

/** One finding a log: the first read with a row of another shape, or else the last. */
function hasPublishedShape(evidence: Evidence, log: ObjectName): Finding[] {
  const expected = PUBLISHED[log]!.join(', ');
  const shapes = readings<Row[]>(evidence, log).flatMap(({ value, record }) =>
    value.map((row) => ({ members: membersOf(row), seq: record.seq })),
  );
  const shown = shapes.find(({ members }) => members !== expected) ?? shapes.at(-1);
  return shown
    ? [same(`${objectNamed(log)!.title}: the published members and no other`, shown.members, expected, [shown.seq])]
    : [];
}

/** Whether a half hour was without supply is flagged where declared, and is no member of the published row. */
const membersOf = (row: Row) =>
  Object.keys(row)
    .filter((member) => member !== 'flagged')
    .sort()
    .join(', ');

/** Secondary export leaves payment, event logs, tables, MPANs and the published shapes alone. */
export const ISOLATION_RECORDS_REQUIREMENTS: Requirement[] = [
  staysTheSame(
    {
      id: 'isolation.prepayment-balance',
      title: 'Secondary export earns no credit and costs nothing',
      statement:
        'While energy is exported through the secondary element and none is imported, mode and meter balance stay as they are.',
      clauses: [UNCHANGED, 'GBCS 4.3 ECS20b'],
      capabilities: { meter: ['read', 'write.prepayment'], bench: ['flow'] },
    },
    () => [besideExport('prepayment.balance', { prepaid: true }, ...NO_IMPORT, ...nobodyWrote('prepayment.balance'))],
  ),
  staysTheSame(
    {
      id: 'isolation.prepayment-credit',
      title: 'In credit mode secondary export leaves the balance alone',
      statement: 'While energy is exported through the secondary element in credit mode, the meter balance stays as it is.',
      clauses: [UNCHANGED, 'GBCS 4.3 ECS20b'],
    },
    () => [besideExport('prepayment.balance', { postpaid: true }, ...NO_IMPORT, ...nobodyWrote('prepayment.balance'))],
  ),
  staysTheSame(
    {
      id: 'isolation.prepayment-debt',
      title: 'No debt is collected from secondary export',
      statement:
        'While energy is exported through the secondary element and none is imported, prepayment debt stays as it is. No recovery of debt by time may be set on the meter under test.',
      clauses: [UNCHANGED, 'GBCS 4.3 ECS20b'],
      capabilities: { meter: ['read', 'write.prepayment'], bench: ['flow'] },
    },
    () => [
      besideExport('prepayment.debt', { prepaid: true }, ...NO_IMPORT, ...nobodyWrote('prepayment.debt', 'prepayment.balance')),
    ],
  ),
  requirement({
    id: 'isolation.event-log',
    title: 'Reversals are no events',
    statement:
      'However often import and export of the secondary element take turns, the event log and the power event log have no row for it.',
    clauses: [UNCHANGED, 'SMETS2 5.7.5.16, 5.7.5.25', 'GBCS 4.3 ECS35a, ECS35e'],
    basis: 'derived',
    needs: () => LOGS.map((logOver) => ({ logOver, reversals: 'secondary' })),
    judge: (evidence) => LOGS.flatMap((log) => logsNothing(evidence, log)),
  }),
  staysTheSame(
    {
      id: 'isolation.import-table',
      title: 'Secondary export leaves the secondary import switching table alone',
      statement:
        'While energy is exported through the secondary element and nobody writes its import switching table, that table stays as it is.',
      clauses: [UNCHANGED, 'SMETS2 5.13.1.2', 'GBCS 4.3 ECS24b'],
    },
    () => [besideExport('secondary.import.table.active', { untouched: IMPORT_TABLE })],
  ),
  staysTheSame(
    {
      id: 'isolation.tables-apart',
      title: 'The switching tables of import and export are written apart',
      statement:
        "Writing and activating the secondary import's switching table leaves that of secondary export as it is, and the other way round.",
      clauses: ['DP184 §2 bullet 2', 'SMETS2 5.13.1.2', 'GBCS 4.3 ECS01c'],
      basis: 'choice',
      capabilities: { meter: ['read', 'write.table'], bench: [] },
      applies: ownTable,
    },
    () => [
      { between: 'secondary.export.table.active', where: [{ written: IMPORT_TABLE[1]! }, { untouched: EXPORT_TABLE }] },
      { between: 'secondary.import.table.active', where: [{ written: EXPORT_TABLE[1]! }, { untouched: IMPORT_TABLE }] },
    ],
  ),
  staysTheSame(
    {
      id: 'isolation.import-mpan',
      title: 'Secondary export leaves the Import MPANs alone',
      statement:
        'While energy is exported through the secondary element and nobody writes the Import MPANs, they stay as they are.',
      clauses: [UNCHANGED, 'SMETS2 5.7.4.28', 'GBCS 4.3 ECS40'],
    },
    () => [besideExport('import.mpan', { unwritten: 'import.mpan' })],
  ),
  requirement({
    id: 'isolation.published-logs',
    title: 'Logs that deployed systems parse keep their shape',
    statement:
      'The rows of the existing logs of import, primary export and reactive import have the published members and no other, but where the choice profileShape adds one.',
    clauses: [UNCHANGED, 'SMETS2 5.13.2.3, 5.13.2.4, 5.13.2.7', 'GBCS 4.3 ECS20c, ECS21a, ECS21c, ECS22a, ECS22b'],
    basis: 'derived',
    capabilities: { meter: ['read'], bench: [] },
    needs: ({ choices }) => publishedLogs(choices).map((someRows) => ({ someRows })),
    judge: (evidence) => publishedLogs(evidence.meter.choices).flatMap((log) => hasPublishedShape(evidence, log)),
  }),
];
