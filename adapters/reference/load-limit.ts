/** Watches the active power import of both elements against a threshold; export never counts. */
export class LoadLimit {
  private exceeded = false;

  constructor(private readonly thresholdW: number) {}

  /** True where the state changed. */
  watch(importW: number): boolean {
    const before = this.exceeded;
    this.exceeded = importW > this.thresholdW;
    return this.exceeded !== before;
  }

  get value() {
    return { thresholdW: this.thresholdW, exceeded: this.exceeded };
  }
}
