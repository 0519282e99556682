import type { Declaration } from '../../../declaration/declaration';
import { lifeMs } from '../../../trace/life';
import type { Ms, ObjectName } from '../../../trace/vocabulary';
import { saysAbsent } from '../access/refusals';
import { same } from '../compare';
import { onlyTwin, requirement } from '../define';
import { meterTime } from '../meter-time';
import { askedReads } from '../readings';
import type { Evidence, Finding, Need, Requirement, SnapshotCase } from '../requirement';
import { beginsMonth, billedChanges, DAY_MS, midnights, missedMidnights } from './snapshot-moments';
import { dueRows, holdsRegisters, keptRows, logReads, SNAPSHOTS, snapshotDepth, strayRows } from './snapshot-rows';

const DAILY: readonly ObjectName[] = ['daily.import', 'daily.export'];
const BILLING: readonly ObjectName[] = ['billing.import'];
const CALENDAR: readonly ObjectName[] = [...DAILY, ...BILLING];
const LOG_CLAUSES = ['SMETS2 5.7.5.10, 5.7.5.13, 5.13.2.3, 5.13.2.4', 'GBCS 4.3 ECS20c, ECS21a, ECS21c'];

/** Logs of secondary export under the declared choice. */
const exportLogs = ({ choices }: Declaration): ObjectName[] => {
  if (choices.exportSnapshots === 'none') return [];
  return ['daily.secondary-export', ...(choices.exportSnapshots === 'daily' ? [] : ['billing.secondary-export'])];
};

/** What a trace shows of a log, case by case: the findings themselves, so that what is needed and what is judged are one. */
const SHOWN: Record<SnapshotCase, (evidence: Evidence, log: ObjectName) => Finding[]> = {
  midnight: (evidence, log) => dueRows(evidence, log, midnights(evidence)),
  month: (evidence, log) => dueRows(evidence, log, midnights(evidence).filter(beginsMonth)),
  missed: (evidence, log) => afterMissed(evidence, log),
  change: (evidence, log) => dueRows(evidence, log, billedChanges(evidence)),
  kept: keptRows,
  depth: deepEnough,
};

/** Whether a trace shows that of the log. */
export function isShown(evidence: Evidence, { snapshot, shows }: Extract<Need, { snapshot: ObjectName }>): boolean {
  return SHOWN[shows](evidence, snapshot).length > 0;
}

/** A requirement on what logs of snapshots show; exercised where each of them does. */
function shown(
  logs: (meter: Declaration) => readonly ObjectName[],
  shows: (log: ObjectName) => SnapshotCase,
  given: Pick<Requirement, 'id' | 'title' | 'statement'> & Partial<Requirement>,
): Requirement {
  return requirement({
    clauses: LOG_CLAUSES,
    basis: 'derived',
    needs: (meter) => logs(meter).map((log) => ({ snapshot: log, shows: shows(log) })),
    judge: (evidence) => logs(evidence.meter).flatMap((log) => SHOWN[shows(log)](evidence, log)),
    ...given,
  });
}

const dayOrMonth = (log: ObjectName): SnapshotCase => (log.startsWith('daily') ? 'midnight' : 'month');

/** Requirements on the daily read logs and the billing data logs. */
export const SNAPSHOTS_REQUIREMENTS: Requirement[] = [
  shown(() => DAILY, dayOrMonth, {
    id: 'snapshots.daily',
    title: 'The daily read logs go on at midnight UTC',
    statement:
      'At each midnight UTC of its clock the meter adds one row to the daily read logs of import and of primary export, with the registers as they stood.',
  }),
  shown(
    () => DAILY,
    () => 'midnight',
    {
      id: 'snapshots.midnight-alone',
      title: 'A daily snapshot is stamped 00:00:00 UTC',
      statement: 'Daily and billing rows are stamped 00:00:00 UTC: not at local midnight, nor some time after.',
      judge: (evidence) => CALENDAR.flatMap((log) => strayRows(evidence, log)),
    },
  ),
  shown(() => BILLING, dayOrMonth, {
    id: 'snapshots.billing',
    title: 'The billing data log goes on at the end of the billing period',
    statement:
      'With a billing calendar of months, the meter adds one row to the billing data log at 00:00:00 UTC on the first, with the registers as they stood.',
    clauses: ['SMETS2 5.7.5.10, 5.13.2.3', 'GBCS 4.3 ECS20c'],
  }),
  shown(
    () => ['billing.changes'],
    () => 'change',
    {
      id: 'snapshots.changes',
      title: 'A change of supplier, payment mode or import tariff is billed',
      statement:
        'On a change of import supplier, of payment mode and of the import tariff the meter adds a row to the billing data log of changes, with the registers as they stood.',
      clauses: ['SMETS2 5.7.5.10, 5.13.2.3', 'GBCS 4.3 ECS20b'],
      capabilities: { meter: ['read', 'invoke.life-cycle'], bench: ['flow'] },
    },
  ),
  shown(
    () => DAILY,
    () => 'missed',
    {
      id: 'snapshots.missed-midnight',
      title: 'A midnight without supply is absent or caught up, as declared',
      statement:
        'After a loss of supply over midnight the daily read logs hold no row of it, or one taken and stamped when the supply returned, as declared.',
      basis: 'choice',
      capabilities: { meter: ['read'], bench: ['flow', 'supply'] },
    },
  ),
  shown(() => CALENDAR, dayOrMonth, {
    id: 'snapshots.shape',
    title: 'The published logs keep their shape',
    statement:
      'Rows of the daily read logs and the billing data logs have the published members and no other; none of secondary export is added to them.',
    clauses: [...LOG_CLAUSES, 'DP184 §2 (existing recording unchanged)'],
    judge: (evidence) => [...CALENDAR, 'billing.changes'].flatMap((log) => publishedMembers(evidence, log)),
  }),
  shown(
    () => DAILY,
    () => 'kept',
    {
      id: 'snapshots.kept',
      title: 'A snapshot once taken stays as it is',
      statement: 'A row that was read is read again with the same stamp and values until newer ones overwrite it.',
      judge: (evidence) => Object.keys(SNAPSHOTS).flatMap((log) => keptRows(evidence, log)),
    },
  ),
  shown(
    (meter) => [...CALENDAR, ...exportLogs(meter)],
    () => 'depth',
    {
      id: 'snapshots.depth',
      title: 'The logs of snapshots keep their depth',
      statement:
        'Of the daily read logs at least the newest 31 rows can be read, of the billing data log at least the newest 12.',
      testability: 'needs-preset',
      capabilities: { meter: ['read'], bench: ['history'] },
    },
  ),
  shown(exportLogs, dayOrMonth, {
    id: 'snapshots.secondary-export',
    title: 'Snapshots of secondary export hold its register and its rates',
    statement:
      'Where it is declared, a log of its own takes the secondary export register and its four rates at midnight UTC, and on the first of the month.',
    clauses: ['DP184 §2 bullets 1 and 2', 'GBCS 4.3 ECS21c (by analogy)'],
    basis: 'choice',
    judge: (evidence) =>
      exportLogs(evidence.meter).flatMap((log) => [...absent(evidence, log), ...SHOWN[dayOrMonth(log)](evidence, log)]),
    applies: (meter) => {
      const twin = onlyTwin(meter);
      if (twin !== true) return twin;
      return meter.choices.exportSnapshots !== 'none' || 'the meter is declared to take no snapshots of secondary export';
    },
  }),
];

/** The first read that says a log is not there. */
function absent(evidence: Evidence, log: ObjectName): Finding[] {
  const denied = askedReads(evidence, log).find(({ answer }) => saysAbsent(answer));
  return denied ? [same(`${log} is there`, 'absent', 'there', [denied.seq])] : [];
}

/** After an outage over midnight: no row, or one as the supply returned. */
function afterMissed(evidence: Evidence, log: ObjectName): Finding[] {
  return missedMidnights(evidence).flatMap((missed) => {
    const { stamp, outage } = missed;
    const read = logReads(evidence, log).findLast(({ due }) => due.fromMs <= outage.fromMs && stamp.toMs <= due.toMs);
    if (!read) return [];
    const rows = read.rows.filter(({ at }) => outage.fromMs < at && at <= stamp.toMs);
    const late = evidence.meter.choices.snapshotMissedAtMidnight === 'at-power-up';
    const count = same(`${log} has the declared rows of a midnight without supply`, rows.length, late ? 1 : 0, [read.seq]);
    const [row] = rows;
    if (!late || !row || rows.length > 1) return [count];
    return [
      count,
      same(`${log}: caught up when the supply returned`, row.at >= stamp.fromMs, true, [read.seq]),
      ...holdsRegisters(evidence, log, row, missed, read.seq),
    ];
  });
}

/** Members that published logs may hold besides those of energy that the suite compares. */
const OTHER_MEMBERS = ['at', 'primaryImportRatesWh', 'primaryImportBlocksWh', 'balanceMilliPence', 'debtMilliPence'];

function publishedMembers(evidence: Evidence, log: ObjectName): Finding[] {
  const [read] = logReads(evidence, log).filter(({ rows }) => rows.length > 0);
  if (!read) return [];
  const published = SNAPSHOTS[log]!.map(({ member }) => member);
  const members = [...new Set(read.rows.flatMap((row) => Object.keys(row)))];
  const found = members.filter((member) => !OTHER_MEMBERS.includes(member)).sort();
  return [same(`${log} has its published members`, found, [...published].sort(), [read.seq])];
}

/** At least the newest rows of the declared depth, where the meter has lived long enough and nothing interrupted its life. */
function deepEnough(evidence: Evidence, log: ObjectName): Finding[] {
  const { ledger, meter, trace } = evidence;
  const life = trace.scenario.before ?? [];
  const { extent, outages, clockSets, activations } = ledger.events;
  const interrupted =
    outages.length + clockSets.length + activations.length > 0 || life.some(({ do: does }) => does === 'supply');
  if (!extent || interrupted) return [];
  const bornMs = meterTime(evidence, { fromMs: extent.fromMs, toMs: extent.fromMs }).toMs - lifeMs(life);
  const depth = snapshotDepth(meter, log);
  return logReads(evidence, log).flatMap(({ rows, due, seq }) => {
    const expected = newestStamps(due.toMs, log, depth);
    const oldest = expected.at(-1)!;
    if (oldest <= bornMs || due.fromMs > oldest) return [];
    const there = expected.filter((stamp) => rows.some(({ at }) => at === stamp));
    return [same(`${log} keeps its newest ${depth} rows`, there.length, depth, [seq])];
  });
}

/** Stamps of the newest snapshots that were due, newest first. */
function newestStamps(ms: Ms, log: ObjectName, length: number): Ms[] {
  const last = Math.floor(ms / DAY_MS) * DAY_MS;
  if (log.startsWith('daily')) return Array.from({ length }, (_, days) => last - days * DAY_MS);
  const [year, month] = [new Date(ms).getUTCFullYear(), new Date(ms).getUTCMonth()];
  return Array.from({ length }, (_, months) => Date.UTC(year, month - months, 1));
}
