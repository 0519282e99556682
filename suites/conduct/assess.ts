import type { Scenario } from '../../trace/vocabulary';
import { evidenceOf } from '../judge';
import type { Evidence } from '../requirements/requirement';
import { type Assessment, Fold } from './fold';
import { adapted, cannotRun } from './plan';
import { discover, playInMemory, type Stage } from './play';

/** Plays discovery, then every scenario that can run, in memory, and keeps no trace: for faulty meters, legal variants and benches. */
export async function* played(scenarios: readonly Scenario[], stage: Stage): AsyncGenerator<Evidence> {
  const { meter, maker } = stage;
  const { trace, present } = await discover(stage);
  yield evidenceOf(trace, meter);
  for (const scenario of scenarios) {
    if (cannotRun(scenario, meter, maker) !== undefined) continue;
    yield evidenceOf(await playInMemory(adapted(scenario, meter.choices), stage, present), meter);
  }
}

/** Plays and judges scenarios in memory. */
export async function assess(scenarios: readonly Scenario[], stage: Stage): Promise<Assessment> {
  const fold = new Fold(stage.meter);
  for await (const evidence of played(scenarios, stage)) fold.add(evidence);
  return fold.conclude({ partial: false, choseRequirements: false, unplayed: [], interrupted: false });
}
