import type { Element, Way } from '../../trace/vocabulary';

/** Active energy by where and which way it flows. */
export type EnergySource = `${Element}.${Way}`;
