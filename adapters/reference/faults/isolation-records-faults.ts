import type { Fitting } from '../behaviour';
import { EnergyRegister } from '../energy-register';
import type { EnergySource } from '../energy-source';
import { EventLogs } from '../event-log';
import type { Fault } from '../fault';
import type { MeterEvent } from '../meter-event';
import { MpanStore } from '../mpan-store';
import { type PartMakers, profileDepth, registerArguments, snapshotsArguments, tariffArguments } from '../parts';
import { PRICE_MILLIPENCE_PER_WH, Prepayment } from '../prepayment';
import { SnapshotLogs } from '../snapshot-logs';
import { type LogRow, StampedLog } from '../stamped-log';
import { SwitchingTables } from '../switching-tables';
import { Tariff } from '../tariff';
import { secondaryExportRegister } from './counting';

type TableArguments = ConstructorParameters<typeof SwitchingTables>;

/** Told of secondary export, this payment takes it for money. */
class ExportPaid extends Prepayment {
  constructor(
    private readonly paidIn: 'credit' | 'prepayment',
    private readonly sign: 1 | -1,
  ) {
    super();
  }

  override completed(source: EnergySource, wh: number) {
    super.completed(source, wh);
    if (source === 'secondary.export' && this.balance.mode === this.paidIn)
      this.balanceMilliPence += this.sign * wh * PRICE_MILLIPENCE_PER_WH['secondary.import'];
  }
}

class DebtFromExport extends Prepayment {
  override completed(source: EnergySource, wh: number) {
    super.completed(source, wh);
    if (source === 'secondary.export') this.debtMilliPence = Math.max(0, this.debtMilliPence - wh);
  }
}

/** Reversals are events to it, of one log or the other. */
class ReversalLogs extends EventLogs {
  constructor(
    depth: number,
    private readonly into: 'events' | 'power',
  ) {
    super(depth);
  }

  override notice(event: MeterEvent) {
    super.notice(event);
    if (event.what === 'directionChanged') this[this.into].append({ at: event.atMs, event: 'directionChanged' });
  }
}

/** A table whose activation takes effect for the other direction as well. */
class CopiedTables extends SwitchingTables {
  constructor(
    args: TableArguments,
    private readonly other: () => SwitchingTables | undefined,
  ) {
    super(...args);
  }

  override activate(): boolean {
    const activated = super.activate();
    const other = this.other();
    if (activated && other) other.restore({ active: this.active, passive: other.passive, activation: other.activation });
    return activated;
  }
}

function tablesCopied(parts: PartMakers, from: 'import' | 'export'): PartMakers {
  let other: SwitchingTables | undefined;
  return {
    ...parts,
    tables: (fitting, way) => {
      if (way === from) return new CopiedTables([`secondary.${way}.table`, fitting.choices], () => other);
      other = parts.tables(fitting, way);
      return other;
    },
  };
}

/** Works out its rate in the buffer that holds the import's active table. */
class SharedBufferTariff extends Tariff {
  constructor(
    args: ConstructorParameters<typeof Tariff>,
    private readonly buffer: SwitchingTables,
  ) {
    super(...args);
  }

  protected override rateAt(meterMs: number): number | undefined {
    const { active } = this.tables;
    const { passive, activation } = this.buffer;
    if (active.days.length > 0) this.buffer.restore({ active, passive, activation });
    return super.rateAt(meterMs);
  }
}

/** One octet too far to the left in memory: the secondary Import MPAN is written over. */
class MpanOverImport extends MpanStore {
  constructor(
    fitting: Fitting,
    private readonly over: MpanStore,
  ) {
    super(1, fitting);
  }

  override write(octets: Uint8Array, atMs: number) {
    const written = super.write(octets, atMs);
    if (written === 'written') this.over.write(Buffer.concat([this.over.read().subarray(0, 13), octets]), atMs);
    return written;
  }
}

class WithMember extends StampedLog {
  override append(row: LogRow) {
    super.append({ ...row, secondaryExportWh: 0 });
  }
}

class SnapshotsWithMember extends SnapshotLogs {
  override readonly dailyExport: StampedLog;

  constructor({ declaration, ...fitting }: Fitting) {
    super(...snapshotsArguments({ declaration, ...fitting }));
    this.dailyExport = new WithMember(declaration.depths.dailyRead, 'at');
  }
}

class BillingWithMember extends SnapshotLogs {
  override readonly billingImport: StampedLog;

  constructor({ declaration, ...fitting }: Fitting) {
    super(...snapshotsArguments({ declaration, ...fitting }));
    this.billingImport = new WithMember(declaration.depths.billing, 'at');
  }
}

/** Counts in credit mode only. */
class CreditModeRegister extends EnergyRegister {
  private prepayment = false;

  constructor(fitting: Fitting) {
    super(...registerArguments(fitting, 'secondary.export.total'));
  }

  override notice(event: MeterEvent) {
    if (event.what === 'paymentModeChanged') this.prepayment = !this.prepayment;
  }

  protected override count(wh: number) {
    if (!this.prepayment) super.count(wh);
  }
}

const area = 'isolation';

/** Faults by which secondary export gets into payment, event logs, tables, MPANs or published shapes, or payment into it. */
export const ISOLATION_RECORDS_FAULTS: Fault[] = [
  {
    name: 'export-credits-prepayment',
    breaks: 'isolation.prepayment-balance',
    area,
    says: 'In prepayment mode secondary export earns credit at the price of import.',
    shownBy: ['prepayment-running'],
    replace: (parts) => ({ ...parts, prepayment: () => new ExportPaid('prepayment', 1) }),
  },
  {
    name: 'export-charged',
    breaks: 'isolation.prepayment-balance',
    area,
    says: 'In prepayment mode secondary export costs as import does.',
    shownBy: ['prepayment-running'],
    replace: (parts) => ({ ...parts, prepayment: () => new ExportPaid('prepayment', -1) }),
  },
  {
    name: 'export-credited-in-credit-mode',
    breaks: 'isolation.prepayment-credit',
    area,
    says: 'In credit mode the balance grows with secondary export.',
    shownBy: ['prepayment-running'],
    replace: (parts) => ({ ...parts, prepayment: () => new ExportPaid('credit', 1) }),
  },
  {
    name: 'debt-collected-on-export',
    breaks: 'isolation.prepayment-debt',
    area,
    says: 'Debt is recovered for each Wh of secondary export.',
    shownBy: ['prepayment-running'],
    replace: (parts) => ({ ...parts, prepayment: () => new DebtFromExport() }),
  },
  {
    name: 'event-per-reversal',
    breaks: 'isolation.event-log',
    area,
    says: 'Every reversal is recorded in the event log and pushes older events out.',
    shownBy: ['reversals-and-events'],
    replace: (parts) => ({
      ...parts,
      eventLogs: ({ declaration }) => new ReversalLogs(declaration.depths.powerEvents, 'events'),
    }),
  },
  {
    name: 'power-event-per-reversal',
    breaks: 'isolation.event-log',
    area,
    says: 'Every reversal is recorded in the power event log.',
    shownBy: ['reversals-and-events'],
    replace: (parts) => ({
      ...parts,
      eventLogs: ({ declaration }) => new ReversalLogs(declaration.depths.powerEvents, 'power'),
    }),
  },
  {
    name: 'import-table-copied-to-export',
    breaks: 'isolation.tables-apart',
    area,
    says: "Activating the secondary import's switching table replaces that of export too, though each has its own.",
    shownBy: ['tables-apart'],
    replace: (parts) => tablesCopied(parts, 'import'),
  },
  {
    name: 'export-table-copied-to-import',
    breaks: 'isolation.tables-apart',
    area,
    says: "Activating the secondary export's switching table replaces that of import too.",
    shownBy: ['tables-apart'],
    replace: (parts) => tablesCopied(parts, 'export'),
  },
  {
    name: 'import-table-as-buffer',
    breaks: 'isolation.import-table',
    area,
    says: 'A rate switch of export leaves the export table in the place of the active import table.',
    shownBy: ['battery-evening'],
    replace: (parts) => ({
      ...parts,
      tariff: (fitting, way, tables) =>
        way === 'export'
          ? new SharedBufferTariff(tariffArguments(fitting, way, tables), tables.import)
          : parts.tariff(fitting, way, tables),
    }),
  },
  {
    name: 'export-mpan-over-import-mpan',
    breaks: 'isolation.import-mpan',
    area,
    says: 'The secondary Export MPAN is also written over the secondary Import MPAN.',
    shownBy: ['table-and-mpan-writes'],
    replace: (parts) => ({
      ...parts,
      mpans: (fitting) => {
        const mpans = parts.mpans(fitting);
        return { ...mpans, secondaryExport: new MpanOverImport(fitting, mpans.import) };
      },
    }),
  },
  {
    name: 'member-added-to-export-rows',
    breaks: 'isolation.published-logs',
    area,
    says: 'The rows of primary export have one more member, though a log of its own is declared.',
    shownBy: ['max-demand'],
    replace: (parts) => ({
      ...parts,
      profileLog: (fitting, name) =>
        name === 'primary.export.profile' ? new WithMember(profileDepth(fitting, name), 'end') : parts.profileLog(fitting, name),
    }),
  },
  {
    name: 'member-added-to-daily-export',
    breaks: 'isolation.published-logs',
    area,
    says: 'The daily read log of primary export has one more member.',
    shownBy: ['max-demand'],
    replace: (parts) => ({ ...parts, snapshots: (fitting) => new SnapshotsWithMember(fitting) }),
  },
  {
    name: 'member-added-to-billing',
    breaks: 'isolation.published-logs',
    area,
    says: 'The billing data log, which excludes export today, has a member for secondary export.',
    shownBy: ['max-demand'],
    replace: (parts) => ({ ...parts, snapshots: (fitting) => new BillingWithMember(fitting) }),
  },
  {
    name: 'stopped-in-prepayment-mode',
    breaks: 'isolation.over-prepayment',
    area,
    says: 'In prepayment mode secondary export is not counted.',
    shownBy: ['prepayment-running'],
    replace: (parts) => secondaryExportRegister(parts, (fitting) => new CreditModeRegister(fitting)),
  },
];
