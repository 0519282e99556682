import type { Scenario, Stimulus } from '../../trace/vocabulary';
import { judge } from '../judge';
import { ReferencePlays } from '../reference-plays.fixture';

const DAY_MS = 86_400_000;
const days = (count: number, secondaryMw: number): Stimulus => ({
  do: 'flow',
  elements: { secondary: { activeMw: secondaryMw } },
  until: { after: count * DAY_MS },
});

describe('a scenario longer than a log is deep', () => {
  it.each([
    [4464, 100],
    [5000, 120],
  ])(
    'asks a conforming meter for no row beyond the %d that it declares to keep, after %d days',
    async (exportProfileDepth, count) => {
      const scenario: Scenario = {
        name: 'long',
        title: 'A quarter of a year',
        kind: 'scripted',
        start: Date.UTC(2026, 2, 2),
        observe: 'everything',
        steps: [days(count / 2, -1_000_000), days(count / 2, -2_000_000), days(0, 0)],
      };
      const evidence = await new ReferencePlays({ choices: { exportProfileDepth } }).evidence(scenario);
      const judgements = judge(evidence).filter(({ verdict }) => verdict !== 'not-assessed');
      expect(judgements.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
      expect(judgements.map(({ requirement }) => requirement)).toContain('profile.increment');
      const rows = judgements.find(({ requirement }) => requirement === 'profile.increment')!.findings;
      // Two of them are cut by the trace's end and its closing read.
      expect(rows.length).toBeGreaterThan(exportProfileDepth - 3);
      expect(rows.length).toBeLessThanOrEqual(exportProfileDepth);
    },
  );
});
