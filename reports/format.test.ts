import type { Finding } from '../suites/requirements/requirement';
import { decimal, differenceText, duration, expectedText, instant, observedText, span, valueText, withUnit } from './format';

const finding = (more: Partial<Finding>): Finding => ({
  says: 'increase of the register',
  unit: 'Wh',
  observed: 12,
  expected: { lo: '10', hi: '11.5' },
  budget: [],
  outcome: 'beyond',
  margin: '-0.5',
  records: [],
  ...more,
});

it.each([
  ['1296404', '1\u202f296\u202f404'],
  ['-1234.56789', '−1\u202f234.56789'],
  ['999', '999'],
  ['123456789012345678901234', '123\u202f456\u202f789\u202f012\u202f345\u202f678\u202f901\u202f234'],
  ['not a number', 'not a number'],
])('groups the thousands of %s exactly', (text, grouped) => {
  expect(decimal(text)).toBe(grouped);
});

it.each([
  [4294967296, '4\u202f294\u202f967\u202f296'],
  [null, 'none'],
  ['', '(empty text)'],
  [{ octets: '31323334' }, '31 32 33 34'],
  [[1, { end: 2 }], '[1,{"end":2}]'],
  [{ octets: '31', more: true }, '{"octets":"31","more":true}'],
])('shows the value %j for people', (value, text) => {
  expect(valueText(value)).toBe(text);
});

describe('a finding', () => {
  it('groups an observed quantity as its bounds, and leaves an observed text alone', () => {
    expect(observedText(finding({ observed: '19307' }))).toBe('19\u202f307');
    expect(observedText(finding({ observed: '1234567890123', expected: { equals: '' } }))).toBe('1234567890123');
  });

  it('says too much or too little for quantities in decimal text', () => {
    const short = finding({ observed: '9', expected: { lo: '10', hi: '11' }, margin: '-1' });
    expect(differenceText(short)).toBe('1\u00a0Wh too little');
    expect(differenceText({ ...short, observed: '12' })).toBe('1\u00a0Wh too much');
  });

  it('expects a range, or one value where both bounds are equal', () => {
    expect(expectedText(finding({}))).toBe('10 to 11.5');
    expect(expectedText(finding({ expected: { lo: '10', hi: '10' } }))).toBe('10');
    expect(expectedText(finding({ expected: { equals: false } }))).toBe('false');
  });

  it.each([
    [finding({}), '0.5\u00a0Wh too much'],
    [finding({ observed: 9, margin: '-1' }), '1\u00a0Wh too little'],
    [finding({ observed: 11, margin: '0.5', outcome: 'within' }), '0.5\u00a0Wh inside'],
    [finding({ observed: 11, margin: '0.5', outcome: 'undecided' }), '0.5\u00a0Wh from the nearest bound'],
    [finding({ observed: 3, expected: { equals: 5 }, margin: '-2' }), '2\u00a0Wh too little'],
  ])('says on which side it lies', (some, text) => {
    expect(differenceText(some)).toBe(text);
  });

  it('has no difference where it has no margin', () => {
    const { margin: _, ...rest } = finding({});
    expect(differenceText(rest)).toBeUndefined();
  });
});

it('keeps amount and unit on one line, and adds nothing where there is no unit', () => {
  expect([withUnit('5', 'Wh'), withUnit('5', '')]).toEqual(['5\u00a0Wh', '5']);
});

it('writes instants in UTC with seconds only where there are any', () => {
  const noon = Date.UTC(2026, 5, 21, 12);
  expect([instant(noon), instant(noon + 1000), instant(noon + 1)]).toEqual([
    '2026-06-21 12:00Z',
    '2026-06-21 12:00:01Z',
    '2026-06-21 12:00:00.001Z',
  ]);
  expect(instant(9e15)).toBe('9000000000000000 ms');
});

it('names the day of a span once where both ends share it', () => {
  const noon = Date.UTC(2026, 5, 21, 12);
  expect(span({ fromMs: noon, toMs: noon + 1_800_000 })).toBe('2026-06-21 12:00Z – 12:30Z');
  expect(span({ fromMs: noon, toMs: noon + 86_400_000 })).toBe('2026-06-21 12:00Z – 2026-06-22 12:00Z');
});

it.each([
  [0, '0 s'],
  [850, '850\u00a0ms'],
  [4000, '4\u00a0s'],
  [11_750, '11.8\u00a0s'],
  [250_000, '4\u00a0min 10\u00a0s'],
  [86_400_000, '1\u00a0d'],
  [129_600_000, '1\u00a0d 12\u00a0h'],
  [3_599_999, '60\u00a0min'],
])('writes %d ms in its largest units', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
