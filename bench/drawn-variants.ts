import { drawVariants } from '../cli/matrix/draw-variants';
import { performAll } from '../cli/matrix/threads';
import type { Declaration } from '../declaration/declaration';
import { scriptedScenarios } from '../suites/scenarios/scripted';
import { inMs, type Measurement, timed } from './measurement';

const DRAWS = 1000;
const SEED = 184;

/** A thousand meters of several legal variants at once; the baseline is as many meters of one. Throws where one is accused. */
export async function drawnVariants(reference: Declaration): Promise<Measurement> {
  const { signal } = new AbortController();
  const scripts = scriptedScenarios().map(({ name }) => name);
  const jobs = drawVariants(DRAWS, SEED, scripts);
  let [accused, undecided]: [string[], string[]] = [[], []];
  const assess = (all: typeof jobs) =>
    timed(async () => {
      const rows = await performAll(all, reference, { signal });
      const named = (of: 'accused' | 'undecided') =>
        rows.flatMap((row, i) => row[of].map((text) => `${all[i]!.variants.join(' + ')}: ${text}`));
      [accused, undecided] = [named('accused'), named('undecided')];
    });
  const plainMs = await assess(jobs.map((job) => ({ ...job, variants: job.variants.slice(0, 1) })));
  const drawnMs = await assess(jobs);
  if (accused.length > 0) throw new Error(`legal meters were accused:\n${accused.join('\n')}`);
  return {
    what: `${DRAWS} meters of several legal variants at once (seed ${SEED}): none accused, ${undecided.length} judgements undecided`,
    measured: inMs(drawnMs),
    aim: '120 s',
    baseline: `${inMs(plainMs)} for as many meters of one variant`,
  };
}
