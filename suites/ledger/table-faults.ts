import { type SwitchingTable, TABLE_LIMITS } from '../../declaration/switching-table';
import type { Value } from '../../trace/vocabulary';

/** How a table can be wrong: not of the right types, an unknown rate, a reference that leads nowhere, beyond a limit, out of order. */
export type FaultKind = 'shape' | 'rate' | 'reference' | 'limit' | 'order';

export interface TableFault {
  kind: FaultKind;
  says: string;
}

/** Everything that is wrong with a switching table as data (GBCS ECS01c, DUIS V5.4); nothing where a meter has to take it. */
export function tableFaults(value: Value): TableFault[] {
  if (!isTable(value)) return [{ kind: 'shape', says: 'not a switching table' }];
  return [...limitFaults(value), ...rateFaults(value), ...referenceFaults(value), ...orderFaults(value)];
}

type Fields = { [field: string]: Value };

const fieldsOf = (value: Value | undefined): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
const listOf = (value: Value | undefined, is: (fields: Fields) => boolean) =>
  Array.isArray(value) &&
  value.every((one) => {
    const fields = fieldsOf(one);
    return fields !== undefined && is(fields);
  });

function isTable(value: Value): value is Value & SwitchingTable {
  const table = fieldsOf(value);
  return (
    table !== undefined &&
    listOf(
      table.seasons,
      ({ name, start, week }) => typeof name === 'string' && isDatePattern(start) && typeof week === 'string',
    ) &&
    listOf(table.weeks, ({ name, days }) => typeof name === 'string' && Array.isArray(days)) &&
    listOf(table.days, ({ id, actions }) => Number.isInteger(id) && listOf(actions, ({ at }) => isTime(at))) &&
    listOf(table.specialDays, ({ date }) => isDatePattern(date))
  );
}

const isTime = (value: Value | undefined) => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(value);

function isDatePattern(value: Value | undefined): boolean {
  const [, year, monthDay] = (typeof value === 'string' && /^(\d{4}|\*)-(\d\d-\d\d)$/.exec(value)) || [];
  if (year === undefined) return false;
  // Every year includes leap years, so that 29 February may be named.
  const date = new Date(`${year === '*' ? '2000' : year}-${monthDay}T00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(5, 10) === monthDay;
}

function limitFaults({ seasons, weeks, days, specialDays }: SwitchingTable): TableFault[] {
  const counts: [what: string, count: number, limit: number][] = [
    ['seasons', seasons.length, TABLE_LIMITS.seasons],
    ['weeks', weeks.length, TABLE_LIMITS.weeks],
    ['days', days.length, TABLE_LIMITS.days],
    ['special days', specialDays.length, TABLE_LIMITS.specialDays],
    ...days.map(({ id, actions }): [string, number, number] => [
      `actions of day ${id}`,
      actions.length,
      TABLE_LIMITS.actionsPerDay,
    ]),
  ];
  return counts
    .filter(([, count, limit]) => count > limit)
    .map(([what, count, limit]) => ({ kind: 'limit', says: `${count} ${what}, at most ${limit}` }));
}

const isRate = (rate: number) => Number.isInteger(rate) && rate >= 1 && rate <= TABLE_LIMITS.rates;

function rateFaults({ days }: SwitchingTable): TableFault[] {
  return days.flatMap(({ id, actions }) =>
    actions
      .filter(({ rate }) => !isRate(rate))
      .map(({ rate }): TableFault => ({ kind: 'rate', says: `day ${id} switches to rate ${rate}` })),
  );
}

function referenceFaults({ seasons, weeks, days, specialDays }: SwitchingTable): TableFault[] {
  const ids = new Set(days.map(({ id }) => id));
  const names = new Set(weeks.map(({ name }) => name));
  const says = [
    ...(ids.size < days.length ? ['two days have one identifier'] : []),
    ...(names.size < weeks.length ? ['two weeks have one name'] : []),
    ...seasons.filter(({ week }) => !names.has(week)).map(({ name, week }) => `season ${name} names the week ${week}`),
    ...weeks
      .filter((week) => week.days.length !== 7 || week.days.some((id) => !ids.has(id)))
      .map(({ name }) => `week ${name} does not name seven days of the table`),
    ...specialDays.filter(({ day }) => !ids.has(day)).map(({ date, day }) => `special day ${date} names the day ${day}`),
  ];
  return says.map((one) => ({ kind: 'reference', says: one }));
}

function orderFaults({ days }: SwitchingTable): TableFault[] {
  return days
    .filter(({ actions }) => actions.some(({ at }, i) => i > 0 && at <= actions[i - 1]!.at))
    .map(({ id }) => ({ kind: 'order', says: `the actions of day ${id} do not follow each other` }));
}
