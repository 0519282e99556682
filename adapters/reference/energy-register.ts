import type { MeterEvent } from './meter-event';
import type { PulseAccumulator } from './pulse-accumulator';

/** DLMS scaler and unit code. */
export interface ScalerUnit {
  scaler: number;
  unit: number;
}
export const WH: ScalerUnit = { scaler: 0, unit: 30 };
export const VARH: ScalerUnit = { scaler: 0, unit: 32 };

/**
 * A cumulative register of whole Wh that rolls over at its modulus. It counts the pulses of its element and direction, or, where it has
 * an accumulator of its own, its own energy. What it shows is as old as the last refresh.
 */
export class EnergyRegister {
  readonly unit: ScalerUnit;
  protected countedWh = 0;
  private shownWh = 0;
  private passedWh = 0;

  constructor(
    protected readonly modulusWh: number,
    private readonly own?: PulseAccumulator,
    unit = WH,
  ) {
    this.unit = unit;
  }

  /** The value counted so far, Wh. */
  get wh(): number {
    return this.countedWh;
  }

  /** The value that a read gets, Wh. */
  get visibleWh(): number {
    return this.shownWh;
  }

  /** All Wh that it ever counted: neither roll-over nor preset moves it back. */
  get everWh(): number {
    return this.passedWh;
  }

  add(energyUj: number, pulsesWh: number) {
    const wh = this.own ? this.own.take(energyUj) : pulsesWh;
    if (wh > 0) this.count(wh);
  }

  protected count(wh: number) {
    this.passedWh += wh;
    this.countedWh = (this.countedWh + wh) % this.modulusWh;
  }

  cancel(energyUj: number) {
    this.own?.cancel(energyUj);
  }

  refresh() {
    this.shownWh = this.countedWh;
  }

  preset(wh: number) {
    this.countedWh = wh % this.modulusWh;
  }

  loseResidue() {
    this.own?.loseResidue();
  }

  /** A conformant register is moved by energy alone. */
  notice(_event: MeterEvent) {}
}
