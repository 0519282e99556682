import type { ObjectName } from '../../../trace/vocabulary';
import { compare, movement, same } from '../compare';
import { requirement } from '../define';
import { registerMoved } from '../register/register-span';
import type { Evidence, Finding, Happening, Need, Requirement } from '../requirement';
import { happened, type Span, spans } from '../spans';
import { clocksAround, OLD_CHANNELS, tableSpans, upgradeDays } from './upgrade-cases';
import { firesAsPending, halfHoursAsDeclared } from './upgrade-findings';
import { type ActivatedKind, across } from './upgrade-happenings';
import { depthOf, depthReads, keepsRows, logSpans } from './upgrade-logs';

const REGISTERS = ['primary.import.total', 'secondary.import.total', 'primary.export.total'];
const REACTIVE = ['reactive.import.total', 'reactive.export.total'];
const RATES = ['primary.import.rates', 'secondary.import.rates', 'primary.import.blocks'];
const PROFILES = ['import.profile', 'primary.export.profile', 'reactive.import.profile'];
const SNAPSHOTS = ['daily.import', 'daily.export', 'billing.import', 'daily.consumption'];
const EVENT_LOGS = ['power.events', 'events'];
const MPANS = ['import.mpan', 'primary.export.mpan'];
const TABLES = ['secondary.import.table.active', 'secondary.import.table.passive'];
const BALANCE = ['prepayment.balance', 'prepayment.debt'];
const MAX_DEMAND = ['import.maxDemand', 'export.maxDemand'];
const PENDING = 'secondary.import.table.activation';

/** Consumption of a day is worked out by the meter from its own registers, each of which may drop its part of a watt-hour. */
const CONSUMPTION_SLACK_WH = 2n;

const UPGRADE: Pick<Requirement, 'basis' | 'clauses' | 'capabilities'> = {
  basis: 'derived',
  clauses: ['DP184 §2 (existing recording unchanged)', 'SMETS2 firmware (its activation keeps data)'],
  capabilities: { meter: ['read', 'firmware.activate'], bench: ['flow', 'image'] },
};

/** What must read as before, where nothing flowed and nobody wrote it. */
export function unchanged(evidence: Evidence, object: ObjectName, kind: ActivatedKind): Finding[] {
  return spans(evidence, across(object, kind, { atRest: true }, { unwritten: object })).map(({ from, to }) =>
    same(`${object} is as it was before the activation`, to.value, from.value, [from.record.seq, to.record.seq]),
  );
}

/** A register of one direction moves over an activation by its own energy alone. */
export function registerKept(evidence: Evidence, object: ObjectName, kind: ActivatedKind, ...more: Happening[]): Finding[] {
  return spans<number>(evidence, across(object, kind, ...more)).map((span) =>
    registerMoved(evidence, object, span, `${object} counted on over the activation`, BigInt(span.from.value)),
  );
}

/** A requirement that objects are unchanged by an upgrade; the first of them must have been read on both sides of one. */
function keeps(
  id: string,
  title: string,
  statement: string,
  objects: ObjectName[],
  more: Partial<Requirement> = {},
): Requirement {
  return requirement({
    ...UPGRADE,
    id,
    title,
    statement,
    needs: () => [across(objects[0]!, 'dp184', { atRest: true }, { unwritten: objects[0]! })],
    judge: (evidence) => objects.flatMap((object) => unchanged(evidence, object, 'any')),
    ...more,
  });
}

/** A requirement that logs keep their rows over an upgrade. */
function keepsLogs(id: string, title: string, logs: ObjectName[]): Requirement {
  return requirement({
    ...UPGRADE,
    id,
    title,
    statement:
      'A whole read after the activation holds every row of a whole read before it, in the same order, followed by what was recorded since and by nothing else; only a full log has lost its oldest.',
    needs: () => logs.map((of): Need => ({ upgrade: 'log', of })),
    judge: (evidence) => logs.flatMap((log) => logSpans(evidence, log, 'any').map((span) => keepsRows(evidence, log, span))),
  });
}

/** What an upgrade leaves as it was. */
export const UPGRADE_KEEPS: Requirement[] = [
  requirement({
    ...UPGRADE,
    id: 'upgrade.keeps-registers',
    title: 'An upgrade keeps every register of today',
    statement:
      'Import, primary export and reactive registers go on from what they held; over the activation each moves by its own energy, less at most that of the declared gap.',
    needs: () => REGISTERS.map((object) => across(object, 'dp184')),
    judge: (evidence) => [
      ...REGISTERS.flatMap((object) => registerKept(evidence, object, 'any')),
      ...REACTIVE.flatMap((object) => unchanged(evidence, object, 'any')),
    ],
  }),
  keeps(
    'upgrade.keeps-rates',
    'An upgrade keeps the import rates and the block counters',
    'The rate registers of import and the tariff block counters hold after the activation what they held before it.',
    RATES,
  ),
  keepsLogs('upgrade.keeps-half-hours', 'An upgrade keeps every old half-hourly row in its place', PROFILES),
  keepsLogs('upgrade.keeps-snapshots', 'An upgrade keeps the daily and billing logs', SNAPSHOTS),
  keepsLogs('upgrade.keeps-event-logs', 'An upgrade keeps the event logs', EVENT_LOGS),
  requirement({
    ...UPGRADE,
    id: 'upgrade.keeps-depth',
    title: 'A log is as deep after an upgrade as before',
    statement: 'A log that was full before the activation holds at least its declared number of rows when it has grown since.',
    needs: () => PROFILES.slice(0, 2).map((of): Need => ({ upgrade: 'depth', of })),
    judge: (evidence) =>
      [...PROFILES, ...SNAPSHOTS].flatMap((log) =>
        depthReads(evidence, log).map(({ value, record }) =>
          compare({
            says: `${log} is as deep as declared`,
            observed: BigInt(value.length),
            lo: BigInt(depthOf(evidence.meter, log)),
            hi: BigInt(Number.MAX_SAFE_INTEGER),
            unit: 'rows',
            records: [record.seq],
          }),
        ),
      ),
  }),
  requirement({
    ...UPGRADE,
    id: 'upgrade.old-half-hour',
    title: 'The half hour of an upgrade is recorded in the old logs as declared',
    statement:
      'The half hour cut by the activation has a row of its own energy, is counted in the next, or has none, as partialPeriod says; nothing of it is lost under the first two.',
    needs: () => [{ upgrade: 'half hour', of: 'import.profile' }],
    judge: (evidence) => OLD_CHANNELS.flatMap((channel) => halfHoursAsDeclared(evidence, channel)),
  }),
  requirement({
    ...UPGRADE,
    id: 'upgrade.keeps-consumption',
    title: 'The day of an upgrade is counted whole',
    statement:
      'The row of the daily consumption log for the day of the activation is what both import registers moved by that day.',
    needs: () => [{ upgrade: 'day', of: 'daily.consumption' }],
    judge: (evidence) =>
      upgradeDays(evidence).map(({ consumedWh, fromWh, toWh, records }) => {
        const moved = movement(fromWh, toWh, evidence.meter.choices.registerModulusWh);
        return compare({
          says: 'the daily consumption is the import of the whole day',
          observed: BigInt(consumedWh),
          lo: moved - CONSUMPTION_SLACK_WH,
          hi: moved + CONSUMPTION_SLACK_WH,
          budget: [{ source: 'whole Wh of two registers', amount: String(CONSUMPTION_SLACK_WH) }],
          records,
        });
      }),
  }),
  keeps(
    'upgrade.keeps-mpans',
    'An upgrade keeps the MPANs',
    'Import MPANs and the primary Export MPAN read as before; where both Export MPANs share an object, its first 13 octets do.',
    MPANS,
    { needs: () => MPANS.map(mpanAcross), judge: (evidence) => MPANS.flatMap((object) => mpanKept(evidence, object)) },
  ),
  keeps(
    'upgrade.keeps-table',
    'An upgrade keeps the switching table of secondary import',
    'The active and the passive table, special days and all, read as before.',
    TABLES,
    {
      needs: () => [{ upgrade: 'table', of: TABLES[0]! }],
      judge: (evidence) =>
        TABLES.flatMap((object) =>
          tableSpans(evidence, object).map(({ from, to }) =>
            same(`${object} is as it was before the activation`, to.value, from.value, [from.record.seq, to.record.seq]),
          ),
        ),
    },
  ),
  requirement({
    ...UPGRADE,
    id: 'upgrade.keeps-pending-activation',
    title: 'A table that waits for its date takes effect all the same',
    statement:
      'A future-dated table activation stands after the firmware activation as before, takes effect at its time and not before.',
    needs: () => [{ upgrade: 'pending', of: PENDING }],
    judge: (evidence) => firesAsPending(evidence, PENDING, 'any'),
  }),
  keeps(
    'upgrade.keeps-balance',
    'An upgrade keeps payment mode, balance and debt',
    'Payment mode, meter balance and debt read after the activation as before it.',
    BALANCE,
  ),
  keeps(
    'upgrade.keeps-max-demand',
    'An upgrade keeps the maximum demand',
    'A maximum demand does not fall, and its time does not move, by an activation.',
    MAX_DEMAND,
    {
      needs: () => [across(MAX_DEMAND[0]!, 'dp184')],
      judge: (evidence) => MAX_DEMAND.flatMap((object) => maximumKept(evidence, object)),
    },
  ),
  keeps(
    'upgrade.keeps-contacts',
    'An upgrade moves no contact',
    'The contacts of both elements stand after the activation as before it; an open one stays open.',
    ['load.switch'],
    { needs: () => [contactsAcross('dp184')], judge: (evidence) => contactsKept(evidence) },
  ),
  requirement({
    ...UPGRADE,
    id: 'upgrade.keeps-clock',
    title: 'An upgrade does not set the clock',
    statement: 'Over an activation the clock goes on; within twice its tolerance it may have been corrected.',
    needs: () => [{ upgrade: 'clock', of: 'clock' }],
    judge: clockKept,
  }),
  requirement({
    ...UPGRADE,
    id: 'upgrade.survives-supply-loss',
    title: 'Supply lost during an activation costs nothing that was recorded',
    statement:
      'Where supply is lost while the new image takes over, registers hold what they held and logs their rows, as over any other loss of supply.',
    clauses: [...UPGRADE.clauses, 'SMETS2 data store retained on loss of power'],
    capabilities: { meter: ['read', 'firmware.activate'], bench: ['flow', 'image', 'supply'] },
    needs: () => [across(REGISTERS[0]!, 'dp184', { event: 'outage' })],
    judge: (evidence) => [
      ...REGISTERS.flatMap((object) => registerKept(evidence, object, 'any', { event: 'outage' })),
      ...PROFILES.flatMap((log) =>
        logSpans(evidence, log, 'any')
          .filter(holdsOutage(evidence))
          .map((span) => keepsRows(evidence, log, span)),
      ),
    ],
  }),
];

const mpanAcross = (object: ObjectName) => across(object, 'dp184', { unwritten: object });

function mpanKept(evidence: Evidence, object: ObjectName): Finding[] {
  const shared = evidence.meter.choices.exportMpanLayout === 'combined-26' && object === 'primary.export.mpan';
  const octets = (value: unknown) => (value as { octets: string }).octets;
  return spans(evidence, across(object, 'any', { unwritten: object })).map(({ from, to }) => {
    const before = octets(from.value);
    const after = shared ? octets(to.value).slice(0, before.length) : octets(to.value);
    return same(`${object} is as it was before the activation`, { octets: after }, { octets: before }, [
      from.record.seq,
      to.record.seq,
    ]);
  });
}

const contactsAcross = (kind: ActivatedKind) => across('load.switch', kind, { uninvoked: 'load.switch' });

const contactsKept = (evidence: Evidence) =>
  spans(evidence, contactsAcross('any')).map(({ from, to }) =>
    same('every contact stands as it stood', to.value, from.value, [from.record.seq, to.record.seq]),
  );

type Maximum = { w: number; at: number | null };

function maximumKept(evidence: Evidence, object: ObjectName): Finding[] {
  return spans(evidence, across(object, 'any', { uninvoked: object })).map(({ from, to }) => {
    const [before, after] = [from.value as Maximum, to.value as Maximum];
    const higher = after.w > before.w;
    const records = [from.record.seq, to.record.seq];
    return same(`${object} has not fallen`, higher ? 'higher' : (after as never), higher ? 'higher' : (before as never), records);
  });
}

function clockKept(evidence: Evidence): Finding[] {
  return clocksAround(evidence).map(({ before, after }) => {
    const toleranceMs = 2000 * evidence.meter.choices.clockToleranceS;
    const least = after.when.fromMs - before.when.toMs - toleranceMs;
    const most = after.when.toMs - before.when.fromMs + toleranceMs;
    return compare({
      says: 'the clock went on over the activation',
      observed: BigInt(after.meterMs - before.meterMs),
      lo: BigInt(least),
      hi: BigInt(most),
      budget: [{ source: 'tolerance of the clock, before and after', amount: String(2 * toleranceMs) }],
      unit: 'ms',
      records: [before.seq, after.seq],
    });
  });
}

const holdsOutage =
  (evidence: Evidence) =>
  (span: Span): boolean =>
    happened(evidence, { event: 'outage' }, span);
