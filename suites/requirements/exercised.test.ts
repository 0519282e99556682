import { exampleMeter } from '../../declaration/example-meter.fixture';
import type { Scenario } from '../../trace/vocabulary';
import { judge } from '../judge';
import { ReferencePlays } from '../reference-plays.fixture';
import { scriptedScenarios } from '../scenarios/scripted';
import { REQUIREMENTS } from './index';

/** What the declaration must choose for every requirement to apply. */
const SNAPSHOTS = { exportSnapshots: 'daily-and-billing' } as const;
const meter = exampleMeter(SNAPSHOTS);

describe('a clock', () => {
  it.each([
    [10_000, 'pass'],
    [10_001, 'fail'],
    [-10_000, 'pass'],
    [-10_001, 'fail'],
  ])('%d ms off is judged once: its tolerance says %s', async (clockOffsetMs, verdict) => {
    const plays = new ReferencePlays({ behaviour: { clockOffsetMs } });
    const judgements = judge(await plays.evidence(scenarioNamed('register-wrap')));
    expect(judgements.find(({ requirement }) => requirement === 'clock.tolerance')?.verdict).toBe(verdict);
    expect(judgements.filter((one) => one.requirement !== 'clock.tolerance' && one.verdict === 'fail')).toEqual([]);
  });
});

describe('the scripted scenarios', () => {
  it('together exercise every mandatory requirement on the reference meter, and pass it', async () => {
    const passed = new Set<string>();
    const note = async (plays: ReferencePlays, scenario: Scenario) => {
      for (const { requirement, verdict } of judge(await plays.evidence(scenario)))
        if (verdict === 'pass') passed.add(requirement);
    };
    const plays = new ReferencePlays();
    for (const scenario of scriptedScenarios()) await note(plays, scenario);
    await note(new ReferencePlays({ choices: SNAPSHOTS }), scenarioNamed('daily-snapshots'));
    const due = REQUIREMENTS.filter(({ mandatory, applies }) => mandatory && applies(meter) === true);
    expect(due.filter(({ id }) => !passed.has(id)).map(({ id }) => id)).toEqual([]);
  });
});

const scenarioNamed = (name: string) => scriptedScenarios().find((scenario) => scenario.name === name)!;
