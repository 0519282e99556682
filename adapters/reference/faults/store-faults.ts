import { EMPTY_TABLE } from '../../../declaration/switching-table';
import type { Ms, ObjectName } from '../../../trace/vocabulary';
import type { Fitting } from '../behaviour';
import type { Fault } from '../fault';
import type { MeterEvent } from '../meter-event';
import { MpanStore } from '../mpan-store';
import { type DataStore, NonVolatileStore } from '../non-volatile-store';
import { type PartMakers, pulsesArguments } from '../parts';
import { PulseFormer, type Quanta } from '../pulse-former';

const REGISTER = 'secondary.export.total';
const RATES = 'secondary.export.rates';
const ROWS = 'secondary.export.profile';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So long the capacitor of the power supply lasts. */
const BROWN_OUT_MS = 2000;

/** Register and rates of secondary export at some moment. */
interface Copy {
  wh: number;
  ratesWh: number[];
}

const copyOf = ({ registers, rates }: DataStore): Copy => ({
  wh: registers.get(REGISTER)?.wh ?? 0,
  ratesWh: rates.get(RATES)?.wh ?? [],
});

/** A store that changes what came back after a loss of supply; times are meter time. */
abstract class ChangedStore extends NonVolatileStore {
  protected lostMs = 0;

  override supplyLost(store: DataStore, atMs: Ms) {
    super.supplyLost(store, atMs);
    this.lostMs = atMs;
  }

  override supplyReturned(store: DataStore, atMs: Ms) {
    super.supplyReturned(store, atMs);
    this.change(store, atMs);
  }

  protected abstract change(store: DataStore, atMs: Ms): void;

  protected putBack({ registers, rates }: DataStore, { wh, ratesWh }: Copy) {
    registers.get(REGISTER)?.preset(wh);
    rates.get(RATES)?.restore(ratesWh);
  }
}

/** Two copies in turn; the wrong one of them is taken for the newer. */
class OlderCopyStore extends ChangedStore {
  private older: Copy | undefined;
  private newer: Copy | undefined;

  override supplyLost(store: DataStore, atMs: Ms) {
    super.supplyLost(store, atMs);
    this.older = this.newer;
    this.newer = copyOf(store);
  }

  protected change(store: DataStore) {
    if (this.older) this.putBack(store, this.older);
  }
}

/** Copies made at the end of half hours, of everything or of the rates alone. */
class PeriodicStore extends ChangedStore {
  private copy: Copy | undefined;

  constructor(
    residual: ConstructorParameters<typeof NonVolatileStore>[0],
    private readonly everyMs: Ms,
    private readonly ratesAlone = false,
  ) {
    super(residual);
  }

  override halfHourEnded(store: DataStore, endMs: Ms) {
    if (endMs % this.everyMs === 0) this.copy = copyOf(store);
  }

  protected change(store: DataStore) {
    if (this.copy) this.putBack(store, this.ratesAlone ? { ...copyOf(store), ratesWh: this.copy.ratesWh } : this.copy);
  }
}

/** Clears register and rates after an outage of such a length. */
class ClearingStore extends ChangedStore {
  constructor(
    residual: ConstructorParameters<typeof NonVolatileStore>[0],
    private readonly clears: (lengthMs: Ms) => boolean,
  ) {
    super(residual);
  }

  protected change(store: DataStore, atMs: Ms) {
    if (this.clears(atMs - this.lostMs)) this.putBack(store, { wh: 0, ratesWh: [] });
  }
}

class ShiftedRatesStore extends ChangedStore {
  protected change({ rates }: DataStore) {
    const [first = 0, ...rest] = rates.get(RATES)?.wh ?? [];
    rates.get(RATES)?.restore([...rest, first]);
  }
}

class SwappedRegisterStore extends ChangedStore {
  protected change({ registers }: DataStore) {
    registers.get(REGISTER)?.preset(registers.get('secondary.import.total')?.wh ?? 0);
  }
}

/** Changes one thing beside registers and rates. */
class RecordsStore extends ChangedStore {
  constructor(
    residual: ConstructorParameters<typeof NonVolatileStore>[0],
    protected readonly change: (store: DataStore) => void,
  ) {
    super(residual);
  }
}

const clearLogs = (which: RegExp) => (store: DataStore) => {
  for (const [name, log] of store.logs) if (which.test(name)) log.restore([]);
};

const dropRows =
  (keeps: (endMs: Ms, newestMs: Ms) => boolean) =>
  ({ logs }: DataStore) => {
    const rows = logs.get(ROWS)?.read({}) ?? [];
    const newestMs = rows.at(-1)?.end as Ms;
    logs.get(ROWS)?.restore(rows.filter(({ end }) => keeps(end as Ms, newestMs)));
  };

type Residue = 'lost' | 'to import' | 'doubled';

/** What becomes of energy below 1 Wh when supply returns. */
class ResidueFormer extends PulseFormer {
  private carried = { import: 0, export: 0 };

  constructor(
    fitting: Fitting,
    private readonly residue: Residue,
  ) {
    super(...pulsesArguments(fitting, 'secondary'));
  }

  override notice(event: MeterEvent) {
    if (event.what !== 'supplyReturned') return;
    const exported = this.accumulators.export;
    const { pendingUj } = exported;
    if (this.residue === 'doubled') this.carried.export += pendingUj;
    else exported.cancel(pendingUj);
    if (this.residue === 'to import') this.carried.import += pendingUj;
  }

  override take(importUj: number, exportUj: number): Quanta {
    const carried = this.carried;
    this.carried = { import: 0, export: 0 };
    return super.take(importUj + carried.import, exportUj + carried.export);
  }
}

class ForgetfulMpan extends MpanStore {
  override notice(event: MeterEvent) {
    if (event.what === 'supplyReturned') this.mpans = this.mpans.map(() => undefined);
  }
}

type Residual = ConstructorParameters<typeof NonVolatileStore>[0];
const store = (parts: PartMakers, make: (residual: Residual) => NonVolatileStore): PartMakers => ({
  ...parts,
  store: ({ choices }) => make(choices.residualAcrossOutage),
});
const records = (parts: PartMakers, change: (data: DataStore) => void) =>
  store(parts, (residual) => new RecordsStore(residual, change));
const residues = (parts: PartMakers, residue: Residue): PartMakers => ({
  ...parts,
  pulses: (fitting, element) => (element === 'secondary' ? new ResidueFormer(fitting, residue) : parts.pulses(fitting, element)),
});

const area = 'store';
const LENGTHS = ['outages-of-every-length'];
const fault = (
  name: string,
  breaks: string,
  says: string,
  replace: Fault['replace'],
  shownBy: ObjectName[] = LENGTHS,
): Fault => ({ name, breaks: `store.${breaks}`, area, says, shownBy, replace });

/** Faults of what outlives a loss of supply. */
export const STORE_FAULTS: Fault[] = [
  fault('older-copy-restored', 'newest-copy', 'After an outage the copy of the outage before comes back.', (parts) =>
    store(parts, (residual) => new OlderCopyStore(residual)),
  ),
  fault(
    'rates-saved-daily',
    'saved-together',
    'Rates are saved at midnight and the register at the loss of supply: they come back from two moments.',
    (parts) => store(parts, (residual) => new PeriodicStore(residual, DAY_MS, true)),
  ),
  fault('saved-hourly', 'register-after-hours', 'Register and rates are saved once an hour.', (parts) =>
    store(parts, (residual) => new PeriodicStore(residual, HOUR_MS)),
  ),
  fault('cleared-by-long-outage', 'register-after-days', 'An outage of more than a day clears register and rates.', (parts) =>
    store(parts, (residual) => new ClearingStore(residual, (lengthMs) => lengthMs > DAY_MS)),
  ),
  fault(
    'cleared-by-brown-out',
    'register-after-seconds',
    'An outage too short for the capacitor to drain clears register and rates: nothing was saved, and nothing is kept.',
    (parts) => store(parts, (residual) => new ClearingStore(residual, (lengthMs) => lengthMs < BROWN_OUT_MS)),
  ),
  fault(
    'import-restored-into-export',
    'register-after-hours',
    'The secondary import register is restored into that of export.',
    (parts) => store(parts, (residual) => new SwappedRegisterStore(residual)),
  ),
  fault('rates-restored-shifted', 'rates', 'After an outage the four rates come back shifted by one.', (parts) =>
    store(parts, (residual) => new ShiftedRatesStore(residual)),
  ),
  fault(
    'residue-lost-though-kept',
    'residue',
    'Energy below 1 Wh is lost with the supply, though declared as kept.',
    (parts) => residues(parts, 'lost'),
    ['many-short-outages'],
  ),
  fault(
    'residue-doubled',
    'residue',
    'Energy below 1 Wh is restored and also counted anew.',
    (parts) => residues(parts, 'doubled'),
    ['many-short-outages'],
  ),
  fault(
    'residue-to-import',
    'residue-stays',
    'Energy below 1 Wh of export comes back as import.',
    (parts) => residues(parts, 'to import'),
    ['many-short-outages'],
  ),
  fault('last-row-lost', 'rows', 'The newest row is lost with the supply: it was still in working memory.', (parts) =>
    records(
      parts,
      dropRows((endMs, newestMs) => endMs !== newestMs),
    ),
  ),
  fault('rows-of-the-day-lost', 'rows', 'Rows are saved at midnight: those of the day are lost with the supply.', (parts) =>
    records(
      parts,
      dropRows((endMs, newestMs) => endMs <= newestMs - (newestMs % DAY_MS)),
    ),
  ),
  fault('mpan-lost-with-supply', 'mpans', 'After an outage the secondary Export MPAN is unset.', (parts) => ({
    ...parts,
    mpans: (fitting) => ({ ...parts.mpans(fitting), secondaryExport: new ForgetfulMpan(1, fitting) }),
  })),
  fault(
    'pending-activation-forgotten',
    'activation',
    'A pending activation of the export table is forgotten in an outage.',
    (parts) =>
      records(parts, ({ tables }) => {
        const { active, passive } = tables.export;
        tables.export.restore({ active, passive, activation: 'never' });
      }),
  ),
  fault('passive-table-lost', 'tables', 'The passive export table is lost with the supply.', (parts) =>
    records(parts, ({ tables }) => {
      const { active, activation } = tables.export;
      tables.export.restore({ active, passive: EMPTY_TABLE, activation });
    }),
  ),
  fault('special-days-lost', 'tables', 'The special days of the active export table are lost with the supply.', (parts) =>
    records(parts, ({ tables }) => {
      const { active, passive, activation } = tables.export;
      tables.export.restore({ active: { ...active, specialDays: [] }, passive, activation });
    }),
  ),
  fault('snapshots-cleared-by-outage', 'snapshots', 'An outage clears the daily and billing logs.', (parts) =>
    records(parts, clearLogs(/^(daily|billing)\./)),
  ),
  fault('events-cleared-by-outage', 'event-logs', 'An outage clears the event log.', (parts) =>
    records(parts, clearLogs(/^events$/)),
  ),
];
