import { exportRows } from '../../declaration/objects';
import type { Element, ObjectName, Way } from '../../trace/vocabulary';
import { movement } from '../requirements/compare';
import { rowsOf } from '../requirements/profile/log-reads';
import { readings } from '../requirements/readings';
import type { Evidence } from '../requirements/requirement';
import type { Totals } from '../run-result';
import type { Plan } from './run-directory';

/** Sums what register and rows recorded of a loaded file, over its parts. */
export class LoadTotals {
  private readonly register = { import: 0n, export: 0n };
  private readonly rows = { import: 0n, export: 0n };

  constructor(private readonly loaded: NonNullable<Plan['loaded']>) {}

  /** Adds one part, where the trace is one. */
  add(evidence: Evidence) {
    if (!this.loaded.scenarios.includes(evidence.trace.scenario.name)) return;
    for (const way of ['import', 'export'] as const) {
      this.register[way] += registerWh(evidence, this.loaded.element, way);
      this.rows[way] += rowsWh(evidence, this.loaded.element, way);
    }
  }

  get totals(): Totals {
    const { element, fileWh } = this.loaded;
    const of = (way: Way) => ({ fileWh: fileWh[way], registerWh: String(this.register[way]), rowsWh: String(this.rows[way]) });
    return { [element]: { import: of('import'), export: of('export') } };
  }
}

/** From the first reading to the last, over every one between, so that a wrap in between is seen. */
function registerWh(evidence: Evidence, element: Element, way: Way): bigint {
  const read = readings<number>(evidence, `${element}.${way}.total`);
  return read
    .slice(1)
    .reduce((sum, { value }, i) => sum + movement(read[i]!.value, value, evidence.meter.choices.registerModulusWh), 0n);
}

function rowsWh(evidence: Evidence, element: Element, way: Way): bigint {
  const { object, field } = channelOf(evidence, element, way);
  const start = evidence.trace.scenario.start;
  let sum = 0n;
  for (const row of rowsOf(evidence, object, field).all()) if (start === 'any' || row.endMs > start) sum += BigInt(row.wh);
  return sum;
}

function channelOf(evidence: Evidence, element: Element, way: Way): { object: ObjectName; field: string } {
  if (way === 'import') return { object: 'import.profile', field: `${element}Wh` };
  return element === 'primary' ? { object: 'primary.export.profile', field: 'activeWh' } : exportRows(evidence.meter.choices);
}
