import type { ObjectName } from '../../trace/vocabulary';
import type { Metrology } from './metrology';
import type { SnapshotValues } from './snapshot-logs';

const SECONDARY = [
  ['secondary.import', 'secondaryImport'],
  ['secondary.export', 'secondaryExport'],
] as const;

/** What a snapshot of this instant holds: registers and rates in Wh, balance and debt in thousandths of a penny. */
export function snapshotValues({ registers, rates, prepayment }: Metrology): SnapshotValues {
  const wh = (name: ObjectName) => registers.get(name)?.wh ?? 0;
  const values: SnapshotValues = {
    primaryImportWh: wh('primary.import.total'),
    primaryExportWh: wh('primary.export.total'),
    balanceMilliPence: prepayment.balance.milliPence,
    debtMilliPence: prepayment.debt.milliPence,
  };
  for (const [name, member] of SECONDARY) {
    const ratesWh = rates.get(`${name}.rates`)?.wh;
    if (ratesWh) values[member] = { wh: wh(`${name}.total`), ratesWh };
  }
  return values;
}
