import { FAULTS } from '../../adapters/reference/faults';
import { catalogueHash, REQUIREMENTS } from '../requirements';
import type { RequirementResult, ScenarioResult } from '../run-result';
import { scriptedScenarios } from '../scenarios/scripted';
import type { Verdict } from '../verdict-types';
import { Causes } from './causes';
import { type FaultPattern, PATTERNS, PATTERNS_OF } from './fault-patterns';

const pattern = (name: string, failedIn: Record<string, string[]>): FaultPattern => ({
  name,
  says: `does as ${name}`,
  breaks: 'register.counts',
  shownBy: Object.keys(failedIn),
  failedIn: new Map(Object.entries(failedIn).map(([scenario, ids]) => [scenario, new Set(ids)])),
});

/** A run as verdicts by scenario and requirement; what is left out was not exercised. */
function causesOf(
  run: Record<string, Record<string, Verdict>>,
  patterns: FaultPattern[],
  kind: ScenarioResult['kind'] = 'scripted',
) {
  const ids = [...new Set(Object.values(run).flatMap((verdicts) => Object.keys(verdicts)))];
  const requirements = ids.map((id) => {
    const scenarios = Object.keys(run).filter((name) => run[name]![id] !== undefined);
    const unpassed = scenarios.filter((name) => run[name]![id] !== 'pass').map((name) => [name, run[name]![id]]);
    return { id, scenarios, unpassed: Object.fromEntries(unpassed) } as RequirementResult;
  });
  const scenarios = Object.keys(run).map((name) => ({ name, kind }) as ScenarioResult);
  return new Causes(requirements, scenarios, patterns);
}

const NETS = pattern('nets', { day: ['register', 'rates'], night: [] });
const STUCK = pattern('stuck', { day: ['register', 'rates', 'rows'], night: ['register'] });

describe('the likely causes of a failure', () => {
  it('are the faulty meters all of whose failures this run has too, the one that explains most first', () => {
    const causes = causesOf({ day: { register: 'fail', rates: 'fail', rows: 'fail' }, night: { register: 'fail' } }, [
      NETS,
      STUCK,
    ]);
    expect(causes.of('register')).toEqual([
      { fault: 'stuck', says: 'does as stuck', explains: 4, of: 4, undecided: 0 },
      { fault: 'nets', says: 'does as nets', explains: 2, of: 4, undecided: 0 },
    ]);
  });

  it('leave out a meter that would have failed what passed here', () => {
    const causes = causesOf({ day: { register: 'fail', rates: 'fail', rows: 'pass' } }, [NETS, STUCK]);
    expect(causes.of('register').map(({ fault }) => fault)).toEqual(['nets']);
  });

  it.each<Verdict>(['inconclusive', 'error'])('are not told apart by what is %s', (verdict) => {
    const causes = causesOf({ day: { register: 'fail', rates: 'fail', rows: verdict } }, [STUCK]);
    expect(causes.of('register')).toMatchObject([{ fault: 'stuck', explains: 2, of: 2, undecided: 1 }]);
  });

  it('are none where no pattern fits, or none fails that requirement', () => {
    const causes = causesOf({ day: { register: 'pass', rates: 'fail', mpan: 'fail' } }, [NETS, STUCK]);
    expect(causes.of('rates')).toEqual([]);
    expect(causesOf({ day: { register: 'fail', rates: 'fail', mpan: 'fail' } }, [NETS]).of('mpan')).toEqual([]);
  });

  it('are none where only generated scenarios were played, whose patterns nobody knows', () => {
    expect(causesOf({ day: { register: 'fail', rates: 'fail' } }, [NETS], 'generated').of('register')).toEqual([]);
  });

  it('are parted by a scenario that both know', () => {
    const causes = causesOf({ day: { register: 'fail' } }, [NETS, STUCK]);
    expect(causes.toldApart('nets', 'stuck')).toEqual({ scenario: 'day', requirement: 'rows', failedBy: 'stuck' });
    expect(causes.toldApart('nets', 'nets')).toBeUndefined();
  });
});

// `node scripts/fault-patterns.js` writes the file anew.
describe('the recorded patterns of the faulty meters', () => {
  it('are those of this catalogue', () => {
    expect(PATTERNS_OF.hash).toBe(catalogueHash());
  });

  it('are one for each faulty meter, as it is today', () => {
    const known = ({ name, says, breaks, shownBy }: Pick<FaultPattern, 'name' | 'says' | 'breaks' | 'shownBy'>) => ({
      name,
      says,
      breaks,
      shownBy: [...shownBy],
    });
    expect(PATTERNS.map(known)).toEqual(FAULTS.map(known));
  });

  it('name only scenarios and requirements that there are', () => {
    const scenarios = new Set(['discovery', ...scriptedScenarios().map(({ name }) => name)]);
    const requirements = new Set(REQUIREMENTS.map(({ id }) => id));
    for (const { name, failedIn } of PATTERNS)
      for (const [scenario, ids] of failedIn) {
        expect({ name, scenario, known: scenarios.has(scenario) }).toEqual({ name, scenario, known: true });
        expect([...ids].filter((id) => !requirements.has(id))).toEqual([]);
      }
  });

  it('each show the requirement that the faulty meter breaks, in every scenario that is to show it', () => {
    for (const { name, breaks, shownBy, failedIn } of PATTERNS)
      expect({ name, not: shownBy.filter((scenario) => !failedIn.get(scenario)?.has(breaks)) }).toEqual({ name, not: [] });
  });
});
