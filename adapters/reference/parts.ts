import { elementsOf, mostMva } from '../../declaration/declaration';
import { rowsKept } from '../../declaration/objects';
import type { Element, Way } from '../../trace/vocabulary';
import { AccessRights } from './access-rights';
import { ActivePower } from './active-power';
import { Agenda } from './agenda';
import type { Fitting } from './behaviour';
import { BlockCounters } from './block-counters';
import { EnergyRegister, VARH, WH } from './energy-register';
import type { EnergySource } from './energy-source';
import { EventLogs } from './event-log';
import { Firmware } from './firmware';
import { FrontEnd } from './front-end';
import { type HalfHourChannel, OwnIntervalChannel, PulseChannel, RegisterDifferenceChannel } from './half-hour-channel';
import { HalfHourProfile } from './half-hour-profile';
import { LifeCycle } from './life-cycle';
import { LoadLimit } from './load-limit';
import { LoadSwitch } from './load-switch';
import { MaxDemand } from './max-demand';
import { MeasuringElement } from './measuring-element';
import { MeterClock } from './meter-clock';
import { Migration } from './migration';
import { MpanStore } from './mpan-store';
import { Nameplate } from './nameplate';
import { NonVolatileStore } from './non-volatile-store';
import { Prepayment } from './prepayment';
import { PulseAccumulator } from './pulse-accumulator';
import { PulseFormer } from './pulse-former';
import { RateRegisters } from './rate-registers';
import type { LogAccess } from './served-object';
import { SnapshotLogs } from './snapshot-logs';
import { StampedLog } from './stamped-log';
import { SwitchingTables } from './switching-tables';
import { Tariff } from './tariff';

export type RegisterName = `${Element}.${Way}.total` | `reactive.${Way}.total`;
export type RatesName = 'primary.import.rates' | 'secondary.import.rates' | 'secondary.export.rates';
export type ProfileName = 'import.profile' | 'primary.export.profile' | 'reactive.import.profile' | 'secondary.export.profile';
export type MpanStores = Record<'import' | 'primaryExport' | 'secondaryExport', MpanStore>;

/** How each part of the meter is made. A fault replaces one of these; what it does not replace stays standard. */
export interface PartMakers {
  clock(fitting: Fitting): MeterClock;
  element(fitting: Fitting, element: Element): MeasuringElement;
  frontEnd(fitting: Fitting, elements: Record<Element, MeasuringElement>): FrontEnd;
  pulses(fitting: Fitting, element: Element): PulseFormer;
  register(fitting: Fitting, name: RegisterName): EnergyRegister;
  rates(fitting: Fitting, name: RatesName): RateRegisters;
  /** What the half hours of a register's quantity gather. */
  channel(fitting: Fitting, of: RegisterName, register: EnergyRegister): HalfHourChannel;
  profileLog(fitting: Fitting, name: ProfileName): StampedLog;
  /** What fills a half-hourly log from its channels. */
  profile(fitting: Fitting, name: ProfileName, ...filled: ConstructorParameters<typeof HalfHourProfile>): HalfHourProfile;
  logAccess(fitting: Fitting): LogAccess;
  tables(fitting: Fitting, way: Way): SwitchingTables;
  tariff(fitting: Fitting, way: Way, tables: Record<Way, SwitchingTables>): Tariff;
  mpans(fitting: Fitting): MpanStores;
  store(fitting: Fitting): NonVolatileStore;
  snapshots(fitting: Fitting): SnapshotLogs;
  eventLogs(fitting: Fitting): EventLogs;
  maxDemand(fitting: Fitting, way: Way): MaxDemand;
  blocks(fitting: Fitting): BlockCounters;
  prepayment(fitting: Fitting): Prepayment;
  loadLimit(fitting: Fitting): LoadLimit;
  power(fitting: Fitting): ActivePower;
  loadSwitch(fitting: Fitting): LoadSwitch;
  lifeCycle(fitting: Fitting): LifeCycle;
  firmware(fitting: Fitting): Firmware;
  access(fitting: Fitting): AccessRights;
  nameplate(fitting: Fitting): Nameplate;
  /** The order of what falls due at one instant. */
  agenda(fitting: Fitting): Agenda;
  migration(fitting: Fitting): Migration;
}

const UJ_PER_MWH = 3_600_000;
const RATES: Record<RatesName, number> = { 'primary.import.rates': 48, 'secondary.import.rates': 4, 'secondary.export.rates': 4 };

/** What a register of that name is constructed with. */
export function registerArguments({ choices }: Fitting, name: RegisterName): ConstructorParameters<typeof EnergyRegister> {
  const own = choices.quantisation === 'shared-quantum' ? undefined : new PulseAccumulator(choices.rounding);
  return [choices.registerModulusWh, own, name.startsWith('reactive') ? VARH : WH];
}

/** What the rates of that name are constructed with. */
export function ratesArguments({ choices }: Fitting, name: RatesName): ConstructorParameters<typeof RateRegisters> {
  const makeOwn = choices.quantisation === 'shared-quantum' ? undefined : () => new PulseAccumulator(choices.rounding);
  return [RATES[name], choices.registerModulusWh, makeOwn];
}

/** What the pulse former of that element is constructed with. */
export function pulsesArguments({ choices, behaviour }: Fitting, element: Element): ConstructorParameters<typeof PulseFormer> {
  const accumulator = (way: Way) => new PulseAccumulator(choices.rounding, behaviour.residuesUj[`${element}.${way}`]);
  return [{ import: accumulator('import'), export: accumulator('export') }, behaviour.energyBucketMwh * UJ_PER_MWH];
}

/** What the tariff of a direction is constructed with: the table that rules it under the declared choice. */
export function tariffArguments(
  { choices }: Fitting,
  way: Way,
  tables: Record<Way, SwitchingTables>,
): ConstructorParameters<typeof Tariff> {
  const ruledBy = way === 'export' && choices.exportSwitchingTable === 'own' ? 'export' : 'import';
  return [tables[ruledBy], choices.touWhileClockInvalid];
}

/** The energy that the maximum demand of a direction takes: secondary export only where declared. */
export function demandSources({ choices }: Fitting, way: Way): EnergySource[] {
  if (way === 'import') return ['primary.import', 'secondary.import'];
  return choices.secondaryExportMaxDemand === 'counted' ? ['primary.export', 'secondary.export'] : ['primary.export'];
}

/** Rows that a profile log keeps. */
export function profileDepth({ declaration, behaviour }: Fitting, name: ProfileName): number {
  return rowsKept(declaration, name) + behaviour.extraRows;
}

/** What the logs of snapshots are constructed with. */
export function snapshotsArguments({ declaration, choices }: Fitting): ConstructorParameters<typeof SnapshotLogs> {
  return [declaration.depths, choices.registerModulusWh, choices.snapshotMissedAtMidnight];
}

/** The parts of a meter that conforms under its declaration. */
export const STANDARD_PARTS: PartMakers = {
  clock: ({ behaviour }) => new MeterClock(behaviour.clockOffsetMs, behaviour.clockStatus, behaviour.clockReserveMs),
  element: ({ behaviour }, element) => new MeasuringElement(behaviour.startingPowerMw[element]),
  frontEnd: (_fitting, elements) => new FrontEnd(elements),
  pulses: (fitting, element) => new PulseFormer(...pulsesArguments(fitting, element)),
  register: (fitting, name) => new EnergyRegister(...registerArguments(fitting, name)),
  rates: (fitting, name) => new RateRegisters(...ratesArguments(fitting, name)),
  channel: ({ choices }, _of, register) => {
    if (choices.quantisation === 'shared-quantum') return new PulseChannel();
    if (choices.quantisation === 'per-register') return new RegisterDifferenceChannel(register);
    return new OwnIntervalChannel(() => new PulseAccumulator(choices.rounding));
  },
  profileLog: (fitting, name) => new StampedLog(profileDepth(fitting, name), 'end'),
  profile: (_fitting, _name, ...filled) => new HalfHourProfile(...filled),
  logAccess: ({ choices, behaviour }) => ({ ...choices, longReadTakesNew: behaviour.longReadTakesNew }),
  tables: ({ choices }, way) => new SwitchingTables(`secondary.${way}.table`, choices),
  tariff: (fitting, way, tables) => new Tariff(...tariffArguments(fitting, way, tables)),
  mpans: (fitting) => ({
    import: new MpanStore(fitting.declaration.variant === 'twin' ? 2 : 1, fitting),
    primaryExport: new MpanStore(1, fitting),
    secondaryExport: new MpanStore(1, fitting),
  }),
  store: ({ choices }) => new NonVolatileStore(choices.residualAcrossOutage),
  snapshots: (fitting) => new SnapshotLogs(...snapshotsArguments(fitting)),
  eventLogs: ({ declaration, behaviour }) => new EventLogs(declaration.depths.powerEvents, behaviour.unlogged),
  maxDemand: (fitting, way) => new MaxDemand(demandSources(fitting, way)),
  blocks: () => new BlockCounters(),
  prepayment: () => new Prepayment(),
  loadLimit: ({ declaration }) => new LoadLimit(mostMva(declaration, 'primary') / 1000),
  power: () => new ActivePower(),
  loadSwitch: ({ declaration }) => new LoadSwitch(elementsOf(declaration)),
  lifeCycle: () => new LifeCycle(),
  firmware: ({ declaration, behaviour }) =>
    new Firmware(behaviour.firmware, declaration.meter.firmware, declaration.variant === 'twin'),
  access: ({ declaration }) => new AccessRights(declaration),
  nameplate: ({ declaration }) => new Nameplate(declaration.variant),
  agenda: () => new Agenda(),
  migration: ({ choices }) => new Migration(choices.newRegistersStart),
};
