import { InternalError } from '../../trace/errors';
import {
  type Element,
  type Flow,
  type Ms,
  type ObjectName,
  type Presets,
  type Value,
  WAYS,
  type Way,
} from '../../trace/vocabulary';
import type { DueEvent } from './agenda';
import type { Fitting } from './behaviour';
import { FittedParts } from './fitted-parts';
import { HalfHours } from './half-hours';
import type { MeasuredPower } from './measuring-element';
import type { MeterEvent } from './meter-event';
import type { Takeover } from './migration';
import type { DataStore } from './non-volatile-store';
import type { PartMakers } from './parts';
import { logsOf, recordsOf, restore } from './record-keepers';
import { snapshotValues } from './snapshot-values';
import type { StampedLog } from './stamped-log';

const NO_POWER: MeasuredPower = { importMw: 0, exportMw: 0, reactiveImportMvar: 0, reactiveExportMvar: 0 };

const NEVER = Number.POSITIVE_INFINITY;

/**
 * The reference meter: a twin-element ESME with the DP184 additions, an exact model in bench time. Time passes in closed form from one
 * event to the next: half hour, rate switch, activation, end of start-up, end of the clock's reserve.
 */
export class Esme extends FittedParts {
  private readonly halfHours: HalfHours;
  private nowMs: Ms;
  private supplied = true;
  private measuringFromMs: Ms;
  private gapEndMs: Ms;
  private snapshotMs: Ms;
  private retryMs: Ms = NEVER;
  /** Collected once: a life of half hours asks for them at each. */
  private keptLogs: ReadonlyMap<ObjectName, StampedLog> | undefined;
  private nextEventMs: Ms = NEVER;

  /** First energised at bench time `startMs`; presets are set by `preset`. */
  constructor(fitting: Fitting, parts: PartMakers, startMs: Ms) {
    super(fitting, parts);
    this.nowMs = startMs;
    this.measuringFromMs = startMs;
    this.gapEndMs = startMs;
    if (this.firmware.dp184) this.fitSecondaryExport();
    this.halfHours = new HalfHours(this.profiles.all, this.meterMs);
    this.snapshotMs = this.snapshots.nextAfter(this.meterMs);
    this.snapshots.begin(snapshotValues(this.metrology));
    for (const way of WAYS) this.tariffs[way].update(this.meterMs, this.clock.status);
    this.schedule();
  }

  /** Bench time. */
  get now(): Ms {
    return this.nowMs;
  }

  get meterMs(): Ms {
    return this.clock.meterMs(this.nowMs);
  }

  get powered(): boolean {
    return this.supplied;
  }

  get measuring(): boolean {
    return this.supplied && this.nowMs >= this.measuringFromMs;
  }

  /** Sets registers and rates to whole Wh before the start. */
  preset(values: Readonly<Presets>) {
    const { registers, rates } = this.metrology;
    for (const [name, wh] of Object.entries(values)) {
      if (typeof wh === 'number') registers.get(name)?.preset(wh);
      else rates.get(name)?.restore(wh);
    }
    this.snapshots.begin(snapshotValues(this.metrology));
    this.metrology.refresh();
  }

  /** Lets bench time pass with the present flows. */
  advanceTo(benchMs: Ms) {
    if (benchMs < this.nowMs) throw new InternalError(`meter time runs forward: at ${this.nowMs}, asked for ${benchMs}`);
    while (this.nextEventMs <= benchMs) {
      this.pass(this.nextEventMs);
      this.meetEvents();
    }
    this.pass(benchMs);
  }

  /** What flows from now on, as the bench makes it flow through closed contacts. */
  setFlows(flows: Record<Element, Flow>) {
    for (const element of this.metrology.setFlows(flows)) this.notice({ what: 'directionChanged', element, atMs: this.meterMs });
    this.watchLoad();
  }

  setSupply(on: boolean) {
    if (on === this.supplied) return;
    this.supplied = on;
    if (on) this.supplyReturned();
    else this.supplyLost();
    this.schedule();
    this.meetEvents();
  }

  setClock(meterMs: Ms) {
    const fromMs = this.meterMs;
    this.stepClock(meterMs);
    this.notice({ what: 'clockSet', fromMs, atMs: meterMs });
    this.updateTariffs();
    this.meetEvents();
  }

  /** The clock steps by itself; nobody asked for it, and it is no event. */
  correctClock(byMs: Ms) {
    if (this.clock.status !== 'reliable') return;
    this.stepClock(this.meterMs + byMs);
    this.updateTariffs();
    this.meetEvents();
  }

  private stepClock(meterMs: Ms) {
    this.clock.set(meterMs, this.nowMs);
    this.halfHours.clockSet(meterMs);
    this.snapshotMs = this.snapshots.nextAfter(meterMs);
  }

  /** To be called when an activation has been written: an immediate one takes effect at once. */
  activationWritten() {
    this.meetEvents();
  }

  moveContact(element: Element, to: 'closed' | 'open') {
    this.loadSwitch.move(element, to);
    this.notice({ what: to === 'open' ? 'contactOpened' : 'contactClosed', element, atMs: this.meterMs });
  }

  /** A change of supplier, tenancy or credentials; false where it is no text. */
  changeLifeCycle(object: ObjectName, to: Value | undefined): boolean {
    if (!this.lifeCycle.change(object, to)) return false;
    this.notice({ what: 'lifeCycleChanged', object, atMs: this.meterMs });
    if (object === 'import.supplier') this.snapshots.changed(this.meterMs, snapshotValues(this.metrology));
    return true;
  }

  /** Payment mode and balance; false where it is neither. */
  writeBalance(value: Value): boolean {
    const { prepayment } = this.metrology;
    const before = prepayment.balance.mode;
    const values = snapshotValues(this.metrology);
    if (!prepayment.writeBalance(value)) return false;
    if (prepayment.balance.mode === before) return true;
    this.notice({ what: 'paymentModeChanged', atMs: this.meterMs });
    this.snapshots.changed(this.meterMs, values);
    return true;
  }

  /** False where there is no image to activate. Measuring stops for the activation gap. */
  activateFirmware(): boolean {
    const { dp184 } = this.firmware;
    if (!this.firmware.activate()) {
      this.takeOver('refused');
      return false;
    }
    this.gapEndMs = this.nowMs + this.fitting.behaviour.activationGapMs;
    this.measuringFromMs = Math.max(this.measuringFromMs, this.gapEndMs);
    this.halfHours.cut();
    this.takeOver('activated');
    if (this.firmware.dp184 && !dp184) this.beginSecondaryExport();
    this.notice({ what: 'firmwareActivated', version: this.firmware.version, atMs: this.meterMs });
    this.schedule();
    return true;
  }

  /** Takes a row of every snapshot log now. */
  captureSnapshots() {
    this.snapshots.capture(this.meterMs, snapshotValues(this.metrology));
  }

  /** Registers, logs and tables, by the names of their objects. */
  get dataStore(): DataStore {
    const { registers, rates, residues } = this.metrology;
    return { registers, rates, residues, tables: this.tables, logs: this.stampedLogs };
  }

  get stampedLogs(): ReadonlyMap<ObjectName, StampedLog> {
    this.keptLogs ??= logsOf(this);
    return this.keptLogs;
  }

  /** What both elements measure now; nothing while the meter does not measure. */
  get measured(): Readonly<Record<Element, MeasuredPower>> {
    return this.measuring ? this.metrology.measured : { primary: NO_POWER, secondary: NO_POWER };
  }

  /** False where it is no threshold. */
  writeLoadLimit(value: Value): boolean {
    if (!this.loadLimit.writeThreshold(value)) return false;
    this.watchLoad();
    return true;
  }

  /** GBCS ECS57. */
  resetMaxDemand(way: Way, object: ObjectName) {
    this.metrology.demand[way].reset();
    this.notice({ what: 'maxDemandReset', object, atMs: this.meterMs });
  }

  notice(event: MeterEvent) {
    this.logs.notice(event);
    this.metrology.notice(event);
    for (const mpan of Object.values(this.mpans)) mpan.notice(event);
    for (const profile of this.profiles.all) profile.notice(event);
    for (const way of WAYS) this.tables[way].notice(event);
  }

  private fitSecondaryExport() {
    this.metrology.fitSecondaryExport();
    this.profiles.fitSecondaryExport();
    this.keptLogs = undefined;
    if (this.fitting.choices.exportMpanLayout === 'combined-26') this.mpans.primaryExport.addPlace();
  }

  /** What the upgrade adds, where it is to begin. */
  private beginSecondaryExport() {
    const { wh, ratesWh, rows } = this.migration.begin(recordsOf(this), this.metrology.uncountedExportWh);
    this.fitSecondaryExport();
    this.metrology.registers.get('secondary.export.total')?.preset(wh);
    this.metrology.rates.get('secondary.export.rates')?.restore(ratesWh);
    for (const row of rows) this.profiles.byName.get('secondary.export.profile')?.log.append(row);
    this.metrology.refresh();
  }

  private takeOver(at: Takeover) {
    const records = this.migration.takeOver(recordsOf(this), at);
    restore(this, records);
    if (!records.halfHourGoesOn) for (const profile of this.profiles.all) profile.begin();
    if (records.clockStepMs !== 0) this.setClock(this.meterMs + records.clockStepMs);
    this.updateTariffs();
  }

  private supplyLost() {
    if (this.nowMs < this.gapEndMs) this.takeOver('supply-lost');
    this.store.supplyLost(this.dataStore, this.meterMs);
    this.clock.supplyLost(this.nowMs);
    for (const mpan of Object.values(this.mpans)) mpan.supplyLost(this.nowMs);
    this.notice({ what: 'supplyLost', atMs: this.meterMs });
  }

  private supplyReturned() {
    this.clock.supplyReturned(this.nowMs);
    this.store.supplyReturned(this.dataStore, this.meterMs);
    this.measuringFromMs = Math.max(this.gapEndMs, this.nowMs + this.fitting.behaviour.startUpMs);
    this.notice({ what: 'supplyReturned', atMs: this.meterMs });
    if (this.clock.status === 'invalid') this.notice({ what: 'clockInvalid', atMs: this.meterMs });
    this.snapshots.supplyReturned(this.meterMs, snapshotValues(this.metrology));
    this.updateTariffs();
  }

  private pass(toMs: Ms) {
    const { registerRefreshMs } = this.fitting.behaviour;
    if (toMs <= this.nowMs) return;
    if (registerRefreshMs === 0) {
      this.segment(toMs);
      this.metrology.refresh();
      return;
    }
    const refreshMs = toMs - (toMs % registerRefreshMs);
    if (refreshMs > this.nowMs) {
      this.segment(refreshMs);
      this.metrology.refresh();
    }
    this.segment(toMs);
  }

  private segment(toMs: Ms) {
    const durationMs = toMs - this.nowMs;
    if (durationMs === 0) return;
    this.halfHours.pass(durationMs, this.supplied, this.supplied && this.nowMs < this.gapEndMs);
    if (this.measuring) this.metrology.measure(durationMs, this.meterMs, this.clock.meterMs(toMs));
    this.nowMs = toMs;
  }

  private meetEvents() {
    if (this.nowMs >= this.clock.stopsAtMs) this.clock.reserveExhausted(this.nowMs);
    const due = this.due();
    const now = this.agenda.now(due, this.meterMs);
    for (const event of now) this.meet(event);
    this.retryMs = due.length > now.length ? this.nowMs + this.agenda.retryMs : NEVER;
    if (this.nowMs === this.measuringFromMs) this.watchLoad();
    this.schedule();
  }

  /** What is due by the meter's clock, in the order in which it has to be done. */
  private due(): DueEvent[] {
    return this.planned().filter(({ atMs }) => atMs <= this.meterMs);
  }

  private planned(): DueEvent[] {
    const { tables, tariffs, supplied } = this;
    const activations = supplied
      ? WAYS.map((way) => ({ what: 'activation' as const, way, atMs: tables[way].activatesAtMs }))
      : [];
    return [
      { what: 'halfHour', atMs: this.halfHours.endMs },
      { what: 'snapshot', atMs: this.snapshotMs },
      ...activations,
      ...WAYS.map((way) => ({ what: 'rateSwitch' as const, way, atMs: tariffs[way].nextSwitchMs })),
    ];
  }

  private meet(event: DueEvent) {
    if (event.what === 'halfHour') this.endHalfHour();
    else if (event.what === 'snapshot') this.takeSnapshot();
    else if (event.what === 'activation') this.activateTable(event.way, this.meterMs);
    else this.updateTariff(event.way);
  }

  private endHalfHour() {
    const { endMs } = this.halfHours;
    this.metrology.endHalfHour(endMs);
    this.halfHours.close();
    if (this.supplied) this.store.halfHourEnded(this.dataStore, endMs);
    this.notice({ what: 'halfHourEnded', atMs: endMs });
  }

  private takeSnapshot() {
    if (this.supplied) this.snapshots.midnight(this.snapshotMs, snapshotValues(this.metrology));
    else this.snapshots.missMidnight(this.snapshotMs);
    this.snapshotMs = this.snapshots.nextAfter(this.snapshotMs);
  }

  private activateTable(way: Way, meterMs: Ms) {
    const tables = this.tables[way];
    const activated = tables.activate();
    this.notice({ what: activated ? 'tableActivated' : 'tableRefused', object: tables.object, atMs: meterMs });
    if (activated && way === 'import') this.snapshots.changed(meterMs, snapshotValues(this.metrology));
    this.updateTariffs();
  }

  private updateTariffs() {
    for (const way of WAYS) this.updateTariff(way);
  }

  private updateTariff(way: Way) {
    const tariff = this.tariffs[way];
    const before = tariff.rate;
    tariff.update(this.meterMs, this.clock.status);
    if (tariff.rate !== before) this.notice({ what: 'rateSwitched', way, atMs: this.meterMs });
  }

  private watchLoad() {
    if (!this.loadLimit.watch(this.measured)) return;
    this.notice({ what: this.loadLimit.value.exceeded ? 'loadLimitExceeded' : 'loadLimitCleared', atMs: this.meterMs });
  }

  /** The next bench instant at which something changes by itself. */
  private schedule() {
    const { clock, meterMs } = this;
    const next = this.planned().reduce((soonest, { atMs }) => (atMs > meterMs && atMs < soonest ? atMs : soonest), NEVER);
    this.nextEventMs = Math.min(
      clock.stopsAtMs,
      clock.benchMs(next),
      this.retryMs,
      this.measuringFromMs > this.nowMs ? this.measuringFromMs : NEVER,
      this.gapEndMs > this.nowMs ? this.gapEndMs : NEVER,
    );
  }
}
