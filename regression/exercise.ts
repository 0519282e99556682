import type { RunDigest, ScenarioDigest } from './run-digest';

const MOST_NAMED = 3;

/**
 * How a requirement is exercised less than in the base, in words; undefined where it is not. Generated scenarios are a sample: others in
 * the same number are no drop, however many of them happen to exercise it. Every other scenario is there for what it exercises.
 */
export function lessExercised(id: string, base: RunDigest, now: RunDigest): string | undefined {
  const [was, is] = [base.requirements[id], now.requirements[id]];
  if (!was || !is) return undefined;
  const [before, after] = [exercised(base, was.exercised), exercised(now, is.exercised)];
  const playedNow = hashesOf(now.scenarios);
  const exercisedNow = hashesOf(after);
  const idle = before.filter(({ sha256 }) => playedNow.has(sha256) && !exercisedNow.has(sha256));
  if (idle.length) return `no longer exercised in ${named(idle)}`;
  if (fixed(after).length < fixed(before).length || (drawnLess(base, now) && drawn(after).length < drawn(before).length)) {
    const gone = before.filter(({ sha256 }) => !playedNow.has(sha256));
    return `exercised in ${after.length} scenarios; was ${before.length}, among them ${named(gone)}`;
  }
  const sameSample = before.length === after.length && before.every(({ sha256 }) => exercisedNow.has(sha256));
  return sameSample && is.comparisons < was.comparisons
    ? `${is.comparisons} comparisons in the same scenarios; was ${was.comparisons}`
    : undefined;
}

const drawnLess = (base: RunDigest, now: RunDigest) => drawn(now.scenarios).length < drawn(base.scenarios).length;
const drawn = (scenarios: readonly ScenarioDigest[]) => scenarios.filter(({ kind }) => kind === 'generated');
const fixed = (scenarios: readonly ScenarioDigest[]) => scenarios.filter(({ kind }) => kind !== 'generated');
const hashesOf = (scenarios: readonly ScenarioDigest[]) => new Set(scenarios.map(({ sha256 }) => sha256));

function exercised({ scenarios }: RunDigest, hashes: readonly string[]): ScenarioDigest[] {
  const wanted = new Set(hashes);
  return scenarios.filter(({ sha256 }) => wanted.has(sha256));
}

function named(scenarios: readonly ScenarioDigest[]): string {
  const more = scenarios.length - MOST_NAMED;
  const names = scenarios.slice(0, MOST_NAMED).map(({ name }) => name);
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
