import type { SwitchingTable } from '../../../declaration/switching-table';
import type { Ms, Value } from '../../../trace/vocabulary';
import { HandTrace, HOUR, MINUTE, SECOND } from '../hand-trace.fixture';
import type { Finding } from '../requirement';
import { COINCIDENCE_REQUIREMENTS } from './coincidence';

const REGISTER = 'secondary.export.total';
const RATES = 'secondary.export.rates';
const ROWS = 'secondary.export.profile';
const TABLE = 'secondary.export.table';

const MIDNIGHT = Date.parse('2026-04-01T00:00:00Z');
const ORDINARY_MIDNIGHT = Date.parse('2026-04-03T00:00:00Z');
const HALF_PAST = Date.parse('2026-04-03T10:30:00Z');

const action = (at: string, rate: number) => ({ at, rate });
const table = (actions: SwitchingTable['days'][number]['actions'], more: Partial<SwitchingTable> = {}): SwitchingTable => ({
  seasons: [{ name: 'all', start: '*-01-01', week: 'all' }],
  weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 1, 1] }],
  days: [{ id: 1, actions }],
  specialDays: [],
  ...more,
});
const FLAT = table([action('00:00:00', 1)]);
const SWITCHES = table([action('00:00:00', 1), action('10:30:00', 2)]);
const SWITCHES_AT_MIDNIGHT = table([action('00:00:00', 2), action('12:00:00', 1)]);

interface Around {
  /** Wh of the 6 s before the instant, and of the 6 s after it. */
  before?: number;
  after?: number;
  table?: SwitchingTable;
  /** What is done half an hour before the instant. */
  first?(trace: HandTrace): HandTrace;
  /** What the register and the four rates, from zero, and the rows on both sides hold. */
  wh?: number;
  rates?: number[];
  rows?: [number, number];
  /** What is read besides after the instant. */
  last?(trace: HandTrace): HandTrace;
}

/** The two half hours around an instant, read before and after; by default 12 Wh after it, and a meter that is right about them. */
function around(instantMs: Ms, { before = 0, after = 12, first, last, ...told }: Around = {}): HandTrace {
  const wh = told.wh ?? before + after;
  const [was, is] = told.rows ?? [before, after];
  const trace = new HandTrace(instantMs - HOUR - 10 * MINUTE);
  trace.read(`${TABLE}.active`, (told.table ?? FLAT) as unknown as Value).until(instantMs - 30 * MINUTE);
  (first?.(trace) ?? trace).read(REGISTER, 0).read(RATES, [0, 0, 0, 0]);
  trace
    .until(instantMs - 6 * SECOND)
    .until(instantMs, before)
    .pass(6 * SECOND, after)
    .pass(MINUTE)
    .read(REGISTER, wh)
    .read(RATES, told.rates ?? [wh, 0, 0, 0]);
  last?.(trace);
  return trace.until(instantMs + 31 * MINUTE).read(ROWS, [
    { end: instantMs, wh: was },
    { end: instantMs + 30 * MINUTE, wh: is },
  ]);
}

const outcomes = (trace: HandTrace, id: string): Finding['outcome'][] =>
  trace.outcomes(COINCIDENCE_REQUIREMENTS, `coincidence.${id}`);
const beyond = (trace: HandTrace, id: string): string[] =>
  trace
    .findings(COINCIDENCE_REQUIREMENTS, `coincidence.${id}`)
    .filter(({ outcome }) => outcome === 'beyond')
    .map(({ says }) => says);
const judged = (trace: HandTrace): string[] =>
  COINCIDENCE_REQUIREMENTS.map(({ id }) => id.replace('coincidence.', '')).filter((id) => outcomes(trace, id).length > 0);

const withSwitch: Around = { table: SWITCHES, rates: [0, 12, 0, 0] };

describe('what fell on one instant', () => {
  const season = {
    seasons: [
      { name: 'a', start: '*-01-01', week: 'all' },
      { name: 'b', start: '*-04-01', week: 'all' },
    ],
  };
  const special = {
    days: [...FLAT.days, { id: 2, actions: [action('00:00:00', 1)] }],
    specialDays: [{ date: '2026-04-03', day: 2 }],
  };

  it.each<[string, HandTrace, string[]]>([
    ['the end of a half hour alone', around(HALF_PAST), []],
    ['a rate switch', around(HALF_PAST, withSwitch), ['half-hour-and-switch']],
    [
      'an activation',
      around(HALF_PAST, { first: (trace) => trace.write(`${TABLE}.activation`, HALF_PAST) }),
      ['half-hour-and-activation'],
    ],
    ['midnight', around(ORDINARY_MIDNIGHT), ['half-hour-and-snapshot']],
    [
      'a rate switch at midnight',
      around(ORDINARY_MIDNIGHT, { table: SWITCHES_AT_MIDNIGHT, rates: [0, 12, 0, 0] }),
      ['half-hour-and-switch', 'half-hour-and-snapshot', 'switch-and-snapshot'],
    ],
    [
      'a rate switch at the end of a month',
      around(MIDNIGHT, { table: SWITCHES_AT_MIDNIGHT, rates: [0, 12, 0, 0] }),
      ['half-hour-and-switch', 'half-hour-and-snapshot', 'switch-and-snapshot', 'billing-and-switch'],
    ],
    [
      'the start of a season',
      around(MIDNIGHT, { table: { ...FLAT, ...season } }),
      ['half-hour-and-snapshot', 'season-and-snapshot'],
    ],
    ['no season at another midnight', around(ORDINARY_MIDNIGHT, { table: { ...FLAT, ...season } }), ['half-hour-and-snapshot']],
    ['a special day without a switch', around(ORDINARY_MIDNIGHT, { table: { ...FLAT, ...special } }), ['half-hour-and-snapshot']],
    [
      'a special day and a switch',
      around(ORDINARY_MIDNIGHT, {
        table: {
          ...SWITCHES_AT_MIDNIGHT,
          ...special,
          days: [...SWITCHES_AT_MIDNIGHT.days, { id: 2, actions: [action('00:00:00', 3)] }],
        },
        rates: [0, 0, 12, 0],
      }),
      ['half-hour-and-switch', 'half-hour-and-snapshot', 'switch-and-snapshot', 'special-day-and-switch'],
    ],
    [
      'a switch the day after a special day',
      around(ORDINARY_MIDNIGHT + 24 * HOUR, {
        table: {
          ...SWITCHES_AT_MIDNIGHT,
          ...special,
          days: [...SWITCHES_AT_MIDNIGHT.days, { id: 2, actions: [action('00:00:00', 3)] }],
        },
        rates: [0, 12, 0, 0],
      }),
      ['half-hour-and-switch', 'half-hour-and-snapshot', 'switch-and-snapshot'],
    ],
    [
      'an activation at another time',
      around(HALF_PAST, { first: (trace) => trace.write(`${TABLE}.activation`, HALF_PAST - 1) }),
      [],
    ],
    [
      'an activation that was refused',
      around(HALF_PAST, {
        first: (trace) => trace.write(`${TABLE}.activation`, HALF_PAST, { refused: { code: 3, name: 'read-write-denied' } }),
      }),
      [],
    ],
  ])('is told of %s', (_, trace, expected) => {
    expect(judged(trace)).toEqual(expected);
  });

  const reading = (fromMs: Ms, toMs: Ms): HandTrace => {
    const trace = new HandTrace(HALF_PAST - HOUR - 10 * MINUTE);
    trace
      .read(`${TABLE}.active`, FLAT as unknown as Value)
      .until(HALF_PAST - 30 * MINUTE)
      .read(REGISTER, 0);
    trace.until(fromMs).longRead(ROWS, [], toMs - fromMs, toMs > HALF_PAST ? 600 : 0);
    return trace.until(HALF_PAST + 40 * MINUTE, toMs > HALF_PAST ? 0 : 600).read(REGISTER, 600);
  };

  it('is a long read only while it lasts', () => {
    expect(judged(reading(HALF_PAST - MINUTE, HALF_PAST + MINUTE))).toEqual(['half-hour-and-read']);
    expect(judged(reading(HALF_PAST - 2 * MINUTE, HALF_PAST - MINUTE))).toEqual([]);
    expect(judged(reading(HALF_PAST + SECOND, HALF_PAST + MINUTE))).toEqual([]);
  });
});

describe('an instant', () => {
  const id = 'half-hour-and-switch';

  it.each([
    [10, 0, true],
    [9, 0, false],
    [0, 10, true],
    [0, 9, false],
    [9, 9, false],
  ])('tells a second by %d Wh just before it and %d Wh just after: %s', (before, after, tells) => {
    const rates = [before, after, 0, 0];
    expect(outcomes(around(HALF_PAST, { table: SWITCHES, before, after, rates }), id).length > 0).toBe(tells);
  });

  it('tells nothing by what flowed a while before or after', () => {
    const long = new HandTrace(HALF_PAST - HOUR - 10 * MINUTE);
    long.read(`${TABLE}.active`, SWITCHES as unknown as Value).read(REGISTER, 0);
    long.until(HALF_PAST - 6 * SECOND, 500).until(HALF_PAST + 6 * SECOND);
    expect(outcomes(long.until(HALF_PAST + 40 * MINUTE, 500).read(REGISTER, 1000), id)).toEqual([]);
  });

  it('tells nothing where one of its half hours is disturbed', () => {
    const outage = (trace: HandTrace) => trace.supply(false).pass(MINUTE).supply(true).pass(MINUTE);
    expect(outcomes(around(HALF_PAST, withSwitch), id)).not.toEqual([]);
    expect(outcomes(around(HALF_PAST, { ...withSwitch, first: outage }), id)).toEqual([]);
    expect(outcomes(around(HALF_PAST, { ...withSwitch, last: outage }), id)).toEqual([]);
  });
});

describe('over an instant', () => {
  const id = 'half-hour-and-switch';
  const by = (told: Around) => beyond(around(HALF_PAST, { ...withSwitch, ...told }), id);
  const ROW = 'the row holds the energy of its half hour';

  it('each row holds its own half hour', () => {
    expect(by({})).toEqual([]);
    expect(by({ rows: [0, 10] })).toEqual([ROW]);
    expect(by({ rows: [2, 10] })).toEqual([ROW, ROW]);
  });

  it('the register counts on', () => {
    expect(by({ wh: 11 })).toEqual(['the register counted on over the instant']);
    expect(by({ wh: 14 })).toEqual(['the register counted on over the instant']);
  });

  it('each rate has its own side', () => {
    expect(by({ rates: [2, 10, 0, 0] })).toEqual(
      [1, 2].map((rate) => `rate ${rate} has what flowed on its own side of the instant`),
    );
    expect(by({ before: 12, after: 0, rates: [12, 0, 0, 0] })).toEqual([]);
    expect(by({ before: 12, after: 0, rates: [10, 2, 0, 0] })).toHaveLength(2);
  });
});

describe('over midnight', () => {
  const snapshots = (atMs: Ms, rows: (object: string) => { [field: string]: Value }[]) =>
    beyond(
      around(atMs, {
        first: (trace) => trace.read('primary.export.total', 700).read('primary.import.total', 50),
        last: (trace) =>
          ['daily.export', 'daily.import', 'billing.import'].reduce((told, log) => told.read(log, rows(log)), trace),
      }),
      'half-hour-and-snapshot',
    );
  const right = (atMs: Ms) => (log: string) => [log === 'daily.export' ? { at: atMs, wh: 700 } : { at: atMs, primaryWh: 50 }];

  it('each log has one row of it, with the register of that instant', () => {
    expect(snapshots(MIDNIGHT, right(MIDNIGHT))).toEqual([]);
    expect(snapshots(MIDNIGHT, (log) => right(MIDNIGHT + MINUTE)(log))).toEqual([]);
    const off = (log: string) => right(MIDNIGHT)(log).map((row) => (log === 'daily.import' ? { ...row, primaryWh: 51 } : row));
    expect(snapshots(MIDNIGHT, off)).toEqual(['daily.import holds the register at that midnight']);
  });

  it.each([
    ['none', (): { [field: string]: Value }[] => []],
    ['two', (log: string) => [...right(MIDNIGHT)(log), ...right(MIDNIGHT)(log)]],
    ['one of just before', (log: string) => right(MIDNIGHT - 1)(log)],
    ['one of more than a minute later', (log: string) => right(MIDNIGHT + MINUTE + 1)(log)],
  ])('%s is not one', (_, rows) => {
    expect(snapshots(MIDNIGHT, rows)).toEqual(
      ['daily.export', 'daily.import', 'billing.import'].map((log) => `${log} has one row of that midnight`),
    );
  });

  it('the billing log has a row only at the end of a month', () => {
    expect(snapshots(ORDINARY_MIDNIGHT, (log) => (log === 'billing.import' ? [] : right(ORDINARY_MIDNIGHT)(log)))).toEqual([]);
  });
});
