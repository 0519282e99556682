import { ELEMENTS, type Element, type Flow, type Ms, type ObjectName, WAYS, type Way } from '../../trace/vocabulary';
import type { Fitting } from './behaviour';
import type { BlockCounters } from './block-counters';
import { cancel, count, type DirectionCounters } from './direction-counters';
import type { EnergyRegister } from './energy-register';
import type { EnergySource } from './energy-source';
import type { FrontEnd } from './front-end';
import type { HalfHourChannel } from './half-hour-channel';
import type { MaxDemand } from './max-demand';
import type { MeasuredPower } from './measuring-element';
import type { MeterEvent } from './meter-event';
import type { Countings, ResidueHolder } from './non-volatile-store';
import type { PartMakers, RatesName, RegisterName } from './parts';
import type { Prepayment } from './prepayment';
import { PulseAccumulator } from './pulse-accumulator';
import type { PulseFormer, Quanta } from './pulse-former';
import type { RateRegisters } from './rate-registers';
import type { Tariff } from './tariff';

type Counters = Record<Way, DirectionCounters | undefined>;

const SOURCES: Record<Element, Record<Way, EnergySource>> = {
  primary: { import: 'primary.import', export: 'primary.export' },
  secondary: { import: 'secondary.import', export: 'secondary.export' },
};

/** From flow to counted Wh: front end, pulses, and the counters of every element and direction. */
export class Metrology implements Countings {
  readonly registers = new Map<ObjectName, EnergyRegister>();
  readonly rates = new Map<ObjectName, RateRegisters>();
  readonly residues: ResidueHolder[] = [];
  private readonly channels: HalfHourChannel[] = [];
  readonly demand: Record<Way, MaxDemand>;
  readonly blocks: BlockCounters;
  readonly prepayment: Prepayment;
  private readonly frontEnd: FrontEnd;
  private readonly pulses: Record<Element, PulseFormer>;
  private readonly reactivePulses: Record<Way, PulseAccumulator>;
  private readonly active: Record<Element, Counters>;
  private readonly reactive: Record<Way, DirectionCounters>;
  private power: Record<Element, MeasuredPower>;
  private readonly lastWay: Partial<Record<Element, Way>> = {};
  private readonly uncounted: PulseAccumulator;
  private uncountedWh = 0;

  constructor(
    private readonly fitting: Fitting,
    private readonly parts: PartMakers,
    private readonly tariffs: Record<Way, Tariff>,
  ) {
    this.frontEnd = parts.frontEnd(fitting, {
      primary: parts.element(fitting, 'primary'),
      secondary: parts.element(fitting, 'secondary'),
    });
    this.power = this.frontEnd.measure({ primary: { activeMw: 0 }, secondary: { activeMw: 0 } });
    this.pulses = { primary: parts.pulses(fitting, 'primary'), secondary: parts.pulses(fitting, 'secondary') };
    const { rounding } = fitting.choices;
    this.uncounted = new PulseAccumulator(rounding);
    this.reactivePulses = { import: new PulseAccumulator(rounding), export: new PulseAccumulator(rounding) };
    this.residues.push(this.pulses.primary, this.pulses.secondary, this.reactivePulses.import, this.reactivePulses.export);
    this.demand = { import: parts.maxDemand(fitting, 'import'), export: parts.maxDemand(fitting, 'export') };
    this.blocks = parts.blocks(fitting);
    this.prepayment = parts.prepayment(fitting);
    this.reactive = { import: this.counters('reactive.import.total'), export: this.counters('reactive.export.total') };
    this.active = {
      primary: {
        import: {
          ...this.counters('primary.import.total'),
          rates: { registers: this.ratesNamed('primary.import.rates'), now: () => 1 },
        },
        export: this.counters('primary.export.total'),
      },
      secondary: {
        import: fitting.declaration.variant === 'twin' ? this.secondaryImport() : undefined,
        export: undefined,
      },
    };
  }

  private secondaryImport(): DirectionCounters {
    return {
      ...this.counters('secondary.import.total'),
      rates: { registers: this.ratesNamed('secondary.import.rates'), now: () => this.tariffs.import.rate },
    };
  }

  /** What the DP184 firmware adds: register, rates and channel of secondary export, all at zero. */
  fitSecondaryExport() {
    const rates = { registers: this.ratesNamed('secondary.export.rates'), now: () => this.tariffs.export.rate };
    this.active.secondary.export = { ...this.counters('secondary.export.total'), rates };
  }

  /** Secondary export, Wh, that was measured while there was no register for it. */
  get uncountedExportWh(): number {
    return this.uncountedWh;
  }

  /** The half-hour channel of a register that is fitted. */
  channelOf(element: Element | 'reactive', way: Way) {
    return (element === 'reactive' ? this.reactive[way] : this.active[element][way])?.channel;
  }

  /** Gives the elements that reversed: they now carry energy the other way than when they last carried any. */
  setFlows(flows: Record<Element, Flow>): Element[] {
    this.power = this.frontEnd.measure(flows);
    return ELEMENTS.filter((element) => this.reverses(element));
  }

  /** What both elements measure now. */
  get measured(): Readonly<Record<Element, MeasuredPower>> {
    return this.power;
  }

  private reverses(element: Element): boolean {
    const { importMw, exportMw } = this.power[element];
    const way = importMw > 0 ? 'import' : exportMw > 0 ? 'export' : undefined;
    if (!way) return false;
    const before = this.lastWay[element];
    this.lastWay[element] = way;
    return before !== undefined && before !== way;
  }

  /** Counts the present power over `durationMs`; the times are the segment's ends in meter time. */
  measure(durationMs: Ms, fromMs: Ms, toMs: Ms) {
    for (const element of ELEMENTS) {
      const { importMw, exportMw } = this.power[element];
      const countedMw = this.active[element].export ? exportMw : 0;
      if (countedMw < exportMw) this.uncountedWh += this.uncounted.take(exportMw * durationMs);
      if (importMw === 0 && countedMw === 0) continue;
      this.distribute(element, this.pulses[element].take(importMw * durationMs, countedMw * durationMs, toMs), fromMs, toMs);
    }
    const { primary, secondary } = this.power;
    this.measureReactive('import', (primary.reactiveImportMvar + secondary.reactiveImportMvar) * durationMs, fromMs, toMs);
    this.measureReactive('export', primary.reactiveExportMvar * durationMs, fromMs, toMs);
  }

  /** Ends a half hour at the meter instant. */
  endHalfHour(endMs: Ms) {
    for (const element of ELEMENTS) {
      const settled = this.pulses[element].settle();
      if (settled) this.distribute(element, settled, endMs, endMs);
    }
    for (const way of WAYS) this.demand[way].halfHourEnded(endMs);
  }

  /** Tells every counter of what happened to the meter. */
  notice(event: MeterEvent) {
    for (const register of this.registers.values()) register.notice(event);
    for (const rates of this.rates.values()) rates.notice(event);
    for (const channel of this.channels) channel.notice?.(event);
    for (const element of ELEMENTS) this.pulses[element].notice(event);
  }

  refresh() {
    for (const register of this.registers.values()) register.refresh();
    for (const rates of this.rates.values()) rates.refresh();
  }

  private distribute(element: Element, quanta: Quanta, fromMs: Ms, toMs: Ms) {
    const counters = this.active[element];
    if (counters.import && quanta.importBackUj > 0) cancel(counters.import, quanta.importBackUj);
    if (counters.export && quanta.exportBackUj > 0) cancel(counters.export, quanta.exportBackUj);
    if (counters.import && quanta.importUj > 0) {
      count(counters.import, quanta.importUj, quanta.importWh, fromMs, toMs);
      this.tell(SOURCES[element].import, quanta.importUj, quanta.importWh);
    }
    if (counters.export && quanta.exportUj > 0) {
      count(counters.export, quanta.exportUj, quanta.exportWh, fromMs, toMs);
      this.tell(SOURCES[element].export, quanta.exportUj, quanta.exportWh);
    }
  }

  /** Tells those that take some of the active energy and leave the rest. */
  private tell(source: EnergySource, energyUj: number, pulsesWh: number) {
    for (const way of WAYS) this.demand[way].add(source, energyUj);
    if (pulsesWh === 0) return;
    this.blocks.add(source, pulsesWh);
    this.prepayment.completed(source, pulsesWh);
  }

  private measureReactive(way: Way, energyUj: number, fromMs: Ms, toMs: Ms) {
    if (energyUj > 0) count(this.reactive[way], energyUj, this.reactivePulses[way].take(energyUj), fromMs, toMs);
  }

  private counters(name: RegisterName): DirectionCounters {
    const register = this.parts.register(this.fitting, name);
    const channel = this.parts.channel(this.fitting, name, register);
    this.registers.set(name, register);
    this.residues.push(register, channel);
    this.channels.push(channel);
    return { register, channel };
  }

  private ratesNamed(name: RatesName): RateRegisters {
    const rates = this.parts.rates(this.fitting, name);
    this.rates.set(name, rates);
    this.residues.push(rates);
    return rates;
  }
}
