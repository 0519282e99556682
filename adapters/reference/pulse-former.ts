import type { Ms, Way } from '../../trace/vocabulary';
import type { MeterEvent } from './meter-event';
import type { PulseAccumulator } from './pulse-accumulator';

/** Energy of one segment as it is counted: µJ after cancelling, the whole Wh completed, and what the other way gives back. */
export interface Quanta {
  importUj: number;
  exportUj: number;
  importWh: number;
  exportWh: number;
  importBackUj: number;
  exportBackUj: number;
}

/**
 * Forms the pulses of one element: one accumulator a direction, and the energy bucket, by which the first energy after a reversal
 * cancels what is still pending of the direction before, at most `bucketUj` a reversal.
 */
export class PulseFormer {
  private readonly quanta: Quanta = { importUj: 0, exportUj: 0, importWh: 0, exportWh: 0, importBackUj: 0, exportBackUj: 0 };
  private lastWay: Way | undefined;
  private allowanceUj = 0;

  constructor(
    protected readonly accumulators: Record<Way, PulseAccumulator>,
    private readonly bucketUj: number,
  ) {}

  /** Energy of a stretch that ends at the meter instant; the result is overwritten by the next call. */
  take(importUj: number, exportUj: number, _toMs?: Ms): Quanta {
    const quanta = this.quanta;
    quanta.importUj = importUj;
    quanta.exportUj = exportUj;
    quanta.importBackUj = 0;
    quanta.exportBackUj = 0;
    if (this.bucketUj > 0) {
      if (importUj > 0 && exportUj === 0) {
        quanta.exportBackUj = this.cancelled('import', 'export', importUj);
        quanta.importUj -= quanta.exportBackUj;
      } else if (exportUj > 0 && importUj === 0) {
        quanta.importBackUj = this.cancelled('export', 'import', exportUj);
        quanta.exportUj -= quanta.importBackUj;
      }
    }
    quanta.importWh = this.accumulators.import.take(quanta.importUj);
    quanta.exportWh = this.accumulators.export.take(quanta.exportUj);
    return quanta;
  }

  /** Energy held back until the end of the half hour; the standard former holds none. */
  settle(): Quanta | undefined {
    return undefined;
  }

  loseResidue() {
    this.accumulators.import.loseResidue();
    this.accumulators.export.loseResidue();
  }

  /** No event takes pending energy away. */
  notice(_event: MeterEvent) {}

  private cancelled(way: Way, before: Way, energyUj: number): number {
    if (this.lastWay === before) this.allowanceUj = this.bucketUj;
    this.lastWay = way;
    if (this.allowanceUj === 0) return 0;
    const pending = this.accumulators[before];
    const backUj = Math.min(energyUj, this.allowanceUj, pending.pendingUj);
    pending.cancel(backUj);
    this.allowanceUj = pending.pendingUj === 0 ? 0 : this.allowanceUj - backUj;
    return backUj;
  }
}
