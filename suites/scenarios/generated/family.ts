import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import type { Scenario, Stimulus } from '../../../trace/vocabulary';
import type { Target } from './target';

/** A kind of generated scenarios: what they do to a meter, what they mean to reach, and how to draw one. */
export interface Family {
  name: string;
  /** What its scenarios do, in one sentence. */
  says: string;
  /** What it means to reach on a meter with that declaration; looked for in the traces, never taken from the generator's word. */
  targets(meter: Declaration): Target[];
  /** One scenario, without number and origin: the case of that place, from 0, for a family deals what it means to reach over its cases. */
  scenario(meter: Declaration, place: number): fc.Arbitrary<Scenario>;
}

type Setting = Pick<Scenario, 'title' | 'start'> & Partial<Pick<Scenario, 'preset' | 'before' | 'firmware'>>;

/** A scenario made of parts that each mean something by themselves. */
export function composed(family: string, { title, start, ...more }: Setting, parts: readonly (readonly Stimulus[])[]): Scenario {
  return { name: family, title, kind: 'generated', start, ...more, observe: 'everything', steps: parts.flat() };
}

/** The cases of one family and seed, named by their place: same seed, same scenarios, however many are asked for. */
export function casesOf(family: Family, meter: Declaration, seed: number, cases: number): Scenario[] {
  return Array.from({ length: cases }, (_, place) => {
    const path = String(place);
    const [scenario] = fc.sample(family.scenario(meter, place), { seed, path, numRuns: 1 }) as [Scenario];
    return {
      ...scenario,
      name: `${family.name}-${place + 1}`,
      origin: { family: family.name, seed, path, sizeBefore: scenario.steps.length },
    };
  });
}

/** After so many cases a family has dealt everything that it means to reach. */
export const HANDS = 4;

/** What is dealt to the case of that place out of everything, in any order: four cases in a row hold it all. */
export function hand<T>(deck: readonly T[], place: number): fc.Arbitrary<T[]> {
  const held = dealt(deck, place);
  return fc.shuffledSubarray(held, { minLength: held.length });
}

/** The same in the order of the deck. */
export function dealt<T>(deck: readonly T[], place: number): T[] {
  return deck.filter((_, at) => at % HANDS === place % HANDS);
}
