import type { Attestation, Declaration } from '../../declaration/declaration';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import { REQUIREMENTS } from '../requirements';
import type { Finding, Requirement } from '../requirements/requirement';
import type { Judgement, Verdict } from '../verdict-types';
import { RequirementTally } from './requirement-tally';

const [SOME] = REQUIREMENTS;
const finding = (outcome: Finding['outcome'], margin?: string): Finding => ({
  says: 'something',
  unit: 'Wh',
  observed: '1',
  expected: { lo: '1', hi: '2' },
  budget: [],
  outcome,
  records: [1],
  ...(margin !== undefined && { margin }),
});
const judgement = (verdict: Verdict, scenario: string, findings: Finding[] = []): Judgement => ({
  requirement: SOME!.id,
  scenario,
  verdict,
  because: `${verdict} for a reason`,
  findings,
});

function resultOf(judgements: Judgement[], more: Partial<Requirement> = {}, declared: Partial<Declaration> = {}) {
  const tally = new RequirementTally({ ...SOME!, ...more }, { ...exampleMeter(), ...declared });
  for (const one of judgements) tally.add(one);
  return tally.result();
}

describe('the tally of a requirement', () => {
  it('takes over what the catalogue says of it', () => {
    const { id, title, statement, clauses, mandatory } = resultOf([]);
    expect({ id, title, statement, clauses, mandatory }).toEqual({
      id: SOME!.id,
      title: SOME!.title,
      statement: SOME!.statement,
      clauses: SOME!.clauses,
      mandatory: true,
    });
  });

  it('is not assessed where no scenario exercised it', () => {
    const { verdict, because, scenarios, counts } = resultOf([judgement('not-assessed', 'day')]);
    expect({ verdict, because, scenarios, counts }).toEqual({
      verdict: 'not-assessed',
      because: 'no scenario of this run exercised it',
      scenarios: [],
      counts: { 'not-assessed': 1 },
    });
    expect(resultOf([]).verdict).toBe('not-assessed');
  });

  it('keeps every count, and the scenarios that exercised it in their order', () => {
    const { verdict, counts, scenarios, because } = resultOf([
      judgement('pass', 'day'),
      judgement('not-assessed', 'night'),
      judgement('pass', 'evening'),
    ]);
    expect({ verdict, counts, scenarios, because }).toEqual({
      verdict: 'pass',
      counts: { pass: 2, 'not-assessed': 1 },
      scenarios: ['day', 'evening'],
      because: 'passed in 2 scenarios',
    });
    expect(resultOf([judgement('pass', 'day')]).because).toBe('passed in 1 scenario');
  });

  it('gives the reason of the first scenario with the verdict that counts', () => {
    const judgements = [judgement('pass', 'a'), judgement('fail', 'b'), judgement('error', 'c'), judgement('fail', 'd')];
    expect(resultOf(judgements)).toMatchObject({ verdict: 'fail', because: 'b: fail for a reason' });
  });

  it('keeps every finding that is not within, and the tightest one that is', () => {
    const { findings, tightest, comparisons } = resultOf([
      judgement('pass', 'day', [finding('within', '3'), finding('within', '1')]),
      judgement('fail', 'night', [finding('beyond', '-4'), finding('undecided', '0'), finding('within', '2')]),
    ]);
    expect([...findings].map(({ outcome, margin, scenario }) => [outcome, margin, scenario])).toEqual([
      ['beyond', '-4', 'night'],
      ['undecided', '0', 'night'],
    ]);
    expect(tightest).toMatchObject({ margin: '1', scenario: 'day' });
    expect(comparisons).toEqual({ within: 3, beyond: 1, undecided: 1 });
  });

  it('drops no finding that is not within, however many there are', () => {
    const many = Array<Finding>(5000).fill(finding('beyond', '-1'));
    const { findings, comparisons } = resultOf([judgement('fail', 'day', many)]);
    expect([...findings]).toHaveLength(5000);
    expect(comparisons.beyond).toBe(5000);
  });

  it('names the scenarios that it did not pass in, with the verdict', () => {
    const { unpassed } = resultOf([
      judgement('pass', 'a'),
      judgement('fail', 'b'),
      judgement('not-assessed', 'c'),
      judgement('error', 'd'),
    ]);
    expect(unpassed).toEqual({ b: 'fail', d: 'error' });
  });

  it('does not apply where its own rule says so, whatever was judged', () => {
    const applies = () => 'single-element' as const;
    expect(resultOf([], { applies })).toMatchObject({ verdict: 'not-applicable', because: 'single-element' });
  });
});

describe('evidence of the maker', () => {
  const evidence: Attestation = { requirement: SOME!.id, evidence: 'type test 7', by: 'the maker' };
  const attested = [evidence];

  it.each<[string, Partial<Requirement>, Partial<Declaration>, Verdict]>([
    ['stands for what needs a preset', { testability: 'needs-preset' }, { attested }, 'attested'],
    ['stands for what is reviewed in design', { testability: 'design-review' }, { attested }, 'attested'],
    [
      'stands for what the access path cannot reach',
      { capabilities: { meter: ['read', 'write.mpan'], bench: [] } },
      { attested, capabilities: ['read'] },
      'attested',
    ],
    ['does not stand for what any bench can show', {}, { attested }, 'not-assessed'],
    [
      'does not stand for another requirement',
      { testability: 'needs-preset' },
      { attested: [{ ...evidence, requirement: 'other.one' }] },
      'not-assessed',
    ],
    ['does not stand where there is none', { testability: 'needs-preset' }, {}, 'not-assessed'],
  ])('%s', (_, more, declared, verdict) => {
    expect(resultOf([judgement('not-assessed', 'day')], more, declared).verdict).toBe(verdict);
  });

  it('is named with what it is and who gives it', () => {
    const { because } = resultOf([], { testability: 'needs-preset' }, { attested });
    expect(because).toBe('attested by the maker: type test 7');
  });

  it.each(['pass', 'fail', 'error', 'inconclusive'] as const)('does not stand beside a verdict of %s', (verdict) => {
    const result = resultOf([judgement(verdict, 'day')], { testability: 'needs-preset' }, { attested });
    expect(result.verdict).toBe(verdict);
  });
});
