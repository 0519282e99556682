import type { Element, Flow } from '../../../trace/vocabulary';
import type { Fitting } from '../behaviour';
import { FrontEnd } from '../front-end';
import { type MeasuredPower, MeasuringElement } from '../measuring-element';
import type { PartMakers } from '../parts';

/** Replaces the secondary measuring element: its own measurement, changed. `flow` is what really flows. */
export function secondaryElement(
  parts: PartMakers,
  change: (measured: MeasuredPower, flow: Flow, fitting: Fitting) => MeasuredPower,
): PartMakers {
  return {
    ...parts,
    element: (fitting, element) =>
      element === 'secondary'
        ? new ChangedElement(parts.element(fitting, element), fitting, change)
        : parts.element(fitting, element),
  };
}

/** The same power counted the other way. */
export const reversed = ({ importMw, exportMw, ...reactive }: MeasuredPower): MeasuredPower => ({
  importMw: exportMw,
  exportMw: importMw,
  ...reactive,
});

/** Replaces the front end: what both elements measured, mixed. */
export function mixedFrontEnd(
  parts: PartMakers,
  mix: (measured: Record<Element, MeasuredPower>) => Partial<Record<Element, Partial<MeasuredPower>>>,
): PartMakers {
  return { ...parts, frontEnd: (_fitting, elements) => new MixedFrontEnd(elements, mix) };
}

class ChangedElement extends MeasuringElement {
  constructor(
    private readonly standard: MeasuringElement,
    private readonly fitting: Fitting,
    private readonly change: (measured: MeasuredPower, flow: Flow, fitting: Fitting) => MeasuredPower,
  ) {
    super(fitting.behaviour.startingPowerMw.secondary);
  }

  override measure(flow: Flow): MeasuredPower {
    return this.change(this.standard.measure(flow), flow, this.fitting);
  }
}

class MixedFrontEnd extends FrontEnd {
  constructor(
    elements: Record<Element, MeasuringElement>,
    private readonly mix: (measured: Record<Element, MeasuredPower>) => Partial<Record<Element, Partial<MeasuredPower>>>,
  ) {
    super(elements);
  }

  override measure(flows: Record<Element, Flow>): Record<Element, MeasuredPower> {
    const measured = super.measure(flows);
    const mixed = this.mix(measured);
    return {
      primary: { ...measured.primary, ...mixed.primary },
      secondary: { ...measured.secondary, ...mixed.secondary },
    };
  }
}
