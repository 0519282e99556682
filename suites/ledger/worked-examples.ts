import { DISTURBANCE_EXAMPLES } from './worked-disturbances';
import { ENERGY_EXAMPLES } from './worked-energy';
import type { WorkedExample } from './worked-example';
import { RATE_EXAMPLES } from './worked-rates';

export type { WorkedExample } from './worked-example';

/** Every worked example. */
export const WORKED_EXAMPLES: readonly WorkedExample[] = [...ENERGY_EXAMPLES, ...RATE_EXAMPLES, ...DISTURBANCE_EXAMPLES];
