import { chartSvg } from './chart';
import { chartWindow, HALF_HOUR_MS, pointsWithin } from './chart/window';
import { sampleFailure } from './sample-result.fixture';

const draw = (id = 'one', label = 'Power and half hours') => {
  const { chart, finding } = sampleFailure();
  return chartSvg(chartWindow(chart, finding.at), { id, label, at: finding.at });
};

describe('a chart', () => {
  it('is the same octets each time that it is drawn', () => {
    expect(draw()).toBe(draw());
  });

  it('needs no style, script, event handler or foreign address', () => {
    expect(draw()).not.toMatch(/<style|<script|\sstyle=|\son\w+=|https?:|xlink|@import|url\((?!#)/);
  });

  it('uses only ids of its own', () => {
    const svg = draw('failure-1');
    const ids = [...svg.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.every((id) => id?.startsWith('failure-1-'))).toBe(true);
    for (const [, used] of svg.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(used);
  });

  it('carries its label as its accessible name, escaped', () => {
    expect(draw('one', 'a "<b>"')).toMatch(/^<svg role="img" aria-label="a &quot;&lt;b&gt;&quot;" /);
  });

  it('names elements, units, series and event numbers', () => {
    const texts = [...draw().matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(
      expect.arrayContaining([
        'Power, kW (+ import, − export)',
        'Energy of each half hour, Wh',
        'primary',
        'secondary',
        'recorded',
        'expected',
        '1',
        '2',
        '3',
        '12:00',
        'meter time, UTC',
      ]),
    );
  });

  it('marks half hours outside expectation and rows not read by a character, not by colour alone', () => {
    const glyphs = [...draw().matchAll(/<text[^>]*>([✕∅])<\/text>/g)].map(([, glyph]) => glyph);
    // The panel below, of registers, has two crosses of its own.
    expect(glyphs).toEqual(['✕', '✕', '∅', '✕', '✕']);
  });

  it('shows how far a register had moved whenever it was read, and marks what is off by a cross', () => {
    const texts = [...draw().matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(expect.arrayContaining(['Moved since first read, Wh', '● register', '✕ read, off']));
    expect(texts.filter((text) => text === '●')).toHaveLength(2);
    expect(texts.filter((text) => text === '✕')).toHaveLength(4);
  });

  it('has no panel for registers that were read but once', () => {
    const { chart } = sampleFailure();
    expect(chartSvg(chartWindow({ ...chart, registers: [] }), { id: 'a', label: 'b' })).not.toContain('Moved since');
  });

  it('names every colour that has to change in the dark', () => {
    const svg = draw();
    for (const name of ['fill-recorded', 'fill-outside', 'stroke-secondary', 'stroke-primary', 'stroke-mark', 'fill-span']) {
      expect(svg).toContain(name);
    }
  });
});

describe('the window of a chart', () => {
  const day = Date.UTC(2026, 0, 1);
  const rows = Array.from({ length: 17_520 }, (_, index) => ({
    endMs: day + (index + 1) * HALF_HOUR_MS,
    expectedLoWh: '5',
    expectedHiWh: '6',
    recordedWh: index === 9000 ? 7 : 5,
  }));
  const year = {
    fromMs: day,
    toMs: day + rows.length * HALF_HOUR_MS,
    power: [],
    halfHours: { channel: 'secondary.export.profile', rows },
    registers: [],
    marks: [],
  };

  it('holds a bounded number of half hours around the first that is off, and counts the rest', () => {
    const window = chartWindow(year);
    expect(window.halfHours.rows).toHaveLength(144);
    expect(window.halfHours.rows).toContain(rows[9000]);
    expect(window.hiddenRows).toBe(17_520 - 144);
    expect([window.fromMs, window.toMs]).toEqual([
      window.halfHours.rows[0]!.endMs - HALF_HOUR_MS,
      window.halfHours.rows.at(-1)!.endMs,
    ]);
  });

  it('holds the time of the finding where no half hour is off', () => {
    const quiet = { ...year, halfHours: { ...year.halfHours, rows: rows.filter(({ recordedWh }) => recordedWh === 5) } };
    const at = { fromMs: rows[16_000]!.endMs, toMs: rows[16_001]!.endMs };
    const window = chartWindow(quiet, at);
    expect(window.fromMs).toBeLessThanOrEqual(at.fromMs);
    expect(window.toMs).toBeGreaterThanOrEqual(at.toMs);
  });

  it('carries the standing power in and holds the last to its end', () => {
    const points: [number, number][] = [
      [0, 1],
      [10, 2],
      [20, 3],
      [90, 4],
    ];
    expect(pointsWithin(points, 15, 50)).toEqual([
      [15, 2],
      [20, 3],
      [50, 3],
    ]);
  });
});
