import type { Ms } from '../../trace/vocabulary';
import type { EnergySource } from './energy-source';
import { HALF_HOUR_MS } from './half-hour-channel';

/** Greatest mean power of a half hour, whole W, and the end of that half hour (SMETS 5.7.5.19). It is told of all energy and takes its own. */
export class MaxDemand {
  protected energyUj = 0;
  private w = 0;
  private atMs: Ms | null = null;

  constructor(private readonly sources: readonly EnergySource[]) {}

  add(source: EnergySource, energyUj: number) {
    if (this.sources.includes(source)) this.energyUj += energyUj;
  }

  halfHourEnded(endMs: Ms) {
    const meanW = Math.floor(this.energyUj / (HALF_HOUR_MS * 1000));
    this.energyUj = 0;
    if (meanW <= this.w) return;
    this.w = meanW;
    this.atMs = endMs;
  }

  /** GBCS ECS57: forgets the greatest so far; the half hour that runs goes on. */
  reset() {
    this.w = 0;
    this.atMs = null;
  }

  get value() {
    return { w: this.w, at: this.atMs };
  }

  /** Sets the maximum so far; the half hour that runs goes on. */
  restore({ w, at }: MaxDemand['value']) {
    this.w = w;
    this.atMs = at;
  }
}
