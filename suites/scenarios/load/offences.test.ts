import { readText, refusal } from './load.fixture';

const iso = (ms: number | undefined) => new Date(ms ?? Number.NaN).toISOString();
const HEADER = 'start,import_wh,export_wh';

describe('rows that offend', () => {
  const at = (time: string, imported = '1', exported = '0') => `2019-01-01T${time}Z,${imported},${exported}`;

  it.each([
    [
      'a gap',
      [at('00:00'), at('01:30')],
      /line 3: .*01:30Z" follows .* on line 2: 2 half hours are missing between.*1 after a gap/s,
    ],
    [
      'a duplicate',
      [at('00:00'), at('00:00')],
      /line 3: .* stands on line 2 already.*1 with a duplicate stamp.*--consecutive START/s,
    ],
    [
      'an earlier row',
      [at('01:00'), at('00:30')],
      /line 3: .* is earlier than .* on line 2.*1 out of order.*--consecutive START/s,
    ],
    ['a row off the half hour', [at('00:00'), at('00:40')], /line 3: .*off the half hour.*1 off the half hour/s],
    [
      'a label that is no time',
      [at('00:00'), '2019-02-30T00:00Z,1,0'],
      /line 3: "2019-02-30T00:00Z" is no time.*1 without a readable time/s,
    ],
    ['text for a number', [at('00:00', 'lots')], /line 2: import_wh is "lots", not a number.*1 without a number/s],
    ['an empty cell', [at('00:00', '1', '')], /line 2: export_wh is empty, not a number/],
    [
      'a negative value',
      [at('00:00', '-1')],
      /line 2: import_wh is "-1", below zero.*1 negative without --sign.*--sign export-negative/s,
    ],
    [
      'a missing column',
      [at('00:00'), '2019-01-01T00:30Z,1'],
      /line 3: 2 columns; the header has 3.*1 with the wrong number of columns/s,
    ],
    ['a surplus column', [`${at('00:00')},7`], /line 2: 4 columns; the header has 3/],
    [
      'more than Imax carries',
      [at('00:00', '11300')],
      /line 2: a mean of 22\.60 kW; pulses up to Imax carry at most 22\.49 kW.*--scale FACTOR .*: 0\.9 would fit/s,
    ],
    ['too little in all', [at('00:00', '0.01')], /line 2: the import of the whole file is too little to be played/],
  ])('%s is refused by line number, counted, with what to do', (_, rows, message) => {
    expect(refusal([HEADER, ...rows])).toMatch(message);
  });

  it('are named up to the fifth and counted to the last, kind by kind', () => {
    const rows = Array.from({ length: 40 }, (_, i) => at('00:00', i % 2 === 0 ? 'x' : '99999'));
    const message = refusal([HEADER, ...rows]);
    expect(message.match(/^ {2}line \d+: /gm)).toHaveLength(5);
    expect(message).toMatch(/… and 74 more\nof 40 rows:\n {2}39 with a duplicate stamp \(first on line 3\)\n/);
    expect(message).toMatch(/20 without a number \(first on line 2\)\n {2}20 above Imax \(first on line 3\)/);
  });

  it('show no control character of the file', () => {
    expect(refusal([HEADER, at('00:00', '\u001b[31m')])).toContain('"\\u001b[31m"');
  });
});

describe('local labels', () => {
  const rows = (labels: string[]) => ['start,export_wh', ...labels.map((label) => `${label},1`)];
  const london = { tz: 'Europe/London' };

  it('follow the clock over the hour that spring skips', () => {
    const series = readText(rows(['2019-03-31 00:30', '2019-03-31 02:00', '2019-03-31 02:30']), london);
    expect(series.rows.map(({ endMs }) => iso(endMs))).toEqual([
      '2019-03-31T01:00:00.000Z',
      '2019-03-31T01:30:00.000Z',
      '2019-03-31T02:00:00.000Z',
    ]);
  });

  it('in the hour that spring skips are refused by line', () => {
    expect(refusal(rows(['2019-03-31 00:30', '2019-03-31 01:00', '2019-03-31 01:30']), london)).toMatch(
      /line 3: "2019-03-31 01:00" does not exist in Europe\/London.*2 in a local hour that does not exist.*--tz UTC if the labels are UTC, or --consecutive START/s,
    );
  });

  it('in the hour that autumn repeats are refused by line', () => {
    const labels = ['00:30', '01:00', '01:30', '01:00', '01:30', '02:00'].map((time) => `2019-10-27 ${time}`);
    const message = refusal(rows(labels), london);
    expect(message).toMatch(/line 3: "2019-10-27 01:00" happens twice in Europe\/London/);
    expect(message).toMatch(/4 in a repeated local hour \(first on line 3\).*--consecutive START/s);
  });

  it('that carry their own zone need no other, and say so', () => {
    const labels = ['01:00:00+01:00', '01:30:00+01:00', '01:00:00+00:00'].map((time) => `2019-10-27T${time}`);
    const series = readText(rows(labels), london);
    expect(iso(series.rows[2]?.endMs)).toBe('2019-10-27T01:30:00.000Z');
    expect(series.says.join('\n')).toMatch(/tz Europe\/London is not used/);
  });
});
