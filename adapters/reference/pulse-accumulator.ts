import type { Choices } from '../../declaration/choices';

/** 1 Wh in microjoules. */
export const UJ_PER_WH = 3_600_000_000;

/**
 * Turns µJ into whole Wh, exactly. Numbers suffice: a segment is at most half an hour, so its energy stays below 2^53 µJ up to 5 MW.
 * With rounding `nearest` it starts at half a Wh.
 */
export class PulseAccumulator {
  private residueUj: number;

  constructor(rounding: Choices['rounding'], residueUj = 0) {
    this.residueUj = ((rounding === 'nearest' ? UJ_PER_WH / 2 : 0) + residueUj) % UJ_PER_WH;
  }

  /** Energy not yet counted, 0 … 1 Wh, in µJ. */
  get pendingUj(): number {
    return this.residueUj;
  }

  /** Adds energy and gives the Wh that it completed. */
  take(energyUj: number): number {
    const total = this.residueUj + energyUj;
    if (total < UJ_PER_WH) {
      this.residueUj = total;
      return 0;
    }
    // The remainder is exact in a number where the quotient, rounded, is not.
    this.residueUj = total % UJ_PER_WH;
    return (total - this.residueUj) / UJ_PER_WH;
  }

  /** Takes pending energy back, at most what is pending. */
  cancel(energyUj: number) {
    this.residueUj -= Math.min(energyUj, this.residueUj);
  }

  loseResidue() {
    this.residueUj = 0;
  }
}
