import { referenceRigMaker } from '../adapters/reference/reference-rig';
import type { Declaration } from '../declaration/declaration';
import { assess } from '../suites/conduct/assess';
import { discover, playInMemory } from '../suites/conduct/play';
import { generatedScenarios } from '../suites/scenarios/generated';
import { inMs, type Measurement, timed } from './measurement';

const CASES = 1000;
const SEED = 1;

/** Plays and judges a thousand generated scenarios of all families; the baseline plays them and judges nothing. */
export async function generatedDays(meter: Declaration): Promise<Measurement> {
  const stage = { maker: referenceRigMaker(meter), meter, signal: new AbortController().signal };
  const scenarios = generatedScenarios(meter, SEED, CASES);
  const { present } = await discover(stage);
  const playMs = await timed(async () => {
    for (const scenario of scenarios) await playInMemory(scenario, stage, present);
  });
  let failed = 0;
  const assessMs = await timed(async () => {
    const { requirements } = await assess(scenarios, stage);
    failed = requirements.filter(({ verdict }) => verdict === 'fail').length;
  });
  return {
    what: `${CASES} generated scenarios with all judges (seed ${SEED}): ${failed} requirements failed`,
    measured: inMs(assessMs),
    aim: '20 s',
    baseline: `${inMs(playMs)} to play them and judge nothing`,
  };
}
