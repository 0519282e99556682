import type { Declaration } from '../../../declaration/declaration';
import type { Scenario } from '../../../trace/vocabulary';
import { ATTEMPTS_AND_WRITES } from './attempts-and-writes';
import { CALENDAR_WEEKS } from './calendar-weeks';
import { EDGES } from './edges';
import { casesOf, type Family } from './family';
import { ILLEGAL_TABLES } from './illegal-tables';
import { LIFE } from './life';
import { MIXED_DAY } from './mixed-day';
import { MPANS } from './mpans';
import { POWERS } from './powers';
import { REGISTERS } from './registers';
import { RINGS } from './rings';
import { TABLES } from './tables';
import { UPGRADES } from './upgrades';

export { casesOf, type Family, HANDS } from './family';

/** Every family of generated scenarios, in the order in which a run plays them. */
export const FAMILIES: readonly Family[] = [
  MIXED_DAY,
  EDGES,
  POWERS,
  REGISTERS,
  TABLES,
  ILLEGAL_TABLES,
  CALENDAR_WEEKS,
  RINGS,
  MPANS,
  ATTEMPTS_AND_WRITES,
  UPGRADES,
  LIFE,
];

/** The family of that name, or undefined where there is none, as for a recording of another version. */
export function familyNamed(name: string): Family | undefined {
  return FAMILIES.find((family) => family.name === name);
}

/** So many scenarios in all, spread evenly over the families; the first families get what is left over. */
export function generatedScenarios(meter: Declaration, seed: number, cases: number): Scenario[] {
  const share = (i: number) => Math.floor(cases / FAMILIES.length) + (i < cases % FAMILIES.length ? 1 : 0);
  return FAMILIES.flatMap((family, i) => casesOf(family, meter, seed, share(i)));
}
