import fc from 'fast-check';
import type { ObjectName, Scenario } from '../../trace/vocabulary';
import { evidenceOf, judge } from '../judge';
import { REQUIREMENTS } from '../requirements';
import type { FindingIn, FindingList, RunResult } from '../run-result';
import { familyNamed } from '../scenarios/generated';
import { parseScenario } from '../scenarios/scenario-file';
import { writeScenario } from '../scenarios/write-scenario';
import { smallestFile } from './failure-cards';
import { adapted } from './plan';
import { discover, playInMemory, type Stage } from './play';
import type { RunDirectory } from './run-directory';

/** Attempts are short plays in memory; past this many the smallest case so far is good enough. */
const MOST_ATTEMPTS = 600;

/** A way in which a requirement fails: shrinking must not wander off to another one. */
export interface Failing {
  requirement: string;
  /** What the finding that is beyond says. */
  says: string;
}

/** Whether a scenario still fails in that very way on the rig. */
export async function stillFails(
  scenario: Scenario,
  failing: Failing,
  stage: Stage,
  present: ReadonlySet<ObjectName>,
): Promise<boolean> {
  const requirement = REQUIREMENTS.find(({ id }) => id === failing.requirement)!;
  const trace = await playInMemory(adapted(scenario, stage.meter.choices), stage, present);
  const [judgement] = judge(evidenceOf(trace, stage.meter), [requirement]);
  return (
    judgement?.verdict === 'fail' && judgement.findings.some(({ outcome, says }) => outcome === 'beyond' && says === failing.says)
  );
}

/** The smallest scenario that fast-check finds from a failing generated one, against the same requirement and kind of finding. */
export async function shrunk(
  scenario: Scenario,
  failing: Failing,
  stage: Stage,
  present: ReadonlySet<ObjectName>,
): Promise<Scenario> {
  const { family: name, seed, path } = scenario.origin!;
  const family = familyNamed(name);
  if (!family) return scenario;
  let attempts = 0;
  const property = fc.asyncProperty(family.scenario(stage.meter, placeOf(path)), async (candidate) => {
    if (attempts++ >= MOST_ATTEMPTS || stage.signal.aborted) return true;
    return !(await stillFails(candidate, failing, stage, present));
  });
  const { counterexample, counterexamplePath } = await fc.check(property, { seed, path, numRuns: 1 });
  if (!counterexample) return scenario;
  const smallest = await withoutIdleSteps(counterexample[0], (candidate) => stillFails(candidate, failing, stage, present));
  return {
    ...smallest,
    name: `smallest-${failing.requirement.replaceAll('.', '-')}`,
    title: `The smallest generated scenario that fails ${failing.requirement}`,
    origin: { family: name, seed, path: counterexamplePath ?? path, sizeBefore: scenario.steps.length },
  };
}

/** The place of a case among those of its family and seed: where its path through fast-check's draws begins. */
const placeOf = (path: string) => Number.parseInt(path, 10);

/**
 * fast-check makes values simpler and drops what was drawn as a list; here go the steps that the failure does not need: by the
 * half, by the quarter and so on, then one by one until none can go.
 */
async function withoutIdleSteps(scenario: Scenario, fails: (candidate: Scenario) => Promise<boolean>): Promise<Scenario> {
  let smallest = scenario;
  let length = smallest.steps.length >> 1;
  while (length > 0) {
    const before = smallest.steps.length;
    for (let from = before - length; from > -length; from -= length) {
      const steps = smallest.steps.filter((_, at) => at < from || at >= from + length);
      const candidate = { ...smallest, steps };
      if (steps.length < smallest.steps.length && (await fails(candidate))) smallest = candidate;
    }
    if (length > 1 || smallest.steps.length === before) length >>= 1;
  }
  return smallest;
}

/** Leaves beside a failed run the smallest scenario of each requirement that a generated one failed. Only a virtual rig that makes its meters can repeat at will. */
export async function keepSmallest(run: RunDirectory, result: RunResult, stage: Stage): Promise<number> {
  if (stage.maker.time !== 'virtual' || !stage.maker.fresh || result.failures.length === 0) return 0;
  const { present } = await discover(stage);
  let kept = 0;
  for (const { requirement, findings } of result.requirements.map(({ id, findings }) => ({ requirement: id, findings }))) {
    const first = firstBeyond(findings, (scenario) => isGenerated(result, scenario));
    if (!first) continue;
    const file = `scenarios/${first.scenario}.yaml`;
    const failing = parseScenario(run.textOf(file), file);
    const smallest = await shrunk(failing, { requirement, says: first.says }, stage, present);
    run.write(smallestFile(requirement), writeScenario(adapted(smallest, stage.meter.choices)));
    kept++;
  }
  return kept;
}

function firstBeyond(findings: FindingList, isIn: (scenario: string) => boolean): FindingIn | undefined {
  for (const finding of findings) if (finding.outcome === 'beyond' && isIn(finding.scenario)) return finding;
  return undefined;
}

const isGenerated = (result: RunResult, name: string) =>
  result.scenarios.some((scenario) => scenario.name === name && scenario.kind === 'generated');
