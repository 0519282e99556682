import { DISTURBANCE_EXAMPLES } from './worked-disturbances.fixture';
import { ENERGY_EXAMPLES } from './worked-energy.fixture';
import type { WorkedExample } from './worked-example.fixture';
import { RATE_EXAMPLES } from './worked-rates.fixture';

export type { WorkedExample } from './worked-example.fixture';

/** Every worked example. */
export const WORKED_EXAMPLES: readonly WorkedExample[] = [...ENERGY_EXAMPLES, ...RATE_EXAMPLES, ...DISTURBANCE_EXAMPLES];
