import fc from 'fast-check';
import { type Declaration, mostMva } from '../../../declaration/declaration';
import { exportMpan } from '../../../declaration/objects';
import {
  ELEMENTS,
  type Element,
  type Flow,
  type Flows,
  type Ms,
  type ObjectName,
  type Stimulus,
} from '../../../trace/vocabulary';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HALF_HOUR_MS = 1_800_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Power at which one second is 2 Wh, so that whole watt-hours tell on which side of a boundary it was. */
export const KW_7_2 = 7_200_000;

export const REST: Flows = Object.fromEntries(ELEMENTS.map((element) => [element, { activeMw: 0 }]));

/** Longer than any register may lag, so that what is read then is all that flowed. */
const REST_MS = 30_000;

/** The most that an element carries: |S| = Imax × U, in mVA; nothing through one that the meter lacks. */
export const mostMw = mostMva;

/** That power, or what the element carries where that is less. */
export const atMost = (meter: Declaration, element: Element, mw: number): number => Math.min(mw, mostMw(meter, element));

/** 7.2 kW of export on the secondary element, or Imax where that is less. */
export const strongExport = (meter: Declaration): Flows => ({
  primary: { activeMw: 0 },
  secondary: { activeMw: 0 - atMost(meter, 'secondary', KW_7_2) },
});

/** Powers that matter (nothing, just above the start, a kettle, a charger, Imax) and everything between; either way. */
export function power(meter: Declaration, element: Element): fc.Arbitrary<number> {
  const maxMw = mostMw(meter, element);
  const startingMw = meter.choices.startingPowerMw[element];
  const told = [0, 2 * startingMw, 3_600_000, KW_7_2, maxMw].map((mw) => Math.min(mw, maxMw));
  return fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...told) },
        { weight: 2, arbitrary: fc.integer({ min: Math.min(startingMw, maxMw), max: maxMw }) },
      ),
      fc.boolean(),
    )
    .map(([mw, exporting]) => (exporting ? 0 - mw : mw));
}

/** Active power with reactive power of either sign, up to |S| = Imax × U. */
export function apparent(meter: Declaration, element: Element, active = power(meter, element)): fc.Arbitrary<Flow> {
  const share = fc.constantFrom(0, 0, 0.1, 0.5, 1, -0.1, -0.5, -1);
  return fc.tuple(active, share).map(([activeMw, of]) => {
    const most = Math.floor(Math.sqrt(mostMw(meter, element) ** 2 - activeMw ** 2));
    const reactiveMvar = Math.trunc(of * most);
    return reactiveMvar === 0 ? { activeMw } : { activeMw, reactiveMvar };
  });
}

export const flow = (elements: Flows, ms: Ms): Stimulus => ({ do: 'flow', elements, until: { after: ms } });

export const reads = (...objects: ObjectName[]): Stimulus[] => objects.map((object) => ({ do: 'read', object }));

/** What is looked at between two parts: all that one of them could have moved. */
const LOOKED_AT = [
  'secondary.export.total',
  'secondary.export.rates',
  'secondary.import.total',
  'secondary.import.rates',
  'primary.export.total',
  'primary.import.total',
];

/** The meter comes to rest and is read: the registers, and whatever else a part may have touched. */
export const look = (...more: ObjectName[]): Stimulus[] => [flow(REST, REST_MS), ...reads(...LOOKED_AT, ...more)];

/** The objects that hold the MPANs under the declared layout. */
export const mpanObjects = ({ choices }: Declaration): ObjectName[] => [
  ...new Set(['import.mpan', 'primary.export.mpan', exportMpan(choices).object]),
];
