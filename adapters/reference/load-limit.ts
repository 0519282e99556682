import type { Element, Value } from '../../trace/vocabulary';
import type { MeasuredPower } from './measuring-element';

/** Watches the active power import of both elements against a threshold; export never counts. */
export class LoadLimit {
  private exceeded = false;

  constructor(private thresholdW: number) {}

  /** `{ thresholdW }`, a whole number; false where it is not that. */
  writeThreshold(value: Value): boolean {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const { thresholdW } = value;
    if (typeof thresholdW !== 'number' || !Number.isInteger(thresholdW) || thresholdW < 0) return false;
    this.thresholdW = thresholdW;
    return true;
  }

  /** True where the state changed. */
  watch(measured: Readonly<Record<Element, MeasuredPower>>): boolean {
    const before = this.exceeded;
    this.exceeded = this.loadMw(measured) > this.thresholdW * 1000;
    return this.exceeded !== before;
  }

  get value() {
    return { thresholdW: this.thresholdW, exceeded: this.exceeded };
  }

  protected loadMw({ primary, secondary }: Readonly<Record<Element, MeasuredPower>>): number {
    return primary.importMw + secondary.importMw;
  }
}
