import type { Element, Ms, Stimulus } from '../../trace/vocabulary';

/** A second, a minute and an hour in milliseconds. */
export const S = 1000;
export const MIN = 60 * S;
export const H = 60 * MIN;
/** 3.6 kW in milliwatts: 1 Wh a second. */
export const WH_PER_S = 3_600_000;

/** Meter time of an ISO stamp with its zone. */
export const at = (iso: string): Ms => Date.parse(iso);

/** Holds one element's power, the other left as it is; + import, − export, milliwatts. */
export const flow = (element: Element, activeMw: number, forMs: Ms): Stimulus => ({
  do: 'flow',
  elements: { [element]: { activeMw } },
  until: { after: forMs },
});

/** Holds the power of both elements. */
export const both = (primaryMw: number, secondaryMw: number, forMs: Ms): Stimulus => ({
  do: 'flow',
  elements: { primary: { activeMw: primaryMw }, secondary: { activeMw: secondaryMw } },
  until: { after: forMs },
});

/** Secondary export of so many milliwatts. */
export const exporting = (mw: number, forMs: Ms): Stimulus => flow('secondary', -mw, forMs);

/** No flow on either element. */
export const idle = (forMs: Ms): Stimulus => both(0, 0, forMs);

export const supply = (on: boolean): Stimulus => ({ do: 'supply', on });

/** Sets the meter's clock to an ISO stamp. */
export const setClock = (iso: string): Stimulus => ({ do: 'setClock', to: { at: at(iso) } });
