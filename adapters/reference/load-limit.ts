import type { Element } from '../../trace/vocabulary';
import type { MeasuredPower } from './measuring-element';

/** Watches the active power import of both elements against a threshold; export never counts. */
export class LoadLimit {
  private exceeded = false;

  constructor(private readonly thresholdW: number) {}

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
