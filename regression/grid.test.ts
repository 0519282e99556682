import type { Verdict } from '../suites/verdict-types';
import { digest, exercised } from './digest.fixture';
import { gridOf } from './grid';
import { comparisonHtml } from './html';
import { gridLines } from './text';

const build = (firmware: string, verdicts: Record<string, Verdict>, run = firmware) =>
  digest({
    run,
    meter: { ...digest().meter, firmware },
    requirements: Object.fromEntries(Object.entries(verdicts).map(([id, verdict]) => [id, exercised({ verdict })])),
  });

const BASE = build('1.0', { steady: 'pass', breaks: 'pass', flaps: 'pass', mends: 'fail' });
const BUILDS = [
  build('1.1', { steady: 'pass', breaks: 'pass', flaps: 'fail', mends: 'fail' }),
  build('1.2', { steady: 'pass', breaks: 'fail', flaps: 'pass', mends: 'pass', added: 'pass' }),
  build('1.3', { steady: 'pass', breaks: 'fail', flaps: 'pass', mends: 'pass', added: 'fail' }),
];

describe('many builds', () => {
  const grid = gridOf(BASE, BUILDS);
  const row = (id: string) => grid.rows.find(({ requirement }) => requirement === id);

  it('show the requirements that differ, and the first bad build of each', () => {
    expect(grid.rows.map(({ requirement }) => requirement).sort()).toEqual(['added', 'breaks', 'flaps', 'mends']);
    expect(row('breaks')).toMatchObject({ verdicts: ['pass', 'pass', 'fail', 'fail'], firstBad: 1, mended: false });
    expect(row('flaps')).toMatchObject({ firstBad: 0, mended: true });
    expect(row('mends')).not.toHaveProperty('firstBad');
    expect(row('added')).toMatchObject({ verdicts: [undefined, undefined, 'pass', 'fail'], firstBad: 2 });
  });

  it('are bad from the one on that has lost a requirement of the base', () => {
    const { rows } = gridOf(BASE, [BUILDS[0]!, build('1.2', { breaks: 'pass', flaps: 'pass', mends: 'fail' })]);
    expect(rows.find(({ requirement }) => requirement === 'steady')).toMatchObject({ firstBad: 1, mended: false });
  });

  it('are a regression where any of them is', () => {
    expect(grid.regression).toBe(true);
    expect(gridOf(BASE, [BASE]).regression).toBe(false);
  });

  it('name what each was made under that the one before was not', () => {
    const other = { ...BUILDS[1]!, tool: 'smets2-conformance 2.0.0' };
    const { since } = gridOf(BASE, [BUILDS[0]!, other, { ...BUILDS[2]!, tool: other.tool }]);
    expect(since.map((circumstances) => circumstances.map(({ kind }) => kind))).toEqual([[], ['tool'], []]);
  });

  it('read as one line a requirement in a terminal', () => {
    const lines = gridLines(grid);
    expect(lines).toContain('  breaks  ✓✓✕✕  first bad: 2, 1.2');
    expect(lines).toContain('  flaps   ✓✕✓✓  first bad: 1, 1.1; mended since');
    expect(lines.at(-1)).toBe('Regression: 3 of 3 builds are worse than 1.0.');
  });

  it('make a page without scripts in which nothing of a meter is markup', () => {
    const hostile = build('<script>alert(1)</script>', { '<img src=x onerror=alert(1)>': 'fail' });
    const page = comparisonHtml(gridOf(BASE, [...BUILDS, { ...hostile, tool: '\u202e"><svg onload=alert(1)>' }]));
    expect(page).not.toMatch(/<script|<img|<svg|\u202e/);
    expect(page).toContain('&lt;script&gt;');
    expect(page).toMatch(/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-/);
    expect(page).toContain('4 of 4 builds');
  });
});
