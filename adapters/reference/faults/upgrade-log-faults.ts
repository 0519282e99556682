import type { Fault } from '../fault';
import { HALF_HOUR_MS } from '../half-hour-channel';
import type { MeterRecords } from '../meter-records';
import type { LogRow } from '../stamped-log';
import { ChangedChannel, secondaryExportChannel } from './counting';
import { begun, changed, EXPORT, emptied, fault, first, IMPORT, inOrder, log, rowsOf } from './taking-over';

const atEnd = (row: LogRow, endMs: number): LogRow => ({ ...row, end: endMs });

/** Rows moved together so that no gap is left between their stamps. */
function closedUp(rows: LogRow[]): LogRow[] {
  const newestMs = Number(rows.at(-1)?.end ?? 0);
  return rows.map((row, i) => atEnd(row, newestMs - (rows.length - 1 - i) * HALF_HOUR_MS));
}

const importsOf = ({ logs }: MeterRecords): LogRow[] => (logs[IMPORT] ? inOrder(logs[IMPORT]) : []);

/** Gathers nothing until it was asked for the first time, as a meter asks when it is energised, and at the first boundary after an upgrade. */
class FromNextBoundary extends ChangedChannel {
  private runs = false;

  override take(): number {
    const wh = super.take();
    const taken = this.runs ? wh : 0;
    this.runs = true;
    return taken;
  }
}

/** Faults of how logs come over an upgrade. */
export const UPGRADE_LOG_FAULTS: Fault[] = [
  fault(
    'migrated-in-storage-order',
    'keeps-half-hours',
    'Wrapped logs are copied in the order of storage, so that their newest rows come first.',
    changed((records) => ({
      ...records,
      logs: Object.fromEntries(Object.entries(records.logs).map(([name, contents]) => [name, { ...contents, first: 0 }])),
    })),
    { shownBy: ['upgrade-wrapped'] },
  ),
  fault(
    'capacity-stolen-from-import',
    'keeps-depth',
    'The new channel takes its room from the import log, which keeps 4,464 rows fewer.',
    first(log(IMPORT, (contents) => ({ ...rowsOf((rows) => rows.slice(-14_592))(contents), depth: 14_592 }))),
    { shownBy: ['upgrade-wrapped'] },
  ),
  fault(
    'import-rows-dropped-by-upgrade',
    'keeps-half-hours',
    'The rows of the import log from before the upgrade are gone.',
    first(log(IMPORT, emptied)),
  ),
  fault(
    'export-rows-doubled-by-upgrade',
    'keeps-half-hours',
    'Every row of the primary export log is there twice after the upgrade.',
    first(
      log(
        EXPORT,
        rowsOf((rows) => rows.flatMap((row) => [row, row])),
      ),
    ),
  ),
  fault(
    'rows-shifted-by-upgrade',
    'keeps-half-hours',
    'Old rows of import are restamped half an hour earlier, at the start of their half hour.',
    first(
      log(
        IMPORT,
        rowsOf((rows) => rows.map((row) => atEnd(row, Number(row.end) - HALF_HOUR_MS))),
      ),
    ),
  ),
  fault(
    'gaps-closed-up-by-upgrade',
    'keeps-half-hours',
    'Old rows are restamped without the gaps that outages have left.',
    first(log(IMPORT, rowsOf(closedUp))),
    { shownBy: ['upgrade-wrapped'] },
  ),
  fault(
    'reactive-rows-lost-by-upgrade',
    'keeps-half-hours',
    'The reactive import log is empty after the upgrade.',
    first(log('reactive.import.profile', emptied)),
  ),
  fault(
    'primary-rows-copied-to-new-member',
    'keeps-half-hours',
    'Old rows of primary export get their active energy again as the new member.',
    first(
      log(
        EXPORT,
        rowsOf((rows) => rows.map((row) => ({ ...row, secondaryWh: row.activeWh ?? 0 }))),
      ),
    ),
    { under: { choices: { profileShape: 'extra-member' } } },
  ),
  fault(
    'new-member-back-filled-with-zeros',
    'not-back-filled',
    'Old rows of primary export get the new member, zero, for half hours in which nobody measured it.',
    first(
      log(
        EXPORT,
        rowsOf((rows) => rows.map((row) => ({ ...row, secondaryWh: 0 }))),
      ),
    ),
    { under: { choices: { profileShape: 'extra-member' } } },
  ),
  fault(
    'new-channel-back-filled-with-zeros',
    'not-back-filled',
    'The new channel has a row of zero for every old half hour.',
    begun((records) => ({ rows: importsOf(records).map(({ end }) => ({ end: end ?? 0, wh: 0 })) })),
  ),
  fault(
    'new-channel-back-filled-with-import',
    'not-back-filled',
    "The new channel begins as a copy of the secondary element's import rows.",
    begun((records) => ({ rows: importsOf(records).map(({ end, secondaryWh }) => ({ end: end ?? 0, wh: secondaryWh ?? 0 })) })),
  ),
  fault(
    'new-channel-from-next-boundary',
    'first-half-hour',
    'The new channel runs from the first boundary after the upgrade: what was exported until then is in no row.',
    (parts) => secondaryExportChannel(parts, (standard) => new FromNextBoundary(standard)),
  ),
  fault(
    'half-hour-lost-by-upgrade',
    'old-half-hour',
    'What the running half hour has gathered is lost with the upgrade.',
    changed((records) => ({ ...records, halfHourGoesOn: false })),
  ),
  fault(
    'daily-log-cleared-by-upgrade',
    'keeps-snapshots',
    'The daily read log is empty after the upgrade.',
    first(log('daily.import', emptied)),
  ),
  fault(
    'billing-log-cleared-by-upgrade',
    'keeps-snapshots',
    'The billing data log is empty after the upgrade.',
    first(log('billing.import', emptied)),
    { shownBy: ['upgrade-wrapped'] },
  ),
  fault(
    'consumption-log-cleared-by-upgrade',
    'keeps-snapshots',
    'The daily consumption log is empty after the upgrade.',
    first(log('daily.consumption', emptied)),
  ),
  fault(
    'consumption-from-upgrade-on',
    'keeps-consumption',
    'The consumption of the day is counted from the upgrade on.',
    first((records) => ({
      ...records,
      consumptionFromWh: (records.registers['primary.import.total'] ?? 0) + (records.registers['secondary.import.total'] ?? 0),
    })),
  ),
  fault(
    'event-log-cleared-by-upgrade',
    'keeps-event-logs',
    'The event log begins anew with the upgrade.',
    first(log('events', emptied)),
  ),
];
