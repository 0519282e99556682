import { ELEMENTS } from '../../../trace/vocabulary';
import { ReferencePlays } from '../../reference-plays.fixture';
import type { Evidence } from '../../requirements/requirement';
import { parseScenario } from '../scenario-file';
import { writeScenario } from '../write-scenario';
import { HANDS } from './family';
import { mostMw } from './flows';
import { casesOf, FAMILIES, generatedScenarios } from './index';

const RELEASE_SEED = 184;
const plays = new ReferencePlays();
const { meter } = plays;

describe.each(FAMILIES.map((family) => [family.name, family] as const))('the family %s', (name, family) => {
  const cases = casesOf(family, meter, RELEASE_SEED, HANDS);

  it('draws the same scenarios from the same seed, however many are asked for', () => {
    expect(casesOf(family, meter, RELEASE_SEED, 2)).toEqual(cases.slice(0, 2));
    expect(casesOf(family, meter, RELEASE_SEED + 1, 2)).not.toEqual(cases.slice(0, 2));
  });

  it('draws scenarios that are the same when written to a file and read back', () => {
    for (const scenario of cases) expect(parseScenario(writeScenario(scenario), `${scenario.name}.yaml`)).toEqual(scenario);
  });

  it('plays to the end, and never asks for what an element cannot carry', async () => {
    for (const scenario of cases) {
      const evidence = await plays.evidence(scenario);
      expect({ scenario: scenario.name, closed: evidence.trace.of('closed') }).toMatchObject({ closed: [{ outcome: 'played' }] });
      for (const step of scenario.steps)
        for (const element of step.do === 'flow' ? ELEMENTS : []) {
          const { activeMw = 0, reactiveMvar = 0 } = (step.do === 'flow' && step.elements[element]) || {};
          expect(Math.hypot(activeMw, reactiveMvar)).toBeLessThanOrEqual(mostMw(meter, element));
        }
    }
  });

  it('makes nothing flow without supply or through an open contact', async () => {
    for (const scenario of cases) expect(flowedAgainstPhysics(await plays.evidence(scenario))).toEqual([]);
  });

  it('reaches everything that it means to, once all of it has been dealt', async () => {
    const evidence = await Promise.all(cases.map((scenario) => plays.evidence(scenario)));
    const missed = family.targets(meter).filter((target) => !evidence.some((one) => target.reached(one)));
    expect({ family: name, missed: missed.map((target) => target.name) }).toMatchObject({ missed: [] });
  });
});

/** Effects that carried energy while the supply was off, or through the secondary element while its contact was open. */
function flowedAgainstPhysics({ trace }: Evidence): number[] {
  let supplied = true;
  let open = false;
  const wrong: number[] = [];
  const records = [...trace.of('effect'), ...trace.of('observation')].sort((a, b) => a.seq - b.seq);
  for (const record of records) {
    const stimulus = trace.stimulus(record.of)?.stimulus;
    if (record.kind === 'observation') {
      const moved = stimulus?.do === 'invoke' && stimulus.object === 'load.switch' && 'value' in record.answer;
      if (moved) open = stimulus.method === 'open';
      continue;
    }
    const flowed = (element: (typeof ELEMENTS)[number]) => {
      const { import: imported, export: exported, reactive } = record.energy?.[element] ?? {};
      return imported !== undefined || exported !== undefined || reactive !== undefined;
    };
    if (!supplied && ELEMENTS.some(flowed)) wrong.push(record.seq);
    if (open && flowed('secondary')) wrong.push(record.seq);
    if (record.supply !== undefined) supplied = record.supply;
  }
  return wrong;
}

describe('the generated scenarios of a run', () => {
  it('are spread evenly over the families, each with a name of its own', () => {
    const scenarios = generatedScenarios(meter, RELEASE_SEED, 2 * FAMILIES.length + 1);
    const counts = FAMILIES.map(({ name }) => scenarios.filter(({ origin }) => origin?.family === name).length);
    expect(counts).toEqual([3, ...FAMILIES.slice(1).map(() => 2)]);
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
  });
});
