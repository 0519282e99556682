import type { Ms } from '../../trace/vocabulary';
import type { EnergyRegister } from './energy-register';
import type { MeterEvent } from './meter-event';
import type { PulseAccumulator } from './pulse-accumulator';

export const HALF_HOUR_MS = 1_800_000;

/** What one quantity has gathered for the half hour that runs. Times are meter time. */
export interface HalfHourChannel {
  add(energyUj: number, pulsesWh: number, fromMs: Ms, toMs: Ms): void;
  /** Gives the whole Wh since it was last asked, and begins anew. */
  take(): number;
  cancel(energyUj: number): void;
  loseResidue(): void;
  /** No event but the end of the half hour concerns a conformant channel. */
  notice?(event: MeterEvent): void;
}

/** Quantisation shared-quantum: the half hour takes the same pulses as the register. */
export class PulseChannel implements HalfHourChannel {
  private wh = 0;

  add(_energyUj: number, pulsesWh: number) {
    this.wh += pulsesWh;
  }

  take(): number {
    const wh = this.wh;
    this.wh = 0;
    return wh;
  }

  cancel() {}
  loseResidue() {}
}

/** Quantisation per-register: the half hour is the difference of the register at its two ends. */
export class RegisterDifferenceChannel implements HalfHourChannel {
  private atStartWh: number;

  constructor(private readonly register: EnergyRegister) {
    this.atStartWh = register.everWh;
  }

  add() {}

  take(): number {
    const wh = this.register.everWh;
    const moved = wh - this.atStartWh;
    this.atStartWh = wh;
    return moved;
  }

  cancel() {}
  loseResidue() {}
}

/** Quantisation per-interval: each half hour forms the whole Wh of its own energy. */
export class OwnIntervalChannel implements HalfHourChannel {
  private wh = 0;
  private accumulator: PulseAccumulator;

  constructor(private readonly make: () => PulseAccumulator) {
    this.accumulator = make();
  }

  add(energyUj: number) {
    this.wh += this.accumulator.take(energyUj);
  }

  take(): number {
    const wh = this.wh;
    this.wh = 0;
    this.accumulator = this.make();
    return wh;
  }

  cancel(energyUj: number) {
    this.accumulator.cancel(energyUj);
  }

  loseResidue() {
    this.accumulator.loseResidue();
  }
}
