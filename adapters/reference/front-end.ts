import type { Element, Flow } from '../../trace/vocabulary';
import type { MeasuredPower, MeasuringElement } from './measuring-element';

/** The measuring front end: each element measured by itself, never netted against the other. */
export class FrontEnd {
  constructor(private readonly elements: Record<Element, MeasuringElement>) {}

  measure(flows: Record<Element, Flow>): Record<Element, MeasuredPower> {
    return { primary: this.elements.primary.measure(flows.primary), secondary: this.elements.secondary.measure(flows.secondary) };
  }
}
