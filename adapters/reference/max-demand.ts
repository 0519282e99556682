import type { Ms } from '../../trace/vocabulary';
import { HALF_HOUR_MS } from './half-hour-channel';

/** Greatest mean power of a half hour, whole W, and the end of that half hour (SMETS 5.7.5.19). */
export class MaxDemand {
  private energyUj = 0;
  private w = 0;
  private atMs: Ms | null = null;

  add(energyUj: number) {
    this.energyUj += energyUj;
  }

  halfHourEnded(endMs: Ms) {
    const meanW = Math.floor(this.energyUj / (HALF_HOUR_MS * 1000));
    this.energyUj = 0;
    if (meanW <= this.w) return;
    this.w = meanW;
    this.atMs = endMs;
  }

  get value() {
    return { w: this.w, at: this.atMs };
  }
}
