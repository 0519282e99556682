import fc from 'fast-check';
import { TraceView } from '../trace/view';
import type { RecordBody, TraceRecord } from '../trace/vocabulary';
import type { Finding } from './requirements/requirement';
import { inWords, overTraces, verdictOf, worst } from './verdict';
import type { VERDICTS } from './verdict-types';

const finding = (outcome: Finding['outcome'], records: number[], more: Partial<Finding> = {}): Finding => ({
  says: `${outcome} at ${records}`,
  unit: 'Wh',
  observed: '7',
  expected: { lo: '5', hi: '6' },
  budget: [],
  outcome,
  records,
  ...more,
});

const OPENED: RecordBody = {
  kind: 'opened',
  schema: 'smets2-trace/1',
  scenario: { name: 'x', title: 'x', kind: 'scripted', start: 0, observe: [] },
  scenarioHash: '',
  rig: 'none',
  time: 'virtual',
  tool: 'test',
};
const READ: RecordBody = { kind: 'stimulus', part: 'steps', step: 0, stimulus: { do: 'read', object: 'clock' } };
const WRITE: RecordBody = { kind: 'stimulus', part: 'steps', step: 1, stimulus: { do: 'write', object: 'x', value: 0 } };
const [READ_SEQ, WRITE_SEQ, TROUBLE_SEQ] = [2, 3, 10];
const WHOSE = ['tool', 'bench', 'link'] as const;

/** A trace whose record 10 is trouble. */
function traceWithTrouble(whose?: 'tool' | 'link' | 'bench', of?: number): TraceView {
  const wire: RecordBody = { kind: 'wire', of: WRITE_SEQ, way: 'tx', hex: '' };
  const bodies = [OPENED, READ, WRITE, ...Array<RecordBody>(6).fill(wire)];
  if (whose) bodies.push({ kind: 'trouble', whose, code: 'c', text: 'the cable', ...(of !== undefined && { of }) });
  return new TraceView(bodies.map((body, i) => ({ seq: i + 1, prev: '', atMs: 0, ...body }) as TraceRecord));
}

const AROUND = [TROUBLE_SEQ - 1, TROUBLE_SEQ + 1];
const BEFORE = [4, 5];
const UNTIL = [4, TROUBLE_SEQ];
const FROM = [TROUBLE_SEQ, 20];

const observed = (seq: number, attempts: number): TraceRecord => {
  const when = { fromMs: 0, toMs: 0 };
  return { seq, prev: '', atMs: 0, kind: 'observation', of: 2, object: 'clock', when, answer: { value: 0 }, attempts };
};

it('says how often decisive readings had to be asked for, whatever the verdict', () => {
  const opened = { seq: 1, prev: '', atMs: 0, ...OPENED } as TraceRecord;
  const trace = new TraceView([opened, observed(4, 1), observed(5, 3), observed(6, 9), observed(7, 2)]);
  const becauseOf = (outcome: Finding['outcome'], records: number[]) => verdictOf([finding(outcome, records)], trace).because;
  expect(becauseOf('within', [4])).toBe('1 comparison, all within');
  expect(becauseOf('within', [4, 5])).toBe('1 comparison, all within; 1 decisive reading took up to 3 tries');
  expect(becauseOf('beyond', [5, 7])).toMatch(/; 2 decisive readings took up to 3 tries$/);
});

describe('the verdict on one trace', () => {
  it.each([
    ['no findings', [], undefined, 'not-assessed'],
    ['findings all within', [finding('within', AROUND), finding('within', BEFORE)], undefined, 'pass'],
    ['one beyond among many within', [finding('within', BEFORE), finding('beyond', AROUND)], undefined, 'fail'],
    ['one undecided among many within', [finding('within', BEFORE), finding('undecided', AROUND)], undefined, 'inconclusive'],
    ['one beyond and one undecided', [finding('undecided', BEFORE), finding('beyond', BEFORE)], undefined, 'fail'],
    ['within, around trouble of the tool', [finding('within', AROUND)], 'tool', 'error'],
    ['within, around trouble of the bench', [finding('within', AROUND)], 'bench', 'error'],
    ['within, around a lost answer to a write', [finding('within', AROUND)], 'link', 'inconclusive'],
    ['beyond, around trouble of the tool', [finding('beyond', AROUND)], 'tool', 'error'],
    ['beyond, around trouble of the bench', [finding('beyond', AROUND)], 'bench', 'error'],
    ['beyond, around a lost answer to a write', [finding('beyond', AROUND)], 'link', 'inconclusive'],
    ['undecided, around trouble of the tool', [finding('undecided', AROUND)], 'tool', 'error'],
    ['no findings, and trouble', [], 'tool', 'not-assessed'],
    ['a proven fail besides trouble', [finding('within', AROUND), finding('beyond', BEFORE)], 'tool', 'fail'],
    ['a proven fail besides a lost answer', [finding('within', AROUND), finding('beyond', BEFORE)], 'link', 'fail'],
    ['undecided besides trouble', [finding('within', AROUND), finding('undecided', BEFORE)], 'bench', 'error'],
    ['trouble after the last record', [finding('within', BEFORE)], 'tool', 'pass'],
    ['trouble at the last record', [finding('within', UNTIL)], 'tool', 'pass'],
    ['trouble at the first record', [finding('beyond', FROM)], 'tool', 'fail'],
    ['trouble around a finding of one record', [finding('within', [TROUBLE_SEQ])], 'tool', 'pass'],
    ['records out of order around trouble', [finding('within', [...AROUND].reverse())], 'tool', 'error'],
  ] as const)('with %s', (_, findings, whose, verdict) => {
    expect(verdictOf(findings, traceWithTrouble(whose, WRITE_SEQ)).verdict).toBe(verdict);
  });

  it('takes nothing away for a lost answer to a read', () => {
    expect(verdictOf([finding('within', AROUND)], traceWithTrouble('link', READ_SEQ)).verdict).toBe('pass');
    expect(verdictOf([finding('beyond', AROUND)], traceWithTrouble('link', READ_SEQ)).verdict).toBe('fail');
    expect(verdictOf([finding('within', AROUND)], traceWithTrouble('tool', READ_SEQ)).verdict).toBe('error');
  });

  it('takes link trouble that belongs to no stimulus for more than a lost read', () => {
    expect(verdictOf([finding('within', AROUND)], traceWithTrouble('link')).verdict).toBe('inconclusive');
  });

  it.each(WHOSE)('says in words what trouble of the %s it stands on', (whose) => {
    const { because } = verdictOf([finding('within', AROUND)], traceWithTrouble(whose, WRITE_SEQ));
    expect(because).toBe(`${whose} trouble: the cable`);
  });

  it('names the finding furthest beyond', () => {
    const findings = [finding('beyond', BEFORE, { margin: '-1' }), finding('beyond', FROM, { margin: '-12', says: 'far off' })];
    expect(worst(findings).says).toBe('far off');
    expect(verdictOf(findings, traceWithTrouble()).because).toBe('far off: observed 7, expected 5 to 6 Wh');
  });

  it('says how many comparisons a pass rests on', () => {
    expect(verdictOf([finding('within', BEFORE)], traceWithTrouble()).because).toBe('1 comparison, all within');
    expect(verdictOf(Array(3).fill(finding('within', BEFORE)), traceWithTrouble()).because).toBe('3 comparisons, all within');
  });

  it.each([
    [{}, 'observed 7, expected 5 to 6 Wh'],
    [{ expected: { lo: '5', hi: '5' } }, 'observed 7, expected 5 Wh'],
    [{ expected: { equals: { scaler: 0 } }, observed: { scaler: 3 }, unit: '' }, 'observed {"scaler":3}, expected {"scaler":0}'],
    [{ observed: null }, 'observed null, expected 5 to 6 Wh'],
  ])('puts a finding into words: %j', (more, words) => {
    expect(inWords(finding('beyond', [1], more))).toBe(words);
  });
});

describe('the verdict over traces', () => {
  const verdicts = fc.array(fc.constantFrom('fail', 'error', 'inconclusive', 'pass', 'not-assessed' as const), { maxLength: 8 });
  const judgements = (list: readonly (typeof VERDICTS)[number][]) => list.map((verdict) => ({ verdict }));

  it.each([
    [['pass', 'fail', 'error', 'inconclusive', 'not-assessed'], 'fail'],
    [['pass', 'error', 'inconclusive', 'not-assessed'], 'error'],
    [['pass', 'inconclusive', 'not-assessed'], 'inconclusive'],
    [['not-assessed', 'pass'], 'pass'],
    [['not-assessed', 'not-assessed'], 'not-assessed'],
    [[], 'not-assessed'],
  ] as const)('of %j is %s', (list, verdict) => {
    expect(overTraces(judgements(list))).toBe(verdict);
  });

  it('does not depend on the order of the traces', () => {
    const shuffled = verdicts.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(overTraces(judgements(other))).toBe(overTraces(judgements(list)));
      }),
    );
  });

  it('is not changed by a trace that did not exercise the requirement', () => {
    fc.assert(
      fc.property(verdicts, (list) => {
        expect(overTraces(judgements([...list, 'not-assessed']))).toBe(overTraces(judgements(list)));
      }),
    );
  });

  it('hides no fail, and passes only what some trace exercised', () => {
    fc.assert(
      fc.property(verdicts, (list) => {
        const verdict = overTraces(judgements(list));
        expect(verdict === 'fail').toBe(list.includes('fail'));
        if (verdict === 'pass') expect(list).toContain('pass');
      }),
    );
  });
});
