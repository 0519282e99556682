import { ANY_START_MS } from '../../adapters/reference/reference-rig';
import { defaultChoices } from '../../declaration/choices';
import type { Scenario } from '../../trace/vocabulary';
import { ReferencePlays } from '../reference-plays.fixture';
import { casesOf } from '../scenarios/generated';
import { MIXED_DAY } from '../scenarios/generated/mixed-day';
import { scriptedScenarios } from '../scenarios/scripted';
import { durationOf } from './duration';
import { adapted } from './plan';

const plays = new ReferencePlays();
const { choices } = plays.meter;

const waitingFor = (...steps: Scenario['steps']): Scenario => ({
  name: 'wait',
  title: 'Waits',
  kind: 'scripted',
  start: 'any',
  observe: [],
  steps,
});

describe('the duration of a scenario told beforehand', () => {
  it.each([...scriptedScenarios(), ...casesOf(MIXED_DAY, plays.meter, 184, 12)].map((one) => [one.name, one] as const))(
    'is the time that it takes: %s',
    async (_, scenario) => {
      const { records } = await plays.played(scenario);
      const tookMs = records.at(-1)!.atMs - records[0]!.atMs;
      expect(durationOf(adapted(scenario, choices), choices, ANY_START_MS)).toBe(tookMs);
    },
  );

  it('counts what the conductor adds: the rest of the half hour, and a rest for what is declared to lag', () => {
    const declared = { ...defaultChoices(), registerRefreshMs: 10_000, startUpMs: 0 };
    expect(durationOf(waitingFor({ do: 'wait', until: { after: 60_000 } }), declared, ANY_START_MS)).toBe(1_800_000 + 11_000);
  });

  it('is not known where it depends on what the meter answers', () => {
    expect(durationOf(waitingFor({ do: 'wait', until: { next: 'rateSwitch' } }), choices, ANY_START_MS)).toBeUndefined();
  });
});
