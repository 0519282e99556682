import type { DatePattern, SwitchingTable } from '../../declaration/switching-table';

type Actions = [at: string, rate: number][];

/** A table of one season whose every day has these actions. */
export function everyDay(actions: Actions): SwitchingTable {
  return weekly([actions, actions, actions, actions, actions, actions, actions]);
}

/** A table of one season with the actions of Monday to Sunday. */
export function weekly(days: Actions[]): SwitchingTable {
  return {
    seasons: [{ name: 'year', start: '*-01-01', week: 'week' }],
    weeks: [{ name: 'week', days: days.map((_, index) => index + 1) }],
    days: days.map((actions, index) => ({ id: index + 1, actions: actions.map(([at, rate]) => ({ at, rate })) })),
    specialDays: [],
  };
}

/** Adds special days on which one rate holds all day. */
export function withSpecialDay(table: SwitchingTable, date: DatePattern, rate: number): SwitchingTable {
  const id = 100 + table.specialDays.length;
  return {
    ...table,
    days: [...table.days, { id, actions: [{ at: '00:00:00', rate }] }],
    specialDays: [...table.specialDays, { date, day: id }],
  };
}

/** Two seasons, each with one rate all the time. */
export function twoSeasons(
  first: [start: DatePattern, rate: number],
  second: [start: DatePattern, rate: number],
): SwitchingTable {
  const seasons = [first, second].map(([start], index) => ({ name: `s${index}`, start, week: `w${index}` }));
  return {
    seasons,
    weeks: [0, 1].map((index) => ({ name: `w${index}`, days: Array<number>(7).fill(index + 1) })),
    days: [first, second].map(([, rate], index) => ({ id: index + 1, actions: [{ at: '00:00:00', rate }] })),
    specialDays: [],
  };
}
