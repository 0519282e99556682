import { ANY_START_MS } from '../../adapters/reference/reference-rig';
import { defaultChoices } from '../../declaration/choices';
import type { Scenario } from '../../trace/vocabulary';
import { ReferencePlays } from '../reference-plays.fixture';
import { casesOf } from '../scenarios/generated';
import { MIXED_DAY } from '../scenarios/generated/mixed-day';
import { scriptedScenarios } from '../scenarios/scripted';
import { durationOf, lateStepOf } from './duration';
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

describe('a step that comes too late', () => {
  const read: Scenario['steps'][number] = { do: 'read', object: 'secondary.export.total' };
  const at = (ms: number): Scenario['steps'][number] => ({ do: 'wait', until: { at: ANY_START_MS + ms } });
  const dated = (...steps: Scenario['steps']): Scenario => ({ ...waitingFor(...steps), start: ANY_START_MS });
  const late = (scenario: Scenario, requestMs: number) => lateStepOf(scenario, choices, ANY_START_MS, { requestMs });

  it('waits for a moment that the requests before it have left behind', () => {
    expect(late(dated(read, read, at(2000)), 1000)).toBeUndefined();
    expect(late(dated(read, read, at(1999)), 1000)).toEqual({ step: 2, lateMs: 1 });
    expect(late(dated(read, read, at(0)), 0)).toBeUndefined();
  });

  it('counts what the conductor asks besides, and what is observed where the bench knows no date', () => {
    expect(late(dated({ do: 'setClock', to: { after: 60_000 } }, at(62_999)), 1000)).toMatchObject({ lateMs: 1 });
    expect(late(dated({ do: 'invoke', object: 'firmware', method: 'activate' }, at(2999)), 1000)).toMatchObject({ lateMs: 1 });
    expect(late({ ...waitingFor(at(2999)), observe: ['import.mpan', 'clock', 'variant'] }, 1000)).toMatchObject({ lateMs: 1 });
  });

  it('makes the requests part of the duration', () => {
    expect(durationOf(dated(read, at(2000)), choices, ANY_START_MS, { requestMs: 1000 })).toBe(1_800_000 + 7000);
  });
});
