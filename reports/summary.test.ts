import { renderSummary } from '.';
import { HOSTILE_TEXTS, withHostileTexts } from './hostile-texts.fixture';
import { sampleResult } from './sample-result.fixture';

const reportPath = 'runs/2026-06-22T0914-reference-twin/report.html';

describe('the summary of a run', () => {
  const text = renderSummary(sampleResult(), { reportPath, columns: 72 });

  it('counts verdicts and says how many mandatory requirements are open', () => {
    expect(text).toContain('✕ 1 fail   ? 1 inconclusive   ✓ 4 pass   ○ 1 not-assessed   ◆ 1 attested   – 1 not-applicable');
    expect(text).toContain('5 of 8\u00a0mandatory requirements decided, 1 attested, 2 open');
  });

  it('tells each failure in two lines, with unit and scenario', () => {
    expect(text).toContain('✕ profile.stamped-at-end  Each half-hour entry');
    expect(renderSummary(sampleResult(), { reportPath, columns: 120 })).toContain(
      '\n  expected 1\u202f200 to 1\u202f220\u00a0Wh, observed 1\u202f450\u00a0Wh  (outage-across-boundary, 1 more)\n',
    );
  });

  it('ends with the statement and the path of the report', () => {
    const { statement } = sampleResult();
    expect(text.replace(/\n/g, ' ')).toContain(`Statement: non-conformant ${statement.text} ${reportPath}`);
    expect(text).toMatch(/report\.html\n$/);
  });

  it('stays within the columns, the path apart', () => {
    for (const line of text.split('\n').slice(1, -2)) expect([...line].length).toBeLessThanOrEqual(72);
  });

  it.each(HOSTILE_TEXTS.map((_, first) => first))(
    'sends no control sequence to the terminal, hostile text from number %d',
    (first) => {
      const hostile = renderSummary(withHostileTexts(sampleResult(), first), { reportPath: 'runs/\u001b[2J', columns: 72 });
      expect(hostile).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
    },
  );

  it('says how many failures it leaves out', () => {
    const result = sampleResult();
    result.failures = Array.from({ length: 25 }, () => result.failures[0]!);
    expect(renderSummary(result, { reportPath, columns: 72 })).toContain('… and 5\u00a0more failures in the report');
  });
});
