import { EMPTY_TABLE, type SwitchingTable } from '../../declaration/switching-table';
import type { Value } from '../../trace/vocabulary';
import { type FaultKind, tableFaults } from './table-faults';

const TABLE: SwitchingTable = {
  seasons: [{ name: 'all', start: '*-01-01', week: 'week' }],
  weeks: [{ name: 'week', days: [1, 1, 1, 1, 1, 1, 1] }],
  days: [
    {
      id: 1,
      actions: [
        { at: '00:00:00', rate: 1 },
        { at: '07:00:00', rate: 2 },
      ],
    },
  ],
  specialDays: [],
};
const [day] = TABLE.days;
const kinds = (change: Partial<Record<keyof SwitchingTable, unknown>>) =>
  tableFaults({ ...TABLE, ...change } as unknown as Value).map(({ kind }) => kind);

const minutes = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ at: `00:${String(i).padStart(2, '0')}:00`, rate: 4 }));
const days = (count: number, actions = day!.actions) => Array.from({ length: count }, (_, i) => ({ id: i + 1, actions }));
const seasons = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `${i}`, start: `*-0${i + 1}-01`, week: 'week' }));
const weeks = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: i ? `w${i}` : 'week', days: [1, 1, 1, 1, 1, 1, 1] }));
const specials = (count: number) => Array.from({ length: count }, (_, i) => ({ date: `20${i + 10}-02-28`, day: 1 }));

describe('tableFaults', () => {
  it('finds none in a table at every limit, nor in an empty one', () => {
    const full = { seasons: seasons(4), weeks: weeks(4), days: days(16, minutes(48)), specialDays: specials(50) };
    expect(kinds(full)).toEqual([]);
    expect(tableFaults(EMPTY_TABLE as unknown as Value)).toEqual([]);
  });

  it.each<[string, Partial<Record<keyof SwitchingTable, unknown>>, FaultKind]>([
    ['a 17th day', { days: days(17) }, 'limit'],
    ['a 49th action', { days: [{ id: 1, actions: minutes(49) }] }, 'limit'],
    ['a fifth week', { weeks: weeks(5) }, 'limit'],
    ['a fifth season', { seasons: seasons(5) }, 'limit'],
    ['a 51st special day', { specialDays: specials(51) }, 'limit'],
    ['rate 0', { days: [{ id: 1, actions: [{ at: '00:00:00', rate: 0 }] }] }, 'rate'],
    ['rate 5', { days: [{ id: 1, actions: [{ at: '00:00:00', rate: 5 }] }] }, 'rate'],
    ['half a rate', { days: [{ id: 1, actions: [{ at: '00:00:00', rate: 1.5 }] }] }, 'rate'],
    ['the same time twice', { days: [{ id: 1, actions: [day!.actions[1], day!.actions[1]] }] }, 'order'],
    ['times out of order', { days: [{ id: 1, actions: [day!.actions[1], day!.actions[0]] }] }, 'order'],
    ['two days of one identifier', { days: [day, day] }, 'reference'],
    ['two weeks of one name', { weeks: [...weeks(1), ...weeks(1)] }, 'reference'],
    ['a season of no week', { seasons: [{ name: 'x', start: '*-01-01', week: 'none' }] }, 'reference'],
    ['a week of an unknown day', { weeks: [{ name: 'week', days: [1, 1, 1, 1, 1, 1, 9] }] }, 'reference'],
    ['a week of six days', { weeks: [{ name: 'week', days: [1, 1, 1, 1, 1, 1] }] }, 'reference'],
    ['a special day of an unknown day', { specialDays: [{ date: '*-12-25', day: 9 }] }, 'reference'],
    ['a date that is none', { specialDays: [{ date: '*-02-30', day: 1 }] }, 'shape'],
    ['29 February of a common year', { specialDays: [{ date: '2027-02-29', day: 1 }] }, 'shape'],
    ['a month that is none', { specialDays: [{ date: '*-13-01', day: 1 }] }, 'shape'],
    ['a time that is none', { days: [{ id: 1, actions: [{ at: '24:00:00', rate: 1 }] }] }, 'shape'],
    ['no days', { days: null }, 'shape'],
    ['a day that is none', { days: [null] }, 'shape'],
  ])('finds %s, and nothing else', (_, change, kind) => {
    expect(kinds(change)).toEqual([kind]);
  });

  it('takes 29 February of a leap year, and of every year', () => {
    expect(
      kinds({
        specialDays: [
          { date: '2028-02-29', day: 1 },
          { date: '*-02-29', day: 1 },
        ],
      }),
    ).toEqual([]);
  });

  it.each([[null], [3], ['table'], [[]], [{}]])('does not take %j for a table', (value) => {
    expect(tableFaults(value as Value)).toEqual([{ kind: 'shape', says: 'not a switching table' }]);
  });
});
