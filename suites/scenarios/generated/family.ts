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
  /** One scenario, without number and origin. It shrinks by whole parts first. */
  scenario(meter: Declaration): fc.Arbitrary<Scenario>;
}

type Setting = Pick<Scenario, 'title' | 'start'> & Partial<Pick<Scenario, 'preset'>>;

/** A scenario made of parts that each mean something by themselves. */
export function composed(family: string, { title, start, ...more }: Setting, parts: readonly (readonly Stimulus[])[]): Scenario {
  return { name: family, title, kind: 'generated', start, ...more, observe: 'everything', steps: parts.flat() };
}

/** The cases of one family and seed, named by their place: same seed, same scenarios, however many are asked for. */
export function casesOf(family: Family, meter: Declaration, seed: number, cases: number): Scenario[] {
  return fc.sample(family.scenario(meter), { seed, numRuns: cases }).map((scenario, i) => ({
    ...scenario,
    name: `${family.name}-${i + 1}`,
    origin: { family: family.name, seed, path: String(i), sizeBefore: scenario.steps.length },
  }));
}
