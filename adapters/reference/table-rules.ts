import { z } from 'zod';
import type { SwitchingTable } from '../../declaration/switching-table';
import { TABLE_LIMITS } from '../../declaration/switching-table';
import type { Value } from '../../trace/vocabulary';
import { timeOfDayMs } from './switching-calendar';

const datePattern = z.string().refine(isDatePattern);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/);

const tableShape = z.strictObject({
  seasons: z.array(z.strictObject({ name: z.string(), start: datePattern, week: z.string() })),
  weeks: z.array(z.strictObject({ name: z.string(), days: z.array(z.int()).length(7) })),
  days: z.array(
    z.strictObject({ id: z.int().min(0).max(255), actions: z.array(z.strictObject({ at: timeOfDay, rate: z.int() })) }),
  ),
  specialDays: z.array(z.strictObject({ date: datePattern, day: z.int() })),
});

/** A switching table of the right types, or undefined: what a type check on the wire refuses. */
export function tableOf(value: Value): SwitchingTable | undefined {
  return tableShape.safeParse(value).data;
}

/** Why a table is beyond the GBCS limits or refers to what it does not hold (GBCS ECS01c); empty where it may be activated. */
export function tableFaults(table: SwitchingTable): string[] {
  const dayIds = new Set(table.days.map((day) => day.id));
  const weekNames = new Set(table.weeks.map((week) => week.name));
  return [
    ...overLimit('seasons', table.seasons.length, TABLE_LIMITS.seasons),
    ...overLimit('weeks', table.weeks.length, TABLE_LIMITS.weeks),
    ...overLimit('days', table.days.length, TABLE_LIMITS.days),
    ...overLimit('special days', table.specialDays.length, TABLE_LIMITS.specialDays),
    ...(dayIds.size < table.days.length ? ['two days have one identifier'] : []),
    ...(weekNames.size < table.weeks.length ? ['two weeks have one name'] : []),
    ...table.days.flatMap(({ id, actions }) => [
      ...overLimit(`actions of day ${id}`, actions.length, TABLE_LIMITS.actionsPerDay),
      ...(actions.every(({ rate }) => rate >= 1 && rate <= TABLE_LIMITS.rates) ? [] : [`day ${id} switches to an unknown rate`]),
      ...(ascending(actions.map(({ at }) => timeOfDayMs(at))) ? [] : [`actions of day ${id} are not in ascending order`]),
    ]),
    ...table.seasons.filter(({ week }) => !weekNames.has(week)).map(({ name, week }) => `season ${name} names no week: ${week}`),
    ...table.weeks
      .filter(({ days }) => !days.every((day) => dayIds.has(day)))
      .map(({ name }) => `week ${name} names an unknown day`),
    ...table.specialDays.filter(({ day }) => !dayIds.has(day)).map(({ date }) => `special day ${date} names an unknown day`),
  ];
}

function overLimit(what: string, count: number, limit: number): string[] {
  return count > limit ? [`${count} ${what}, at most ${limit}`] : [];
}

function ascending(values: number[]): boolean {
  return values.every((value, i) => i === 0 || value > (values[i - 1] ?? 0));
}

function isDatePattern(text: string): boolean {
  const pattern = /^(\d{4}|\*)-(\d\d)-(\d\d)$/.exec(text);
  if (!pattern) return false;
  // A leap year stands for every year, so that 29 February may be named.
  const date = new Date(`${pattern[1] === '*' ? '2000' : pattern[1]}-${pattern[2]}-${pattern[3]}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(pattern[3]);
}
