import type { Scenario } from '../../trace/vocabulary';
import { evidenceOf } from '../judge';
import { type Assessment, Fold } from './fold';
import { adapted, cannotRun } from './plan';
import { discover, playInMemory, type Stage } from './play';

/** Plays and judges scenarios in memory, keeping no trace: for faulty meters, legal variants and benches. */
export async function assess(scenarios: readonly Scenario[], stage: Stage): Promise<Assessment> {
  const { meter, maker } = stage;
  const fold = new Fold(meter);
  const { trace, present } = await discover(stage);
  fold.add(evidenceOf(trace, meter));
  for (const scenario of scenarios) {
    if (cannotRun(scenario, meter, maker) !== undefined) continue;
    fold.add(evidenceOf(await playInMemory(adapted(scenario, meter.choices), stage, present), meter));
  }
  return fold.conclude({ partial: false, choseRequirements: false, unplayed: [], interrupted: false });
}
