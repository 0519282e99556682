import { VARIANTS } from '../../adapters/reference/variants';
import type { Job } from './jobs';
import { randomFrom } from './random';

const MOST_AT_ONCE = 6;
const SCRIPTS_EACH = 2;

/** Meters of two to six legal variants drawn at random, each with a few scripts and one generated scenario of its own. */
export function drawVariants(count: number, seed: number, scripts: readonly string[]): Extract<Job, { score: 'draw' }>[] {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const some = <T>(from: readonly T[], many: number): T[] => {
    const left = [...from];
    return Array.from({ length: many }, () => left.splice(below(left.length), 1)[0]!);
  };
  return Array.from({ length: count }, () => ({
    score: 'draw' as const,
    variants: some(VARIANTS, 2 + below(MOST_AT_ONCE - 1)).map(({ name }) => name),
    scripts: some(scripts, SCRIPTS_EACH),
    seed: below(2 ** 31),
  }));
}
