import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { renderCsv } from '.';
import { withHostileTexts, withTexts } from './hostile-texts.fixture';
import { sampleResult, withExtension } from './sample-result.fixture';

type Row = Record<string, string>;
const read = (csv: string) => parse(csv, { columns: true, record_delimiter: '\r\n' }) as Row[];

describe('the findings as CSV', () => {
  const rows = read(renderCsv(sampleResult()));

  it('are a line for each that is not within, for the tightest, and for each requirement without any', () => {
    const expected = sampleResult().requirements.flatMap(({ id, findings, tightest }) =>
      Array<string>(Math.max(1, findings.length + (tightest ? 1 : 0))).fill(id),
    );
    expect(rows.map(({ requirement }) => requirement)).toEqual(expected);
  });

  it('hold what extensions added behind everything else, marked by the prefix', () => {
    const more = read(renderCsv(withExtension())).slice(rows.length);
    expect(rows.every(({ extension }) => extension === '')).toBe(true);
    expect(more.every(({ extension }) => extension === 'acme')).toBe(true);
    expect(new Set(more.map(({ requirement }) => requirement))).toEqual(new Set(['acme.reads-alike', 'profile.stamped-at-end']));
  });

  it('say expected, observed, margin and unit as numbers that can be counted with', () => {
    expect(rows.find(({ outcome }) => outcome === 'beyond')).toMatchObject({
      requirement: 'profile.stamped-at-end',
      'expected from': '1200',
      'expected to': '1220',
      observed: '1450',
      margin: '-230',
      unit: 'Wh',
      from: '2026-06-21T12:00:00.000Z',
      records: '41 42 57 58 61',
    });
  });

  it('end each line with CR LF, and nothing else does', () => {
    const csv = renderCsv(withHostileTexts(sampleResult()));
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(csv.replaceAll('\r\n', '')).not.toContain('\r');
  });
});

const STARTS = ['=', '+', '-', '@', '\t', '\r', ' =', '\n=', '"=', '|', '%', '＝'];

it.each(STARTS)('a text that begins with %j is no formula to a spreadsheet', (start) => {
  for (const row of read(renderCsv(withTexts(sampleResult(), () => `${start}HYPERLINK("http://example.invalid")`))))
    for (const [column, value] of Object.entries(row))
      if (!['margin', 'expected from', 'expected to', 'observed'].includes(column))
        expect(value).not.toMatch(/^[\s"]*[=+\-@|%\t\r＝]/);
});

it('whatever the meter says, the CSV has as many cells in each line, and no cell is a formula', () => {
  const shape = read(renderCsv(sampleResult())).length;
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
      const rows = read(renderCsv(withTexts(sampleResult(), () => text)));
      expect(rows).toHaveLength(shape);
      for (const value of rows.flatMap((row) => Object.values(row)))
        if (!/^-?\d+(\.\d+)?$/.test(value)) expect(value).not.toMatch(/^[\s"]*[=+\-@|%]/);
    }),
    { seed: 11, numRuns: 200 },
  );
});
