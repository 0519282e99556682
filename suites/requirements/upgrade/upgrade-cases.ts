import type { ObjectName, RecordOf, Value } from '../../../trace/vocabulary';
import type { RowClaim } from '../../ledger/row-claims';
import { type Activation, CORRUPT } from '../../ledger/trace-events';
import { meterTime } from '../meter-time';
import { type Channel, channelRows, exportChannel } from '../profile/half-hour-rows';
import type { Row } from '../profile/log-reads';
import { acceptedWrites, type Reading, readings, writtenValue } from '../readings';
import type { Evidence, Happening, UpgradeCase } from '../requirement';
import { type Span, spans } from '../spans';
import { type ActivatedKind, across, upgrades } from './upgrade-happenings';
import { depthReads, logSpans } from './upgrade-logs';

const DAY_MS = 86_400_000;

/** The first reading of an object that an upgrade added, and the activation. */
export function firstReadings<V extends Value>(
  evidence: Evidence,
  object: ObjectName,
): { activation: Activation; reading: Reading<V> }[] {
  return upgrades(evidence, 'dp184').flatMap((activation) => {
    const reading = readings<V>(evidence, object).find(({ record }) => record.seq > activation.seq);
    return reading ? [{ activation, reading }] : [];
  });
}

/** Reads after an upgrade whose range reaches back before it, of the log that holds secondary export. */
export function readsOfBefore(
  evidence: Evidence,
  log: ObjectName,
): { beganMs: number; reading: Reading<{ [field: string]: Value }[]> }[] {
  return upgrades(evidence, 'dp184').flatMap(({ when, seq }) => {
    const beganMs = meterTime(evidence, when).fromMs;
    return readings<{ [field: string]: Value }[]>(evidence, log)
      .filter(({ record }) => record.seq > seq && (evidence.trace.stimulus(record.of)?.range?.fromMs ?? 0) <= beganMs)
      .map((reading) => ({ beganMs, reading }));
  });
}

/** A half hour in which firmware was activated, or which inherits from one, and the rows that were asked for once due. */
export interface ActivationHalfHour {
  claim: RowClaim;
  rows: readonly Row[];
  seq: number;
}

/** Those of a channel whose rows the declaration does not leave open. */
export function activationHalfHours(evidence: Evidence, channel: Channel): ActivationHalfHour[] {
  const rows = channelRows(evidence, channel);
  const claims = evidence.ledger.rowClaims(channel.element, channel.way);
  const activatedIn = (claim: RowClaim | undefined) => claim?.half.disturbed.has('activation') && claim.lot === 'cut';
  return claims.flatMap((claim, i) => {
    const heir = claim.lot === 'heir' && activatedIn(claims[i - 1]);
    const seq = rows.covering(claim.half.endMs);
    if (seq === undefined || !(activatedIn(claim) || heir)) return [];
    return [{ claim, rows: rows.at(claim.half.endMs), seq }];
  });
}

/** The active channels of a meter of today. */
export const OLD_CHANNELS: readonly Channel[] = [
  { element: 'primary', way: 'import', object: 'import.profile', field: 'primaryWh' },
  { element: 'secondary', way: 'import', object: 'import.profile', field: 'secondaryWh' },
  { element: 'primary', way: 'export', object: 'primary.export.profile', field: 'activeWh' },
];

/** Readings of a table on both sides of an activation; none where another was written or waited to replace it by then. */
export function tableSpans(evidence: Evidence, table: ObjectName, kind: ActivatedKind = 'any'): Span[] {
  const base = table.slice(0, table.lastIndexOf('.'));
  const parts = ['active', 'passive', 'activation'].map((part): Happening => ({ unwritten: `${base}.${part}` }));
  return spans(evidence, across(table, kind, ...parts)).filter(({ to }) => {
    const dates = readings(evidence, `${base}.activation`).filter(({ record }) => record.seq < to.record.seq);
    const written = acceptedWrites(evidence, `${base}.activation`).filter(({ seq }) => seq < to.record.seq);
    const lastWrite = written.at(-1);
    const date =
      lastWrite && lastWrite.seq > (dates.at(-1)?.record.seq ?? 0) ? writtenValue(evidence, lastWrite) : dates.at(-1)?.value;
    return typeof date !== 'number' || date > meterTime(evidence, to.record.when).toMs;
  });
}

/** A table that waited for its date when firmware was activated, and reads of the active table once it was due. */
export interface Pending {
  /** The reading of the date before the activation. */
  pending: Reading<number>;
  /** The passive table, and the active one of that time. */
  passive: Reading;
  active: Reading;
  /** The date as read after the activation and before it was due, and the active table at that time, where they were. */
  stillPending: Reading | undefined;
  notYet: Reading | undefined;
  fired: Reading;
}

/** `activation` names the object of the date. */
export function pendings(evidence: Evidence, activation: ObjectName, kind: Exclude<ActivatedKind, 'refused'> = 'any'): Pending[] {
  const { ledger } = evidence;
  const base = activation.slice(0, -'.activation'.length);
  const written = [`${base}.activation`, `${base}.passive`].flatMap((name) => acceptedWrites(evidence, name));
  if (ledger.events.clockSets.length > 0) return [];
  return upgrades(evidence, kind).flatMap(({ when, seq }) => {
    const lastBefore = (name: ObjectName) => readings(evidence, name).findLast(({ record }) => record.seq < seq);
    const [pending, passive, active] = ['activation', 'passive', 'active'].map((part) => lastBefore(`${base}.${part}`));
    if (!pending || !passive || !active || typeof pending.value !== 'number') return [];
    const dueMs = pending.value;
    const touched = written.some((write) => write.seq > Math.min(pending.record.seq, passive.record.seq, active.record.seq));
    if (touched || meterTime(evidence, when).toMs >= dueMs) return [];
    const after = (name: ObjectName) => readings(evidence, name).filter(({ record }) => record.seq > seq);
    const beforeDue = ({ record }: Reading) => meterTime(evidence, record.when).toMs < dueMs;
    const fired = after(`${base}.active`).find(({ record }) => meterTime(evidence, record.when).fromMs > dueMs);
    if (!fired) return [];
    return [
      {
        pending: pending as Reading<number>,
        passive,
        active,
        stillPending: after(activation).find(beforeDue),
        notYet: after(`${base}.active`).find(beforeDue),
        fired,
      },
    ];
  });
}

/** The day of an upgrade: its row of daily consumption, and the import of both elements at the midnights around it. */
export interface UpgradeDay {
  consumedWh: number;
  fromWh: number;
  toWh: number;
  records: number[];
}

/** Days that hold an activation, from the newest reads of the daily logs; none where a clock set or an outage disturbed them. */
export function upgradeDays(evidence: Evidence): UpgradeDay[] {
  const { clockSets, outages } = evidence.ledger.events;
  const consumption = readings<DayRow[]>(evidence, 'daily.consumption').at(-1);
  const registers = readings<DayRow[]>(evidence, 'daily.import').at(-1);
  if (clockSets.length + outages.length > 0 || !consumption || !registers) return [];
  const records = [consumption.record.seq, registers.record.seq];
  return upgrades(evidence, 'any').flatMap(({ when }) => {
    const fromMs = Math.floor(meterTime(evidence, when).fromMs / DAY_MS) * DAY_MS;
    const [before, after] = [fromMs, fromMs + DAY_MS].map((at) => registers.value.find((row) => row.at === at));
    const consumed = consumption.value.find((row) => row.at === fromMs + DAY_MS);
    if (!before || !after || !consumed) return [];
    return [{ consumedWh: Number(consumed.wh), fromWh: importOf(before), toWh: importOf(after), records }];
  });
}

type DayRow = { [field: string]: Value };
const importOf = ({ primaryWh, secondaryWh }: DayRow) => Number(primaryWh) + Number(secondaryWh);

/** Clock records on both sides of an activation. */
export function clocksAround(evidence: Evidence): { before: RecordOf<'clock'>; after: RecordOf<'clock'> }[] {
  const clocks = evidence.trace.of('clock');
  const intents = evidence.ledger.events.clockSets.map(({ seq }) => seq);
  return upgrades(evidence, 'any').flatMap(({ seq }) => {
    const before = clocks.findLast((clock) => clock.seq < seq);
    const after = clocks.find((clock) => clock.seq > seq);
    if (!before || !after || intents.some((set) => before.seq < set && set < after.seq)) return [];
    return [{ before, after }];
  });
}

/** Answers to the activation of a corrupt image: what was last written, taken or not. */
export function corruptActivations(evidence: Evidence): RecordOf<'observation'>[] {
  const { trace } = evidence;
  const written = trace.observations('firmware.image').filter(({ of }) => trace.stimulus(of)?.stimulus.do === 'write');
  return trace.observations('firmware').filter(({ of, seq }) => {
    const stimulus = trace.stimulus(of)?.stimulus;
    if (stimulus?.do !== 'invoke' || stimulus.method !== 'activate') return false;
    const image = written.findLast((write) => write.seq < seq);
    return image !== undefined && writtenValue(evidence, image) === CORRUPT;
  });
}

/** What each case finds in a trace, for an object; judges find by the same. */
export const UPGRADE_CASES: Record<UpgradeCase, (evidence: Evidence, object: ObjectName) => readonly unknown[]> = {
  table: (evidence, table) => tableSpans(evidence, table),
  log: (evidence, log) => logSpans(evidence, log, 'any'),
  depth: depthReads,
  pending: (evidence, activation) => pendings(evidence, activation),
  'next log': (evidence, log) => logSpans(evidence, log, 'next'),
  'next table': (evidence, table) => tableSpans(evidence, table, 'next'),
  'next pending': (evidence, activation) => pendings(evidence, activation, 'next'),
  'half hour': (evidence, log) =>
    OLD_CHANNELS.filter(({ object }) => object === log).flatMap((channel) => activationHalfHours(evidence, channel)),
  'first half hour': (evidence) => activationHalfHours(evidence, exportChannel(evidence)),
  'rows before': readsOfBefore,
  'first reading': firstReadings,
  day: upgradeDays,
  clock: clocksAround,
  corrupt: corruptActivations,
};
