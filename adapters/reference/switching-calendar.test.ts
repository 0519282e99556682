import type { SwitchingTable } from '../../declaration/switching-table';
import { EMPTY_TABLE } from '../../declaration/switching-table';
import { SwitchingCalendar } from './switching-calendar';
import { tableFaults, tableOf } from './table-rules';

const at = (iso: string) => Date.parse(`${iso}Z`);
const DEFAULTS = { touBeforeFirstAction: 'previous', touWithoutTable: 'rate-1' } as const;

/** Winter: day 1 (rate 1, from 07:00 rate 2). Summer, from 25 March: day 2 (from 06:00:01 rate 3). Sundays and Christmas: day 3 (rate 4). */
const TABLE: SwitchingTable = {
  seasons: [
    { name: 'summer', start: '*-03-25', week: 'summer' },
    { name: 'winter', start: '*-10-25', week: 'winter' },
  ],
  weeks: [
    { name: 'summer', days: [2, 2, 2, 2, 2, 2, 3] },
    { name: 'winter', days: [1, 1, 1, 1, 1, 1, 3] },
  ],
  days: [
    {
      id: 1,
      actions: [
        { at: '00:00:00', rate: 1 },
        { at: '07:00:00', rate: 2 },
      ],
    },
    { id: 2, actions: [{ at: '06:00:01', rate: 3 }] },
    { id: 3, actions: [{ at: '00:00:00', rate: 4 }] },
  ],
  specialDays: [{ date: '*-12-25', day: 3 }],
};

describe('SwitchingCalendar', () => {
  const calendar = new SwitchingCalendar(TABLE, DEFAULTS);

  it.each([
    ['2026-03-02T06:59:59.999', 1],
    ['2026-03-02T07:00:00.000', 2],
    ['2026-03-24T23:59:59.999', 2],
    ['2026-03-25T06:00:00.999', 2],
    ['2026-03-25T06:00:01.000', 3],
    ['2026-03-29T00:00:00.000', 4],
    ['2026-03-30T00:00:00.000', 4],
    ['2026-10-25T12:00:00.000', 4],
    ['2026-10-26T00:00:00.000', 1],
    ['2026-12-25T12:00:00.000', 4],
    ['2027-01-01T12:00:00.000', 2],
  ])('has at %s rate %i', (instant, rate) => {
    expect(calendar.rateAt(at(instant))).toBe(rate);
  });

  it('has rate 1 before the first action of a day, where so declared', () => {
    const other = new SwitchingCalendar(TABLE, { ...DEFAULTS, touBeforeFirstAction: 'rate-1' });
    expect(other.rateAt(at('2026-03-25T06:00:00'))).toBe(1);
  });

  it('names the next action or midnight', () => {
    expect(calendar.nextSwitchAfter(at('2026-03-02T00:00:00'))).toBe(at('2026-03-02T07:00:00'));
    expect(calendar.nextSwitchAfter(at('2026-03-02T07:00:00'))).toBe(at('2026-03-03T00:00:00'));
  });

  it('has without a table rate 1 or none, as declared, and never switches', () => {
    expect(new SwitchingCalendar(EMPTY_TABLE, DEFAULTS).rateAt(0)).toBe(1);
    const none = new SwitchingCalendar(EMPTY_TABLE, { ...DEFAULTS, touWithoutTable: 'none' });
    expect([none.rateAt(0), none.nextSwitchAfter(0)]).toEqual([undefined, Number.POSITIVE_INFINITY]);
  });

  it('holds a season with a year from its date on; before the first ever it is as without a table', () => {
    const dated = {
      ...TABLE,
      seasons: [
        { name: 'a', start: '2027-04-01', week: 'summer' },
        { name: 'b', start: '2027-10-01', week: 'winter' },
      ],
    };
    const rateAt = (iso: string) => new SwitchingCalendar(dated, DEFAULTS).rateAt(at(iso));
    expect([rateAt('2026-06-01T12:00:00'), rateAt('2027-06-01T12:00:00'), rateAt('2029-06-01T12:00:00')]).toEqual([1, 3, 2]);
  });

  it('begins a season of 29 February in leap years only', () => {
    const seasons = [
      { name: 'leap', start: '*-02-29', week: 'summer' },
      { name: 'winter', start: '*-10-25', week: 'winter' },
    ];
    const leap = new SwitchingCalendar({ ...TABLE, seasons }, DEFAULTS);
    const noons = ['2027-03-02', '2028-02-28', '2028-02-29', '2028-10-25', '2029-03-01'];
    expect(noons.map((date) => leap.rateAt(at(`${date}T12:00:00`)))).toEqual([2, 2, 3, 2, 2]);
  });

  it('meets 29 February only in a leap year', () => {
    const leap = new SwitchingCalendar({ ...TABLE, specialDays: [{ date: '*-02-29', day: 3 }] }, DEFAULTS);
    expect([leap.rateAt(at('2028-02-29T12:00:00')), leap.rateAt(at('2027-03-01T12:00:00'))]).toEqual([4, 2]);
  });
});

describe('table rules', () => {
  const day = TABLE.days[0] as SwitchingTable['days'][number];
  const minutes = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      at: `${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:00`,
      rate: 1,
    }));
  const days = (count: number) => Array.from({ length: count }, (_, i) => ({ ...day, id: i + 1 }));

  it('accepts a table at every limit', () => {
    const full = {
      seasons: ['01', '04', '07', '10'].map((month) => ({ name: month, start: `*-${month}-01`, week: 'w1' })),
      weeks: [1, 2, 3, 4].map((n) => ({ name: `w${n}`, days: [1, 2, 3, 4, 5, 6, 16] })),
      days: days(16).map((one) => ({ ...one, actions: minutes(48) })),
      specialDays: Array.from({ length: 50 }, (_, i) => ({ date: `20${String(i + 26)}-12-25`, day: 16 })),
    };
    expect(tableOf(full)).toEqual(full);
    expect(tableFaults(full)).toEqual([]);
  });

  it.each<[string, Partial<SwitchingTable>]>([
    ['a 17th day', { days: days(17) }],
    ['a 49th action', { days: [...TABLE.days, { id: 4, actions: minutes(49) }] }],
    ['a fifth week', { weeks: [...TABLE.weeks, ...['a', 'b', 'c'].map((name) => ({ name, days: [1, 1, 1, 1, 1, 1, 1] }))] }],
    [
      'a fifth season',
      { seasons: Array.from({ length: 5 }, (_, i) => ({ name: `${i}`, start: `*-0${i + 1}-01`, week: 'winter' })) },
    ],
    ['a 51st special day', { specialDays: Array.from({ length: 51 }, (_, i) => ({ date: `20${i + 10}-01-01`, day: 3 })) }],
    ['rate 5', { days: [...TABLE.days, { id: 4, actions: [{ at: '00:00:00', rate: 5 }] }] }],
    ['actions out of order', { days: [...TABLE.days, { id: 4, actions: [...day.actions].reverse() }] }],
    ['two days of one identifier', { days: [...TABLE.days, day] }],
    ['a season of an unknown week', { seasons: [{ name: 'x', start: '*-01-01', week: 'none' }] }],
    ['a week of an unknown day', { weeks: [...TABLE.weeks, { name: 'x', days: [9, 1, 1, 1, 1, 1, 1] }] }],
    ['a special day of an unknown day', { specialDays: [{ date: '*-12-25', day: 9 }] }],
  ])('finds fault with %s', (_what, change) => {
    expect(tableFaults({ ...TABLE, ...change })).not.toEqual([]);
    expect(tableFaults(TABLE)).toEqual([]);
  });

  it.each([
    ['no table', 3],
    ['a week of six days', { ...TABLE, weeks: [{ name: 'w', days: [1, 1, 1, 1, 1, 1] }] }],
    ['a time of day that is none', { ...TABLE, days: [{ id: 1, actions: [{ at: '24:00:00', rate: 1 }] }] }],
    ['a date that is none', { ...TABLE, specialDays: [{ date: '*-02-30', day: 1 }] }],
    ['a member too many', { ...TABLE, more: 1 }],
  ])('does not take %s for a table', (_what, value) => {
    expect(tableOf(value as never)).toBeUndefined();
    expect(tableOf(TABLE as never)).toEqual(TABLE);
  });
});
