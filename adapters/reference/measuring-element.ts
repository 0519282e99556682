import type { Flow } from '../../trace/vocabulary';

/** What an element registers while a flow lasts: integer mW and mvar, all ≥ 0. Reactive import is +Q, quadrants I and II. */
export interface MeasuredPower {
  importMw: number;
  exportMw: number;
  reactiveImportMvar: number;
  reactiveExportMvar: number;
}

/** One measuring element. Below its starting power it registers nothing, at or above it everything. */
export class MeasuringElement {
  constructor(private readonly startingPowerMw: number) {}

  measure(flow: Flow): MeasuredPower {
    const active = this.started(flow.activeMw);
    const reactive = this.started(flow.reactiveMvar ?? 0);
    return {
      importMw: Math.max(active, 0),
      exportMw: Math.max(-active, 0),
      reactiveImportMvar: Math.max(reactive, 0),
      reactiveExportMvar: Math.max(-reactive, 0),
    };
  }

  private started(power: number): number {
    return Math.abs(power) < this.startingPowerMw ? 0 : power;
  }
}
