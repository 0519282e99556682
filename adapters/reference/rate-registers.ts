import type { MeterEvent } from './meter-event';
import type { PulseAccumulator } from './pulse-accumulator';

/** The time-of-use registers of one element and direction: rate 1 … n, whole Wh each, cumulative, rolling over like the total. */
export class RateRegisters {
  protected readonly countedWh: number[];
  private readonly shownWh: number[];
  private readonly own: (PulseAccumulator | undefined)[] = [];

  /** `makeOwn` where each rate forms its own whole Wh. */
  constructor(
    count: number,
    protected readonly modulusWh: number,
    private readonly makeOwn?: () => PulseAccumulator,
  ) {
    this.countedWh = new Array<number>(count).fill(0);
    this.shownWh = [...this.countedWh];
  }

  /** Wh of every rate, rate 1 first, as counted so far. */
  get wh(): number[] {
    return [...this.countedWh];
  }

  /** Wh of every rate, rate 1 first, as a read gets them. */
  get visibleWh(): number[] {
    return [...this.shownWh];
  }

  add(rate: number, energyUj: number, pulsesWh: number) {
    const wh = this.makeOwn ? this.ownOf(rate, this.makeOwn).take(energyUj) : pulsesWh;
    if (wh > 0) this.countedWh[rate - 1] = ((this.countedWh[rate - 1] ?? 0) + wh) % this.modulusWh;
  }

  cancel(rate: number, energyUj: number) {
    this.own[rate - 1]?.cancel(energyUj);
  }

  refresh() {
    for (let i = 0; i < this.countedWh.length; i++) this.shownWh[i] = this.countedWh[i] ?? 0;
  }

  restore(wh: readonly number[]) {
    for (let i = 0; i < this.countedWh.length; i++) this.countedWh[i] = wh[i] ?? 0;
  }

  loseResidue() {
    for (const one of this.own) one?.loseResidue();
  }

  /** Rates are cumulative: no event resets them. */
  notice(_event: MeterEvent) {}

  private ownOf(rate: number, make: () => PulseAccumulator): PulseAccumulator {
    const own = this.own[rate - 1] ?? make();
    this.own[rate - 1] = own;
    return own;
  }
}
