import { defaultChoices } from '../../declaration/choices';
import { EMPTY_TABLE } from '../../declaration/switching-table';
import { DAY_MS, nextSeasonStart, nextSpecialDay, nextSwitch, rateAt, rateSteps } from './table-calendar';
import { everyDay, twoSeasons, weekly, withSpecialDay } from './worked-tables.fixture';

const choices = defaultChoices();
const at = (iso: string) => Date.parse(iso);
const day = everyDay([
  ['00:00:00', 1],
  ['07:00:00', 2],
  ['19:30:15', 3],
]);

describe('rateAt', () => {
  it('switches at the second of the action, not before', () => {
    expect(rateAt(day, at('2021-06-21T06:59:59.999Z'), choices)).toBe(1);
    expect(rateAt(day, at('2021-06-21T07:00Z'), choices)).toBe(2);
    expect(rateAt(day, at('2021-06-21T19:30:15Z'), choices)).toBe(3);
    expect(rateAt(day, at('2021-06-22T00:00Z'), choices)).toBe(1);
  });

  it('holds a season from its start to the next start, around the year', () => {
    const table = twoSeasons(['*-03-28', 1], ['*-10-31', 2]);
    const dates = ['2021-01-01', '2021-03-27', '2021-03-28', '2021-10-30', '2021-10-31', '2021-12-31'];
    expect(dates.map((date) => rateAt(table, at(date), choices))).toEqual([2, 2, 1, 1, 2, 2]);
  });

  it('starts a season of one year in that year and keeps it afterwards', () => {
    const table = twoSeasons(['2020-01-01', 1], ['2022-05-01', 4]);
    expect(['2022-04-30', '2022-05-01', '2023-01-01'].map((date) => rateAt(table, at(date), choices))).toEqual([1, 4, 4]);
  });

  it('starts a season of 29 February in leap years only', () => {
    const table = twoSeasons(['*-02-29', 1], ['*-06-01', 2]);
    const dates = ['2023-05-31', '2024-02-28', '2024-02-29', '2024-06-01'];
    expect(dates.map((date) => rateAt(table, at(date), choices))).toEqual([2, 2, 1, 2]);
  });

  it('holds a season of 29 February through the years without one', () => {
    const table = { ...day, seasons: [{ name: 'leap', start: '*-02-29', week: 'week' }] };
    expect(rateAt(table, at('2023-06-21T08:00Z'), { ...choices, touWithoutTable: 'none' })).toBe(2);
  });

  it('prefers a special day to the day of the week', () => {
    const table = withSpecialDay(withSpecialDay(day, '*-12-25', 4), '2021-12-27', 3);
    const stamps = ['2021-12-25T08:00Z', '2021-12-26T08:00Z', '2021-12-27T08:00Z', '2022-12-25T08:00Z', '2022-12-27T08:00Z'];
    expect(stamps.map((stamp) => rateAt(table, at(stamp), choices))).toEqual([4, 2, 3, 4, 2]);
  });

  it('carries the rate over days without any action', () => {
    const table = weekly([[['12:00:00', 3]], [], [], [], [], [], []]);
    expect(rateAt(table, at('2021-06-27T23:00Z'), choices)).toBe(3);
    expect(rateAt(table, at('2021-06-27T23:00Z'), { ...choices, touBeforeFirstAction: 'rate-1' })).toBe(1);
  });

  it('is rate 1 where no day has an action, rather than searching without end', () => {
    expect(rateAt(weekly([[], [], [], [], [], [], []]), at('2021-06-27T23:00Z'), choices)).toBe(1);
  });

  it('is as without a table where no season has begun', () => {
    const table = twoSeasons(['2030-01-01', 2], ['2031-01-01', 3]);
    const none = { ...choices, touWithoutTable: 'none' as const };
    expect([rateAt(table, at('2029-12-31T23:59Z'), choices), rateAt(table, at('2030-01-01'), choices)]).toEqual([1, 2]);
    expect(rateAt(table, at('2029-12-31T23:59Z'), none)).toBeUndefined();
  });

  it('follows the choice where there is no table', () => {
    expect(rateAt(EMPTY_TABLE, 0, choices)).toBe(1);
    expect(rateAt(EMPTY_TABLE, 0, { ...choices, touWithoutTable: 'none' })).toBeUndefined();
  });
});

describe('rateSteps', () => {
  it('lists the rate at the start and every later change', () => {
    expect(rateSteps(day, at('2021-06-21T06:00Z'), at('2021-06-22T00:00Z'), choices)).toEqual([
      { atMs: at('2021-06-21T06:00Z'), rate: 1 },
      { atMs: at('2021-06-21T07:00Z'), rate: 2 },
      { atMs: at('2021-06-21T19:30:15Z'), rate: 3 },
      { atMs: at('2021-06-22T00:00Z'), rate: 1 },
    ]);
  });

  it('names no change where rate 1 before the first action lasts no time', () => {
    const allDay = everyDay([['00:00:00', 2]]);
    const steps = rateSteps(allDay, at('2021-06-21T06:00Z'), at('2021-06-24'), { ...choices, touBeforeFirstAction: 'rate-1' });
    expect(steps).toEqual([{ atMs: at('2021-06-21T06:00Z'), rate: 2 }]);
  });

  it('agrees with rateAt at every minute of a year', () => {
    const table = withSpecialDay(twoSeasons(['*-04-01', 1], ['*-10-01', 2]), '*-07-04', 4);
    const [from, to] = [at('2021-01-01'), at('2022-01-01')];
    const steps = rateSteps(table, from, to, choices);
    for (let ms = from; ms < to; ms += DAY_MS / 4 + 60_000) {
      expect(steps.filter(({ atMs }) => atMs <= ms).at(-1)!.rate).toBe(rateAt(table, ms, choices));
    }
  });
});

describe('anchors', () => {
  it('finds the next instant at which another rate counts', () => {
    expect(nextSwitch(day, at('2021-06-21T07:00Z'), choices)).toBe(at('2021-06-21T19:30:15Z'));
    expect(nextSwitch(day, at('2021-06-21T19:30:15Z'), choices)).toBe(at('2021-06-22T00:00Z'));
    expect(nextSwitch(day, at('2021-06-21T06:59:59.999Z'), choices)).toBe(at('2021-06-21T07:00Z'));
  });

  it('finds a switch of rate months ahead, at a change of season', () => {
    expect(nextSwitch(twoSeasons(['*-04-01', 1], ['*-10-01', 2]), at('2021-04-01'), choices)).toBe(at('2021-10-01'));
  });

  it('finds no switch where the rate never changes', () => {
    expect(nextSwitch(everyDay([['00:00:00', 2]]), at('2021-06-21'), choices)).toBeUndefined();
    expect(nextSwitch(EMPTY_TABLE, at('2021-06-21'), choices)).toBeUndefined();
  });

  it('finds the next season and the next special day strictly after an instant', () => {
    const table = withSpecialDay(twoSeasons(['*-04-01', 1], ['*-10-01', 2]), '*-12-25', 3);
    expect(nextSeasonStart(table, at('2021-04-01'))).toBe(at('2021-10-01'));
    expect(nextSeasonStart(table, at('2021-12-01'))).toBe(at('2022-04-01'));
    expect(nextSpecialDay(table, at('2021-12-24T23:59:59Z'))).toBe(at('2021-12-25'));
    expect(nextSpecialDay(table, at('2021-12-25'))).toBe(at('2022-12-25'));
    expect(nextSpecialDay(twoSeasons(['*-04-01', 1], ['*-10-01', 2]), at('2021-12-25'))).toBeUndefined();
  });
});
