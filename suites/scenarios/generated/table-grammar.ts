import fc from 'fast-check';
import { type SwitchingTable, TABLE_LIMITS } from '../../../declaration/switching-table';
import type { Ms } from '../../../trace/vocabulary';
import { DAY_MS } from './flows';

/** A few entries, or as many as GBCS allows. */
const some = <T>(of: fc.Arbitrary<T>, most: number, few: number, full: boolean): fc.Arbitrary<T[]> =>
  full ? fc.array(of, { minLength: most, maxLength: most, size: 'max' }) : fc.array(of, { minLength: 1, maxLength: few });

/** Seconds of a day at which something switches: half hours mostly, other minutes, any second. */
const ofDay = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 47 }).map((slot) => slot * 1800) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 1439 }).map((minute) => minute * 60) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 86_399 }) },
);

/** Every half hour but the first: with an action at 00:00 as many as a day may have. */
const EVERY_HALF_HOUR = Array.from({ length: TABLE_LIMITS.actionsPerDay - 1 }, (_, i) => (i + 1) * 1800);

const actions = (stressed: Stress | undefined) =>
  fc
    .record({
      fromMidnight: stressed === 'first action' ? fc.constant(false) : fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
      times: fc.uniqueArray(ofDay, { minLength: 1, maxLength: 5 }),
      first: fc.integer({ min: 1, max: TABLE_LIMITS.rates }),
      turns: fc.array(fc.integer({ min: 1, max: TABLE_LIMITS.rates - 1 }), { minLength: 48, maxLength: 48, size: 'max' }),
    })
    .map(({ fromMidnight, times, first, turns }) => {
      const full = stressed === 'actions';
      const starts = [...(fromMidnight || full ? [0] : []), ...(full ? EVERY_HALF_HOUR : times.sort((a, b) => a - b))];
      // Each action turns to another rate than the one before, so that every switch shows.
      let rate = first;
      return starts.map((seconds, i) => {
        if (i > 0) rate = ((rate - 1 + turns[i]!) % TABLE_LIMITS.rates) + 1;
        return { at: timeOfDay(seconds), rate };
      });
    });

/** Week days by their place among the days of the table. */
const week = fc.array(fc.nat({ max: TABLE_LIMITS.days - 1 }), { minLength: 7, maxLength: 7 });

/** Days around the start, where a special day or the start of a season shows within the scenario. */
const nearDay = fc.integer({ min: -1, max: 8 });
const anyDay = fc.integer({ min: -180, max: 180 });

/** What a table makes most of: one limit, or a thing that tables rarely hold. */
export const STRESSES = ['days', 'actions', 'weeks', 'seasons', 'special days', 'first action', 'no special days'] as const;
export type Stress = (typeof STRESSES)[number];

/** A legal switching table whose seasons and special days lie around a date. */
export function legalTable(startMs: Ms, stressed?: Stress): fc.Arbitrary<SwitchingTable> {
  const date = (days: number) => new Date(startMs + days * DAY_MS).toISOString().slice(0, 10);
  const { days, weeks, seasons, specialDays } = TABLE_LIMITS;
  const special = {
    'special days': fc.constant(Array.from({ length: specialDays }, (_, i) => i * 3 - 1)),
    'no special days': fc.constant([]),
  } as Partial<Record<Stress, fc.Arbitrary<number[]>>>;
  return fc
    .record({
      days: some(actions(stressed), days, 4, stressed === 'days'),
      weeks: some(week, weeks, 2, stressed === 'weeks'),
      seasons: fc.uniqueArray(fc.oneof(nearDay, anyDay), { minLength: stressed === 'seasons' ? seasons : 1, maxLength: seasons }),
      seasonWeeks: fc.array(fc.nat({ max: weeks - 1 }), { minLength: seasons, maxLength: seasons }),
      special: (stressed && special[stressed]) ?? fc.uniqueArray(nearDay, { maxLength: 4 }),
      specialDays: fc.array(fc.nat({ max: days - 1 }), { minLength: specialDays, maxLength: specialDays, size: 'max' }),
      everyYear: fc.boolean(),
    })
    .map(({ days, weeks, seasons, seasonWeeks, special, specialDays, everyYear }) => {
      const dayId = (place: number) => (place % days.length) + 1;
      const weekName = (place: number) => `week-${(place % weeks.length) + 1}`;
      const yearly = (day: string) => (everyYear ? `*${day.slice(4)}` : day);
      return {
        // A season begins every year, or there would be none before the first.
        seasons: seasons.map((at, i) => ({
          name: `season-${i + 1}`,
          start: `*${date(at).slice(4)}`,
          week: weekName(seasonWeeks[i]!),
        })),
        weeks: weeks.map((places, i) => ({ name: `week-${i + 1}`, days: places.map(dayId) })),
        days: days.map((its, i) => ({ id: i + 1, actions: its })),
        specialDays: special.map((at, i) => ({ date: yearly(date(at)), day: dayId(specialDays[i]!) })),
      };
    });
}

/** One way in which a table is beyond the limits or refers to what it does not hold. */
export interface Defect {
  name: string;
  /** Refused by its type alone, before anything is looked up. */
  mistyped?: true;
  spoil(table: SwitchingTable): object;
}

const firstDay = (table: SwitchingTable, change: (day: SwitchingTable['days'][number]) => object) => ({
  ...table,
  days: [change(table.days[0]!), ...table.days.slice(1)],
});
const firstRate = (rate: number) => (table: SwitchingTable) =>
  firstDay(table, (day) => ({ ...day, actions: [{ ...day.actions[0]!, rate }, ...day.actions.slice(1)] }));
const copies = (count: number) => Array.from({ length: count }, (_, i) => i);

/** The illegal grammar: exactly one defect in a table that is legal without it (GBCS 4.3 ECS24b, limits of ECS01c). */
export const DEFECTS: readonly Defect[] = [
  { name: 'rate 0', spoil: firstRate(0) },
  { name: 'rate 5', spoil: firstRate(5) },
  { name: 'rate 99', spoil: firstRate(99) },
  { name: "a selector of the import table's scripts", spoil: firstRate(201) },
  {
    name: 'a week with an unknown day',
    spoil: (table) => ({
      ...table,
      weeks: table.weeks.map((week, i) => (i === 0 ? { ...week, days: [200, ...week.days.slice(1)] } : week)),
    }),
  },
  {
    name: 'a season with an unknown week',
    spoil: (table) => ({
      ...table,
      seasons: table.seasons.map((season, i) => (i === 0 ? { ...season, week: 'no-week' } : season)),
    }),
  },
  { name: 'a special day with an unknown day', spoil: (table) => ({ ...table, specialDays: [{ date: '*-08-01', day: 200 }] }) },
  { name: 'a 17th day', spoil: (table) => ({ ...table, days: copies(17).map((i) => ({ ...table.days[0]!, id: i + 1 })) }) },
  {
    name: 'a 49th action',
    spoil: (table) =>
      firstDay(table, (day) => ({ ...day, actions: copies(49).map((i) => ({ at: timeOfDay(i * 1200), rate: (i % 4) + 1 })) })),
  },
  {
    name: 'a 51st special day',
    spoil: (table) => ({ ...table, specialDays: copies(51).map((i) => ({ date: dayOfYear(i), day: table.days[0]!.id })) }),
  },
  {
    name: 'a fifth season',
    spoil: (table) => ({
      ...table,
      seasons: copies(5).map((i) => ({ name: `s${i}`, start: `*-0${i + 1}-01`, week: table.weeks[0]!.name })),
    }),
  },
  {
    name: 'a fifth week',
    spoil: (table) => ({
      ...table,
      weeks: [...table.weeks, ...copies(5 - table.weeks.length).map((i) => ({ ...table.weeks[0]!, name: `more-${i}` }))],
    }),
  },
  {
    name: 'two actions at one time',
    spoil: (table) =>
      firstDay(table, (day) => ({
        ...day,
        actions: [
          { at: '10:00:00', rate: 1 },
          { at: '10:00:00', rate: 2 },
        ],
      })),
  },
  {
    name: 'actions out of order',
    spoil: (table) =>
      firstDay(table, (day) => ({
        ...day,
        actions: [
          { at: '12:00:00', rate: 1 },
          { at: '10:00:00', rate: 2 },
        ],
      })),
  },
  {
    name: 'two days of one identifier',
    spoil: (table) => {
      const [first] = table.days as [SwitchingTable['days'][number]];
      const others = table.days.filter(({ id }) => id !== first.id);
      return { ...table, days: [first, { ...first, actions: [{ at: '00:00:00', rate: 1 }] }, ...others] };
    },
  },
  {
    name: 'a week of six days',
    mistyped: true,
    spoil: (table) => ({
      ...table,
      weeks: table.weeks.map((week, i) => (i === 0 ? { ...week, days: week.days.slice(0, 6) } : week)),
    }),
  },
  {
    name: 'a date that is none',
    mistyped: true,
    spoil: (table) => ({ ...table, specialDays: [{ date: '2026-02-30', day: table.days[0]!.id }] }),
  },
];

const dayOfYear = (n: number): string => `*${new Date(Date.UTC(2026, 0, 1) + n * 7 * DAY_MS).toISOString().slice(4, 10)}`;

const timeOfDay = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 19);
