import type { SwitchingTable } from '../../../declaration/switching-table';
import { MINUTE } from '../hand-trace.fixture';
import { begun, days, failing, flat, outcomes, RATES } from './tabled.fixture';

describe('a rule of the table', () => {
  const special = flat(2, { days: days(2, 3, 4), specialDays: [{ date: '2026-03-03', day: 2 }] });

  it('is judged where it decides: the special day, not the week', () => {
    expect(outcomes(begun(special).counts(3), 'table.special-days')).toEqual(Array(4).fill('within'));
    expect(outcomes(begun(special).counts(2), 'table.special-days')).toEqual(['within', 'beyond', 'beyond', 'within']);
  });

  it('says nothing where it decides nothing: no special day, or one of the same rate', () => {
    expect(outcomes(begun(flat(2)).counts(2), 'table.special-days')).toEqual([]);
    expect(outcomes(begun({ ...special, days: days(3, 3, 4) }).counts(3), 'table.special-days')).toEqual([]);
  });

  it('says nothing of less energy than shows for sure', () => {
    const one = begun(special).read(RATES, [0, 0, 0, 0]).pass(MINUTE, 1).pass(MINUTE).read(RATES, [0, 1, 0, 0]);
    expect(outcomes(one, 'table.special-days')).toEqual([]);
    const two = begun(special).read(RATES, [0, 0, 0, 0]).pass(MINUTE, 2).pass(MINUTE).read(RATES, [0, 2, 0, 0]);
    expect(outcomes(two, 'table.special-days')).toHaveLength(4);
    const roughly = (lo: number, hi: number) =>
      begun(special).read(RATES, [0, 0, 0, 0]).roughly(MINUTE, lo, hi).pass(MINUTE).read(RATES, [0, lo, 0, 0]);
    expect(outcomes(roughly(10, 19), 'table.special-days')).toHaveLength(4);
    expect(outcomes(roughly(10, 20), 'table.special-days')).toEqual([]);
  });

  it.each<[string, string, SwitchingTable, string, number, number]>([
    [
      'table.weeks',
      '2026-03-08T10:00:00Z',
      flat(0, { weeks: [{ name: 'all', days: [1, 2, 3, 4, 1, 2, 3] }], days: days(1, 2, 3, 4) }),
      'Sunday',
      3,
      1,
    ],
    ['table.special-day-ends', '2026-03-04T10:00:00Z', special, 'the day after', 2, 3],
    [
      'table.special-days-in-a-row',
      '2026-03-04T10:00:00Z',
      { ...special, specialDays: [...special.specialDays, { date: '*-03-04', day: 3 }] },
      'the second of two',
      4,
      2,
    ],
    ['table.years', '2027-03-03T10:00:00Z', special, 'the next year', 2, 3],
    ['table.years', '2027-03-03T10:00:00Z', { ...special, specialDays: [{ date: '*-03-03', day: 2 }] }, 'every year', 3, 2],
    ['table.leap-day', '2027-03-01T10:00:00Z', { ...special, specialDays: [{ date: '*-02-29', day: 2 }] }, '1 March', 2, 3],
    ['table.leap-day', '2028-02-29T10:00:00Z', { ...special, specialDays: [{ date: '*-02-29', day: 2 }] }, '29 February', 3, 2],
    [
      'table.special-day-at-season-start',
      '2026-03-03T10:00:00Z',
      { ...special, seasons: [{ name: 'all', start: '*-03-03', week: 'all' }] },
      'a season start',
      3,
      2,
    ],
  ])('%s on %s', (id, start, table, _, right, wrong) => {
    const startMs = Date.parse(start);
    expect(outcomes(begun(table, startMs).counts(right), id)).toEqual(Array(4).fill('within'));
    expect(failing(begun(table, startMs).counts(wrong), id)).toBe(true);
  });

  const seasons: SwitchingTable = flat(0, {
    seasons: [
      { name: 'spring', start: '*-03-15', week: 'a' },
      { name: 'winter', start: '*-12-01', week: 'b' },
    ],
    weeks: [
      { name: 'a', days: [1, 1, 1, 1, 1, 1, 1] },
      { name: 'b', days: [2, 2, 2, 2, 2, 2, 2] },
    ],
    days: days(3, 4),
  });

  it.each([
    ['table.season-over-new-year', '2027-01-01T00:00:00Z', 4, 3],
    ['table.season-over-new-year', '2027-03-14T23:00:00Z', 4, 3],
    ['table.seasons', '2027-03-14T23:00:00Z', 4, 3],
    ['table.seasons', '2027-03-15T00:00:00Z', 3, 4],
  ])('%s at %s is rate %d, not %d', (id, start, right, wrong) => {
    expect(outcomes(begun(seasons, Date.parse(start)).counts(right), id)).toEqual(Array(4).fill('within'));
    expect(failing(begun(seasons, Date.parse(start)).counts(wrong), id)).toBe(true);
  });

  it('says nothing of the new year once the first season of the year has begun', () => {
    expect(outcomes(begun(seasons, Date.parse('2027-03-15T00:00:00Z')).counts(3), 'table.season-over-new-year')).toEqual([]);
  });
});
