import fc from 'fast-check';
import { type Circumstances, type Outcome, statementOf } from './verdict';
import { VERDICTS, type Verdict } from './verdict-types';

const CALM: Circumstances = {
  catalogue: { version: '2026.1', hash: '0123456789abcdef' },
  choicesDiffer: 0,
  partial: false,
  choseRequirements: false,
  interrupted: false,
  failedScenarios: [],
  unplayed: [],
};

/** Outcomes as `a: pass`; an id that ends in `?` is not mandatory. */
const outcomes = (verdicts: Record<string, Verdict>): Outcome[] =>
  Object.entries(verdicts).map(([id, verdict]) => ({ requirement: { id, mandatory: !id.endsWith('?') }, verdict }));

const PARTIAL = { partial: true };
const CHOSEN = { partial: true, choseRequirements: true };

describe('the statement', () => {
  it.each<[string, Record<string, Verdict>, Partial<Circumstances>, string, string, number]>([
    ['every mandatory requirement passed', { a: 'pass' }, {}, 'conformant', 'all-mandatory-pass', 0],
    ['one does not apply', { a: 'pass', b: 'not-applicable' }, {}, 'conformant', 'all-mandatory-pass', 0],
    ['some stand on evidence', { a: 'pass', b: 'attested' }, {}, 'conformant', 'as-tested', 0],
    ['a mandatory one failed', { a: 'fail', b: 'pass' }, {}, 'non-conformant', 'mandatory-fail', 1],
    ['a fail stands beside an error', { a: 'fail', b: 'error' }, {}, 'non-conformant', 'mandatory-fail', 1],
    ['a fail stands in a run cut short', { a: 'fail' }, { interrupted: true }, 'non-conformant', 'mandatory-fail', 1],
    ['a fail stands beside a failed scenario', { a: 'fail' }, { failedScenarios: ['s'] }, 'non-conformant', 'mandatory-fail', 1],
    ['a fail stands in a partial run', { a: 'fail' }, PARTIAL, 'non-conformant', 'mandatory-fail', 1],
    ['only an optional one failed', { a: 'pass', 'b?': 'fail' }, {}, 'conformant', 'all-mandatory-pass', 0],
    ['an optional one was not assessed', { a: 'pass', 'b?': 'not-assessed' }, {}, 'conformant', 'all-mandatory-pass', 0],
    ['one ended in error', { a: 'error', b: 'pass' }, {}, 'incomplete', 'error', 3],
    ['an optional one ended in error', { a: 'pass', 'b?': 'error' }, {}, 'incomplete', 'error', 3],
    ['an error stands beside an open one', { a: 'error', b: 'not-assessed' }, {}, 'incomplete', 'error', 3],
    ['a scenario failed', { a: 'pass' }, { failedScenarios: ['s'] }, 'incomplete', 'error', 3],
    [
      'a scenario failed and the run was cut short',
      { a: 'pass' },
      { failedScenarios: ['s'], interrupted: true },
      'incomplete',
      'error',
      3,
    ],
    ['the run was cut short', { a: 'pass' }, { interrupted: true }, 'incomplete', 'interrupted', 2],
    ['a partial run was cut short', { a: 'pass' }, { ...PARTIAL, interrupted: true }, 'incomplete', 'interrupted', 2],
    ['the meter has what is not declared', { a: 'pass' }, { undeclared: ['x'] }, 'incomplete', 'undeclared', 2],
    ['a fail stands beside what is not declared', { a: 'fail' }, { undeclared: ['x'] }, 'non-conformant', 'mandatory-fail', 1],
    ['one stayed open', { a: 'pass', b: 'not-assessed' }, {}, 'incomplete', 'open', 2],
    ['one is inconclusive', { a: 'pass', b: 'inconclusive' }, {}, 'incomplete', 'open', 2],
    ['one is open and one attested', { a: 'attested', b: 'not-assessed' }, {}, 'incomplete', 'open', 2],
    ['nothing was exercised', { a: 'not-applicable' }, {}, 'incomplete', 'nothing-assessed', 2],
    ['everything stands on evidence', { a: 'attested' }, {}, 'incomplete', 'nothing-assessed', 2],
    ['there is no requirement', {}, {}, 'incomplete', 'nothing-assessed', 2],
    ['the wiring is wrong', { a: 'pass' }, { wiring: 'exchange them' }, 'incomplete', 'check-wiring', 3],
    ['the wiring is wrong and one failed', { a: 'fail' }, { wiring: 'exchange them' }, 'incomplete', 'check-wiring', 3],
    ['a selection of scenarios passed', { a: 'pass', b: 'not-assessed' }, PARTIAL, 'incomplete', 'partial', 0],
    ['a selection of scenarios is inconclusive', { a: 'pass', b: 'inconclusive' }, PARTIAL, 'incomplete', 'partial', 2],
    ['a selection of scenarios exercised nothing', { a: 'not-assessed' }, PARTIAL, 'incomplete', 'partial', 2],
    ['a selection of requirements passed', { a: 'pass', b: 'not-applicable' }, CHOSEN, 'incomplete', 'partial', 0],
    ['a selected requirement stayed open', { a: 'pass', b: 'not-assessed' }, CHOSEN, 'incomplete', 'partial', 2],
    ['a selected requirement does not apply', { a: 'not-applicable' }, CHOSEN, 'incomplete', 'partial', 2],
    ['a selected requirement ended in error', { a: 'error' }, CHOSEN, 'incomplete', 'error', 3],
  ])('where %s', (_, verdicts, circumstances, verdict, reason, exitCode) => {
    const statement = statementOf(outcomes(verdicts), { ...CALM, ...circumstances });
    expect(statement).toMatchObject({ verdict, reason, exitCode });
  });

  it('names catalogue and hash, and says under how many choices of its own', () => {
    const text = (choicesDiffer: number) => statementOf(outcomes({ a: 'pass' }), { ...CALM, choicesDiffer }).text;
    expect(text(0)).toBe('Conforms to catalogue 2026.1 (0123456789ab) for DP184 under the choices listed.');
    expect(text(1)).toMatch(/under the choices listed, 1 of which differs from the default\.$/);
    expect(text(2)).toMatch(/under the choices listed, 2 of which differ from the default\.$/);
  });

  it('names what it stands on', () => {
    const attested = statementOf(outcomes({ a: 'pass', b: 'attested', 'c?': 'attested' }), CALM);
    expect(attested.attested).toEqual(['b']);
    expect(attested.text).toMatch(/, as tested, 1 attested\.$/);
    expect(statementOf(outcomes({ a: 'fail', b: 'fail' }), CALM).text).toContain('2 mandatory requirements failed (a, b)');
    expect(statementOf(outcomes({ a: 'pass' }), { ...CALM, failedScenarios: ['night'] }).text).toContain(
      '1 scenario early (night)',
    );
    expect(statementOf(outcomes({ a: 'pass' }), { ...CALM, wiring: 'Turn them.' }).text).toMatch(
      /check the wiring.*Turn them\.$/,
    );
  });

  it('names at most five of many', () => {
    const open = Object.fromEntries([...'abcdefg'].map((id) => [id, 'not-assessed' as const]));
    expect(statementOf(outcomes(open), CALM).text).toContain('7 mandatory requirements stayed open (a, b, c, d, e, and 2 more)');
  });

  const verdict = fc.constantFrom(...VERDICTS);
  const anyOutcomes = fc
    .array(fc.tuple(verdict, fc.boolean()), { maxLength: 6 })
    .map((list) => list.map(([verdict, mandatory], i): Outcome => ({ requirement: { id: `r${i}`, mandatory }, verdict })));
  const anyCircumstances = fc
    .record({
      partial: fc.boolean(),
      choseRequirements: fc.boolean(),
      interrupted: fc.boolean(),
      wiring: fc.constantFrom(undefined, 'Turn them.'),
      failedScenarios: fc.subarray(['night', 'day']),
      choicesDiffer: fc.nat(3),
    })
    .map((some): Circumstances => ({ ...CALM, ...some }));

  it('never speaks of a certificate', () => {
    fc.assert(
      fc.property(anyOutcomes, anyCircumstances, (list, circumstances) => {
        expect(statementOf(list, circumstances).text).not.toMatch(/certif|SMETS2|\bMID\b|\bCPA\b|DLMS/i);
      }),
    );
  });

  it('is conformant only where a whole run left no mandatory requirement without a pass or evidence', () => {
    fc.assert(
      fc.property(anyOutcomes, anyCircumstances, (list, circumstances) => {
        const { verdict, exitCode } = statementOf(list, circumstances);
        if (verdict !== 'conformant') return;
        const { partial, interrupted, wiring, failedScenarios } = circumstances;
        expect({ exitCode, partial, interrupted, wiring, failedScenarios }).toEqual({
          exitCode: 0,
          partial: false,
          interrupted: false,
          wiring: undefined,
          failedScenarios: [],
        });
        const mandatory = list.filter(({ requirement }) => requirement.mandatory).map((one) => one.verdict);
        expect(mandatory.every((one) => ['pass', 'attested', 'not-applicable'].includes(one))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is non-conformant for a mandatory fail and for nothing else, whatever else happened but wrong wiring', () => {
    fc.assert(
      fc.property(anyOutcomes, anyCircumstances, (list, circumstances) => {
        const failed = list.some(({ verdict, requirement }) => verdict === 'fail' && requirement.mandatory);
        const { verdict, exitCode } = statementOf(list, circumstances);
        expect(verdict === 'non-conformant').toBe(failed && !circumstances.wiring);
        expect(exitCode === 1).toBe(verdict === 'non-conformant');
      }),
      { numRuns: 1000 },
    );
  });

  it('gets no better where a pass becomes anything worse', () => {
    const rank = { conformant: 0, incomplete: 1, 'non-conformant': 2 };
    const worse = fc.constantFrom('not-assessed', 'inconclusive', 'error', 'fail' as const);
    fc.assert(
      fc.property(anyOutcomes, anyCircumstances, fc.nat(5), worse, (list, circumstances, at, verdict) => {
        const before = statementOf(list, circumstances);
        const degraded = list.map((one, i) => (i === at && one.verdict === 'pass' ? { ...one, verdict } : one));
        const after = statementOf(degraded, circumstances);
        expect(rank[after.verdict]).toBeGreaterThanOrEqual(rank[before.verdict]);
        if (before.exitCode !== 0) expect(after.exitCode).not.toBe(0);
      }),
      { numRuns: 1000 },
    );
  });
});
