import fc from 'fast-check';
import type { RunResult } from '../suites/run-result';
import { type Statement, VERDICTS } from '../suites/verdict-types';
import { renderHtml, renderJson, renderJunit, renderSummary } from '.';
import { sampleResult } from './sample-result.fixture';
import { coverage, SIGNS, soundStatement, tally, verdicts } from './standing';

const conformant: Statement = { verdict: 'conformant', reason: 'passed', attested: [], text: 'Conforms.', exitCode: 0 };

describe('the signs of verdicts', () => {
  it('name every verdict in the words and the order of the suite', () => {
    expect(verdicts).toEqual([...VERDICTS]);
  });

  it('differ from each other without colour', () => {
    expect(new Set(verdicts.map((verdict) => SIGNS[verdict].symbol)).size).toBe(VERDICTS.length);
  });
});

it('counts verdicts and coverage of the sample', () => {
  const { requirements } = sampleResult();
  expect(tally(requirements)).toEqual({
    fail: 1,
    error: 0,
    inconclusive: 1,
    pass: 4,
    'not-assessed': 1,
    attested: 1,
    'not-applicable': 1,
  });
  expect(coverage(requirements)).toEqual({ applicable: 8, decided: 5, attested: 1, open: 2 });
});

describe('a run recorded as conformant', () => {
  const passing = (): RunResult => ({
    ...sampleResult(),
    statement: { ...conformant },
    failures: [],
    requirements: sampleResult().requirements.map((each) => ({ ...each, verdict: 'pass' })),
  });

  it('keeps its statement where every mandatory requirement passed or is attested', () => {
    const result = passing();
    expect(soundStatement(result)).toBe(result.statement);
    expect(renderHtml(result)).toContain('<div class="statement conformant">');
  });

  it('never renders as conformant where it is partial', () => {
    expectNowhereConformant({ ...passing(), partial: true, selection: ['--only', 'register'] });
  });

  it('never renders as conformant while a mandatory requirement failed or is open', () => {
    const unsettled = fc.constantFrom(...VERDICTS.filter((each) => !['pass', 'attested', 'not-applicable'].includes(each)));
    fc.assert(
      fc.property(unsettled, fc.nat(7), (verdict, index) => {
        const result = passing();
        const requirement = result.requirements[index];
        if (requirement) requirement.verdict = verdict;
        expectNowhereConformant(result);
      }),
      { seed: 6, numRuns: 12 },
    );
  });

  function expectNowhereConformant(result: RunResult) {
    expect(renderHtml(result)).toContain('<div class="statement incomplete">');
    expect(renderHtml(result)).not.toContain('statement conformant');
    expect(renderHtml(result)).toContain('<span class="word">incomplete</span>');
    expect(JSON.parse(renderJson(result)).statement).toMatchObject({ verdict: 'incomplete', reason: 'contradiction' });
    expect(renderJunit(result)).toContain('name="statement.verdict" value="incomplete"');
    expect(renderSummary(result, { reportPath: 'r', columns: 80 })).toContain('Statement: incomplete');
  }
});
