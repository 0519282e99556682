import { Reader, Writer } from '../../cursor';
import { type CosemDate, type CosemTime, date, dateTimeIn, dateTimeOctets, time } from '../../data/date-time';
import { logicalNameOctets } from '../../data/logical-name';
import type { Data } from '../../data/types';
import { elementsOf, fieldsOf, listOf, octetsIn, unexpected, unsayable, type ValueShape, wholeNumberIn } from './value-shape';

const octets = (value: Uint8Array): Data => ({ type: 'octet-string', value });
const named = (name: unknown): Data => octets(Uint8Array.from(Buffer.from(String(name), 'utf8')));
const nameIn = (data: Data) => Buffer.from(octetsIn(data, 'a name')).toString('utf8');
const structure = (...value: Data[]): Data => ({ type: 'structure', value });
const array = (value: Data[]): Data => ({ type: 'array', value });
const u8 = (value: unknown): Data => {
  if (typeof value !== 'number' || !(value >= 0 && value <= 0xff)) throw unsayable('a number of one octet', value);
  return { type: 'unsigned', value };
};

/** The members of a structure of so many. */
function members(data: Data, count: number, what: string): Data[] {
  const found = elementsOf(data, what);
  if (found.length < count) throw unexpected(`${what}, ${count} members`, data);
  return found;
}

/** `YYYY-MM-DD`, or `*-MM-DD` for every year. */
const DATE = /^(\d{4}|\*)-(\d\d)-(\d\d)$/;

function cosemDate(pattern: unknown): CosemDate {
  const [, year, month, day] = (typeof pattern === 'string' && DATE.exec(pattern)) || [];
  if (year === undefined) throw unsayable('a date like 2026-04-01 or *-04-01', pattern);
  return { year: year === '*' ? null : Number(year), month: Number(month), dayOfMonth: Number(day), dayOfWeek: null };
}

function patternOf({ year, month, dayOfMonth }: CosemDate, from: Data): string {
  if (typeof month !== 'number' || typeof dayOfMonth !== 'number') throw unexpected('a date with month and day', from);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year === null ? '*' : String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`;
}

const NO_TIME: CosemTime = { hour: 0, minute: 0, second: 0, hundredths: 0 };

/** season_profile of class 20: {name, start as a date-time, week name} (Blue Book 4.5.3; GBCS ECS24b). */
export const seasons: ValueShape = {
  toValue: (data) =>
    elementsOf(data, 'seasons').map((season) => {
      const [name, start, week] = members(season, 3, 'a season') as [Data, Data, Data];
      const at = dateTimeIn(octetsIn(start));
      if (at === undefined) throw unexpected('a start of 12 octets', start);
      return { name: nameIn(name), start: patternOf(at, start), week: nameIn(week) };
    }),
  toData: (value) =>
    array(
      listOf(value, 'seasons').map((season) => {
        const { name, start, week } = fieldsOf(season, 'a season');
        const at = { ...cosemDate(start), ...NO_TIME, deviationMin: 0, clockStatus: [] };
        return structure(named(name), octets(dateTimeOctets(at)), named(week));
      }),
    ),
};

/** week_profile_table of class 20: {name, a day from Monday to Sunday}. */
export const weeks: ValueShape = {
  toValue: (data) =>
    elementsOf(data, 'weeks').map((week) => {
      const [name, ...days] = members(week, 8, 'a week') as [Data, ...Data[]];
      return { name: nameIn(name), days: days.map((day) => wholeNumberIn(day)) };
    }),
  toData: (value) =>
    array(
      listOf(value, 'weeks').map((week) => {
        const { name, days } = fieldsOf(week, 'a week');
        return structure(named(name), ...listOf(days, 'seven days').map(u8));
      }),
    ),
};

/** day_profile_table of class 20: {id, actions {time, script table, selector}}; rate 1 is the selector `firstSelector`. */
export function days(script: string, firstSelector: number): ValueShape {
  const table = octets(logicalNameOctets(script));
  return {
    toValue: (data) =>
      elementsOf(data, 'days').map((day) => {
        const [id, actions] = members(day, 2, 'a day') as [Data, Data];
        return {
          id: wholeNumberIn(id),
          actions: elementsOf(actions, 'actions').map((action) => {
            const [start, , selector] = members(action, 3, 'an action') as [Data, Data, Data];
            return { at: timeText(start), rate: wholeNumberIn(selector) - firstSelector + 1 };
          }),
        };
      }),
    toData: (value) =>
      array(
        listOf(value, 'days').map((day) => {
          const { id, actions } = fieldsOf(day, 'a day');
          const written = listOf(actions, 'actions').map((action) => {
            const { at, rate } = fieldsOf(action, 'an action');
            if (typeof rate !== 'number') throw unsayable('a rate', rate);
            return structure(timeOctets(at), table, { type: 'long-unsigned', value: firstSelector + rate - 1 });
          });
          return structure(u8(id), array(written));
        }),
      ),
  };
}

/** entries of class 11: {index, date, day id}. */
export const specialDays: ValueShape = {
  toValue: (data) =>
    elementsOf(data, 'special days').map((special) => {
      const [, on, day] = members(special, 3, 'a special day') as [Data, Data, Data];
      const at = octetsIn(on);
      if (at.length !== 5) throw unexpected('a date of 5 octets', on);
      return { date: patternOf(date.read(new Reader(at)), on), day: wholeNumberIn(day) };
    }),
  toData: (value) =>
    array(
      listOf(value, 'special days').map((special, index) => {
        const { date: on, day } = fieldsOf(special, 'a special day');
        const writer = new Writer();
        date.write(writer, cosemDate(on));
        return structure({ type: 'long-unsigned', value: index + 1 }, octets(writer.octets()), u8(day));
      }),
    ),
};

const TIME = /^(\d\d):(\d\d):(\d\d)$/;

function timeOctets(at: unknown): Data {
  const [, hour, minute, second] = (typeof at === 'string' && TIME.exec(at)) || [];
  if (hour === undefined) throw unsayable('a time like 00:30:00', at);
  const writer = new Writer();
  time.write(writer, { hour: Number(hour), minute: Number(minute), second: Number(second), hundredths: 0 });
  return octets(writer.octets());
}

function timeText(data: Data): string {
  const at = octetsIn(data, 'a time');
  if (at.length !== 4) throw unexpected('a time of 4 octets', data);
  const { hour, minute, second } = time.read(new Reader(at));
  return [hour, minute, second].map((part) => String(part ?? 0).padStart(2, '0')).join(':');
}
