import { exampleMeter } from '../../../declaration/example-meter.fixture';
import { externalData, readText, refusal } from './load.fixture';
import type { LoadOptions } from './load-options';
import { readLoad } from './read-half-hours';

const iso = (ms: number | undefined) => new Date(ms ?? Number.NaN).toISOString();
const HEADER = 'start,import_wh,export_wh';
describe('guesses', () => {
  it('finds time, directions, units and stamp in the header and says each', () => {
    const series = readText([
      'interval_end_local,load_import_wh,pv_export_kwh',
      '2019-01-01T00:30:00,196,0.002',
      '2019-01-01T01:00,0,0',
    ]);
    expect(series.rows).toEqual([
      { endMs: Date.UTC(2019, 0, 1, 0, 30), importUj: 705_600_000_000n, exportUj: 7_200_000_000n, line: 2 },
      { endMs: Date.UTC(2019, 0, 1, 1, 0), importUj: 0n, exportUj: 0n, line: 3 },
    ]);
    expect(series).toMatchObject({ file: 'house.csv', element: 'secondary', fileWh: { import: '196', export: '2' } });
    expect(series.says).toEqual([
      'element = secondary (default; --element primary to change)',
      'column time = interval_end_local (guessed from its values)',
      'column import = load_import_wh (guessed from the header)',
      'units of load_import_wh = Wh (guessed from the header)',
      'column export = pv_export_kwh (guessed from the header)',
      'units of pv_export_kwh = kWh (guessed from the header)',
      'stamp = end (guessed from the header; --stamp start to change)',
      'tz = UTC (assumed; --tz ZONE if the labels are local time, such as Europe/London)',
      '2 half hours from 2019-01-01T00:00Z to 2019-01-01T01:00Z',
    ]);
  });

  it('takes labels for starts where nothing says otherwise', () => {
    const series = readText(['when,usage (kWh)', '2019-01-01 00:00,1', '2019-01-01 00:30,1']);
    expect(iso(series.rows[0]?.endMs)).toBe('2019-01-01T00:30:00.000Z');
    expect(series.says).toContain('stamp = start (guessed; --stamp end to change)');
  });

  it('takes labels from 00:30 to 00:00 for ends', () => {
    const labels = Array.from({ length: 48 }, (_, i) =>
      new Date(Date.UTC(2019, 0, 1, 0, 30 * (i + 1))).toISOString().slice(0, 16),
    );
    const series = readText(['when,demand kW', ...labels.map((label) => `${label},1`)]);
    expect(iso(series.rows[0]?.endMs)).toBe('2019-01-01T00:30:00.000Z');
    expect(series.says).toContain('stamp = end (guessed: the labels run from 00:30 to 00:00; --stamp start to change)');
  });

  it.each([
    ['13/1/19 00:00', '13/1/19 00:30', '2019-01-13', 'dates = day/month (guessed: 13/1/19 00:00)'],
    ['1/13/2019 00:00', '1/13/2019 00:30', '2019-01-13', 'dates = month/day (guessed: 1/13/2019 00:00)'],
    ['2/1/19 00:00', '2/1/19 00:30', '2019-01-02', 'dates = day/month (no day above 12 proves it; the UK order is assumed)'],
  ])('reads the dates of %s as proven, else in UK order', (first, second, day, says) => {
    const series = readText(['time,export_wh', `${first},1`, `${second},1`]);
    expect(iso(series.rows[0]?.endMs)).toBe(`${day}T00:30:00.000Z`);
    expect(series.says).toContain(says);
  });

  it.each([
    ['2019-07-01T00:00Z', '2019-07-01T00:30Z'],
    ['2019-07-01T01:00:00+01:00', '2019-07-01T01:30:00+01:00'],
    ['1-Jul-2019 00:00', '1-Jul-2019 00:30'],
    ['30/6/2019 24:00', '1/7/2019 00:30'],
    ['2019/07/01 00:00:00', '2019/07/01 00:30:00'],
  ])('reads labels such as %s', (first, second) => {
    const series = readText(['time,export_wh', `${first},1`, `${second},1`]);
    expect(series.rows.map(({ endMs }) => iso(endMs))).toEqual(['2019-07-01T00:30:00.000Z', '2019-07-01T01:00:00.000Z']);
  });

  it('joins a column of dates and a column of times', () => {
    const series = readText(['Date;Time;Solar kW', '01/02/2019;00:00;"0.5"', '01/02/2019;00:30;0']);
    expect(iso(series.rows[0]?.endMs)).toBe('2019-02-01T00:30:00.000Z');
    expect(series.fileWh).toEqual({ import: '0', export: '250' });
    expect(series.says).toEqual(
      expect.arrayContaining(['delimiter = ; (guessed)', 'columns time = Date and Time (guessed from their values)']),
    );
  });

  it('prefers the column of starts to that of ends, and reads past byte order mark, quotes, blank rows and empty columns', () => {
    const text =
      '\uFEFF"Consumption (kWh)"\t"End"\t"Start"\t\t\r\n1\t2019-01-01 00:30\t2019-01-01 00:00\t\t\r\n\t\t\t\t\r\n\r\n2\t2019-01-01 01:00\t2019-01-01 00:30\t\t\r\n';
    const series = readText(text);
    expect(series.rows.map(({ line, endMs }) => [line, iso(endMs)])).toEqual([
      [2, '2019-01-01T00:30:00.000Z'],
      [5, '2019-01-01T01:00:00.000Z'],
    ]);
    expect(series.says).toEqual(
      expect.arrayContaining(['column time = Start (guessed from its values)', '1 blank rows left out']),
    );
  });
});

describe('options', () => {
  const rows = ['2019-01-01T00:00Z,1,2', '2019-01-01T00:30Z,3,4'];

  it('overrule guesses', () => {
    const series = readText(['t,import_kwh,spare', ...rows], {
      columns: { import: 'SPARE', export: 'import_kwh', time: 't' },
      units: 'Wh',
      stamp: 'end',
      element: 'primary',
      scale: '0.5',
    });
    expect(series).toMatchObject({ element: 'primary', fileWh: { import: '3', export: '2' } });
    expect(iso(series.rows[0]?.endMs)).toBe('2019-01-01T00:00:00.000Z');
  });

  it('leave out a direction that is named empty', () => {
    expect(readText([HEADER, ...rows], { columns: { import: '' } }).fileWh).toEqual({ import: '0', export: '6' });
  });

  it.each([
    ['export-negative', { import: '5', export: '3' }],
    ['export-positive', { import: '3', export: '5' }],
  ] as const)('split one signed column as %s', (sign, fileWh) => {
    expect(readText(['time,net_wh,price', '2019-01-01T00:00Z,5,1', '2019-01-01T00:30Z,-3,1'], { sign }).fileWh).toEqual(fileWh);
  });

  it('take rows in order from the start that --consecutive gives, whatever their labels', () => {
    const series = readText([HEADER, 'x,1,0', '1/1/19 00:00,2,0', '1/1/19 00:00,3,0'], { consecutive: '2019-01-01T00:00Z' });
    expect(series.rows.map(({ endMs }) => iso(endMs))).toEqual([
      '2019-01-01T00:30:00.000Z',
      '2019-01-01T01:00:00.000Z',
      '2019-01-01T01:30:00.000Z',
    ]);
  });

  it('round to the nearest microjoule and say so', () => {
    const series = readText(['time,export_wh', '2019-01-01T00:00Z,1.00000000001'], {});
    expect(series.rows[0]?.exportUj).toBe(3_600_000_000n);
    expect(series.fileWh.export).toBe('1.00000000001');
    expect(series.says).toContain('1 values are no whole microjoule: each is rounded to the nearest');
  });

  it.each([
    [{ columns: { import: 'improt_wh' } }, /--column import=improt_wh: no such column; did you mean import_wh\?/],
    [{ columns: { import: 'export_wh', export: 'export_wh' } }, /given for import and for export/],
    [{ scale: '-1' }, /--scale -1: expected a decimal above zero/],
    [{ scale: 'half' }, /--scale half/],
    [{ consecutive: 'yesterday' }, /--consecutive yesterday: expected when the first half hour starts/],
    [{ consecutive: '2019-01-01T00:10Z' }, /--consecutive 2019-01-01T00:10Z: expected/],
    [{ tz: 'Europe/Lodnon', columns: {} }, /--tz Europe\/Lodnon: no such time zone/],
    [{ sign: 'export-negative' as const, columns: { import: 'import_wh', export: 'export_wh' } }, /one signed column, but two/],
  ] satisfies [LoadOptions, RegExp][])('%j is refused by name', (options, message) => {
    expect(refusal([HEADER, '2019-01-01T00:00,1,2'], options)).toMatch(message);
  });
});

describe('files that are no table of half hours', () => {
  it.each([
    ['an empty file', '', /the file is empty/],
    ['a header alone', `${HEADER}\n`, /no half hour below the header/],
    ['values without a header', '2019-01-01T00:00Z,1\n2019-01-01T00:30Z,1\n', /line 1 holds values/],
    ['no column of times', 'a,import_wh\nx,1\n', /no column holds times .*--consecutive START.*\n {2}its columns: a, import_wh/],
    ['no direction', 'time,wh\n2019-01-01T00:00Z,1\n', /no header says import or export: give --column/],
    ['two candidates', 'time,pv_wh,solar_wh\n2019-01-01T00:00Z,1,1\n', /more than one column may be export \(pv_wh, solar_wh\)/],
    ['no unit', 'time,import\n2019-01-01T00:00Z,1\n', /column import names no unit: give --units/],
    ['an open quote', 'time,import_wh\n"2019,1\n', /not a CSV table: .*opening quote at line 2/],
    ['binary text', 'time\0,import_wh\n', /not UTF-8 text/],
  ])('%s is refused with what to do', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  it('an absent file is refused with its path', () => {
    expect(() => readLoad('no-such.csv', {}, exampleMeter())).toThrow(/^no-such\.csv: cannot be read \(ENOENT/);
  });

  it('a meter without a secondary element is refused', () => {
    expect(() => readText([HEADER], {}, { ...exampleMeter(), variant: 'single' })).toThrow(/give --element primary/);
  });
});

describe('a year of one house', () => {
  const { path, absent } = externalData('derived_secondary_element_hh_wh.csv');
  (absent ? it.skip : it)(`has the totals of its description${absent ? ` (${absent})` : ''}`, () => {
    const series = readLoad(path, {}, exampleMeter());
    expect(series.fileWh).toEqual({ import: '5938369', export: '1296404' });
    expect(series.rows).toHaveLength(17_568);
    expect(series.rows.at(-1)).toMatchObject({ endMs: Date.UTC(2012, 6, 1), line: 17_569 });
    expect(series.rows.reduce((sum, { exportUj }) => sum + exportUj, 0n)).toBe(1_296_404n * 3_600_000_000n);
  });
});

describe('a hydro generator', () => {
  const { path, absent } = externalData('sandford_hydro_30min_2019.csv');
  const here = absent ? it.skip : it;
  const why = absent ? ` (${absent})` : '';

  here(`is refused with its first lines named and all of them counted${why}`, () => {
    expect(() => readLoad(path, {}, exampleMeter())).toThrow(
      /line 18: a mean of 758\.92 kW.*of 17,520 rows:\n {2}952 with a duplicate stamp \(line 6366: .*2 out of order \(line 4878: "12\/5\/18 14:00".*1 after a gap \(line 7250.*9,314 above Imax.*--consecutive START.*0\.02 would fit/s,
    );
  });

  here(`is accepted in order and scaled${why}`, () => {
    const series = readLoad(path, { consecutive: '2019-01-01T00:00Z', scale: '0.02' }, exampleMeter());
    expect(series.rows).toHaveLength(17_520);
    expect(iso(series.rows.at(-1)?.endMs)).toBe('2020-01-01T00:00:00.000Z');
    expect(series.fileWh).toEqual({ import: '0', export: '43014937.074' });
  });
});
