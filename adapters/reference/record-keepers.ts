import { type Element, type ObjectName, WAYS, type Way } from '../../trace/vocabulary';
import type { EventLogs } from './event-log';
import type { LoadProfiles } from './load-profiles';
import type { LoadSwitch } from './load-switch';
import type { MeterRecords } from './meter-records';
import type { Metrology } from './metrology';
import type { MpanStores } from './parts';
import type { SnapshotLogs } from './snapshot-logs';
import type { StampedLog } from './stamped-log';
import type { SwitchingTables } from './switching-tables';

/** The parts of a meter that keep records. */
export interface RecordKeepers {
  metrology: Metrology;
  profiles: LoadProfiles;
  snapshots: SnapshotLogs;
  logs: EventLogs;
  mpans: MpanStores;
  tables: Record<Way, SwitchingTables>;
  loadSwitch: LoadSwitch;
}

/** Every log with a stamp in its rows, by the name of its object. */
export function logsOf({ profiles, snapshots, logs }: RecordKeepers): ReadonlyMap<ObjectName, StampedLog> {
  return new Map<ObjectName, StampedLog>([
    ...[...profiles.byName].map(([name, { log }]) => [name, log] as const),
    ['daily.import', snapshots.dailyImport],
    ['daily.export', snapshots.dailyExport],
    ['daily.secondary-export', snapshots.dailySecondaryExport],
    ['billing.import', snapshots.billingImport],
    ['billing.changes', snapshots.billingChanges],
    ['billing.secondary-export', snapshots.billingSecondaryExport],
    ['daily.consumption', snapshots.dailyConsumption],
    ['power.events', logs.power],
    ['events', logs.events],
  ]);
}

/** Reads everything out. */
export function recordsOf(keepers: RecordKeepers): MeterRecords {
  const { metrology, snapshots, mpans, tables, loadSwitch } = keepers;
  const told = ({ active, passive, activation }: SwitchingTables) => ({ active, passive, activation });
  return {
    registers: Object.fromEntries([...metrology.registers].map(([name, { wh }]) => [name, wh])),
    rates: Object.fromEntries([...metrology.rates].map(([name, { wh }]) => [name, wh])),
    blocks: metrology.blocks.values,
    demand: { import: metrology.demand.import.value, export: metrology.demand.export.value },
    logs: Object.fromEntries([...logsOf(keepers)].map(([name, log]) => [name, log.contents])),
    consumptionFromWh: snapshots.consumptionFromWh,
    halfHourGoesOn: true,
    mpans: {
      import: mpans.import.contents,
      primaryExport: mpans.primaryExport.contents,
      secondaryExport: mpans.secondaryExport.contents,
    },
    tables: { import: told(tables.import), export: told(tables.export) },
    balance: metrology.prepayment.balance,
    debt: metrology.prepayment.debt,
    contacts: loadSwitch.value,
    clockStepMs: 0,
  };
}

/** Writes everything back, but for the running half hour and the clock, which the meter itself looks after. */
export function restore(keepers: RecordKeepers, records: MeterRecords) {
  const { metrology, snapshots, mpans, tables, loadSwitch } = keepers;
  for (const [name, register] of metrology.registers) register.preset(records.registers[name] ?? 0);
  for (const [name, rates] of metrology.rates) rates.restore(records.rates[name] ?? []);
  metrology.blocks.restore(records.blocks);
  for (const [name, log] of logsOf(keepers)) if (records.logs[name]) log.layOut(records.logs[name]);
  snapshots.consumptionFromWh = records.consumptionFromWh;
  for (const way of WAYS) {
    metrology.demand[way].restore(records.demand[way]);
    tables[way].restore(records.tables[way]);
  }
  for (const name of Object.keys(mpans) as (keyof MpanStores)[]) mpans[name].contents = records.mpans[name];
  metrology.prepayment.writeBalance(records.balance);
  metrology.prepayment.writeDebt(records.debt);
  for (const [element, to] of Object.entries(records.contacts)) loadSwitch.move(element as Element, to);
  metrology.refresh();
}
