import type { Element } from '../../trace/vocabulary';
import type { MeasuredPower } from './measuring-element';

/** Active power import now, whole W (GBCS ECS17c): of both elements, or of the primary alone. Export is never taken off. */
export class ActivePower {
  importW(measured: Readonly<Record<Element, MeasuredPower>>, elements: readonly Element[]): number {
    return Math.floor(elements.reduce((sum, element) => sum + measured[element].importMw, 0) / 1000);
  }
}
