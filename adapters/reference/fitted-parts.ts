import type { Way } from '../../trace/vocabulary';
import type { AccessRights } from './access-rights';
import type { ActivePower } from './active-power';
import type { Agenda } from './agenda';
import type { Fitting } from './behaviour';
import type { EventLogs } from './event-log';
import type { Firmware } from './firmware';
import type { LifeCycle } from './life-cycle';
import type { LoadLimit } from './load-limit';
import { LoadProfiles } from './load-profiles';
import type { LoadSwitch } from './load-switch';
import type { MeterClock } from './meter-clock';
import { Metrology } from './metrology';
import type { Migration } from './migration';
import type { Nameplate } from './nameplate';
import type { NonVolatileStore } from './non-volatile-store';
import type { MpanStores, PartMakers } from './parts';
import type { LogAccess } from './served-object';
import type { SnapshotLogs } from './snapshot-logs';
import type { SwitchingTables } from './switching-tables';
import type { Tariff } from './tariff';

/** The parts of one meter, each made once: what it consists of. How they work together is the meter's. */
export abstract class FittedParts {
  readonly clock: MeterClock;
  readonly metrology: Metrology;
  readonly profiles: LoadProfiles;
  readonly logAccess: LogAccess;
  readonly snapshots: SnapshotLogs;
  readonly tables: Record<Way, SwitchingTables>;
  readonly mpans: MpanStores;
  readonly logs: EventLogs;
  readonly loadLimit: LoadLimit;
  readonly loadSwitch: LoadSwitch;
  readonly lifeCycle: LifeCycle;
  readonly firmware: Firmware;
  readonly access: AccessRights;
  readonly nameplate: Nameplate;
  readonly activePower: ActivePower;
  protected readonly tariffs: Record<Way, Tariff>;
  protected readonly store: NonVolatileStore;
  protected readonly agenda: Agenda;
  protected readonly migration: Migration;

  constructor(
    protected readonly fitting: Fitting,
    parts: PartMakers,
  ) {
    this.clock = parts.clock(fitting);
    this.tables = { import: parts.tables(fitting, 'import'), export: parts.tables(fitting, 'export') };
    this.tariffs = { import: parts.tariff(fitting, 'import', this.tables), export: parts.tariff(fitting, 'export', this.tables) };
    this.metrology = new Metrology(fitting, parts, this.tariffs);
    this.profiles = new LoadProfiles(fitting, parts, this.metrology);
    this.logAccess = parts.logAccess(fitting);
    this.snapshots = parts.snapshots(fitting);
    this.mpans = parts.mpans(fitting);
    this.logs = parts.eventLogs(fitting);
    this.loadLimit = parts.loadLimit(fitting);
    this.loadSwitch = parts.loadSwitch(fitting);
    this.lifeCycle = parts.lifeCycle(fitting);
    this.firmware = parts.firmware(fitting);
    this.access = parts.access(fitting);
    this.nameplate = parts.nameplate(fitting);
    this.activePower = parts.power(fitting);
    this.store = parts.store(fitting);
    this.agenda = parts.agenda(fitting);
    this.migration = parts.migration(fitting);
  }
}
