import { defaultChoices } from '../../declaration/choices';
import type { SwitchingTable } from '../../declaration/switching-table';
import { UsageError } from '../../trace/errors';
import type { Boundary, When } from '../../trace/vocabulary';
import { type Calendar, resolve } from './anchors';

/** Rate 1 from midnight, rate 2 from 16:00, another season from July, and Christmas. */
const TABLE: SwitchingTable = {
  seasons: [
    { name: 'first', start: '*-01-01', week: 'week' },
    { name: 'second', start: '*-07-01', week: 'week' },
  ],
  weeks: [{ name: 'week', days: [1, 1, 1, 1, 1, 1, 1] }],
  days: [
    {
      id: 1,
      actions: [
        { at: '00:00:00', rate: 1 },
        { at: '16:00:00', rate: 2 },
      ],
    },
    { id: 2, actions: [{ at: '00:00:00', rate: 3 }] },
  ],
  specialDays: [{ date: '*-12-25', day: 2 }],
};

const at = (iso: string) => Date.parse(iso);
const calendar = (now: string, more: Partial<Calendar> = {}): Calendar => ({
  meterMs: at(now),
  choices: defaultChoices(),
  ...more,
});
const resolved = (when: When, calendar: Calendar) => new Date(resolve(when, calendar)).toISOString();

describe('an anchor', () => {
  it.each<[string, Boundary, string]>([
    ['2026-03-03T10:00:00.000Z', 'halfHour', '2026-03-03T10:30:00.000Z'],
    ['2026-03-03T10:00:00.001Z', 'halfHour', '2026-03-03T10:30:00.000Z'],
    ['2026-03-03T10:29:59.999Z', 'halfHour', '2026-03-03T10:30:00.000Z'],
    ['2026-03-03T23:45:00.000Z', 'halfHour', '2026-03-04T00:00:00.000Z'],
    ['2026-03-03T00:00:00.000Z', 'midnight', '2026-03-04T00:00:00.000Z'],
    ['2026-03-03T23:59:59.999Z', 'midnight', '2026-03-04T00:00:00.000Z'],
    ['2026-02-28T23:59:59.999Z', 'monthEnd', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T00:00:00.000Z', 'monthEnd', '2026-04-01T00:00:00.000Z'],
    ['2028-02-29T12:00:00.000Z', 'monthEnd', '2028-03-01T00:00:00.000Z'],
    ['2026-12-31T12:00:00.000Z', 'monthEnd', '2027-01-01T00:00:00.000Z'],
    ['2026-03-03T10:00:00.000Z', 'rateSwitch', '2026-03-03T16:00:00.000Z'],
    ['2026-03-03T15:59:59.999Z', 'rateSwitch', '2026-03-03T16:00:00.000Z'],
    ['2026-03-03T16:00:00.000Z', 'rateSwitch', '2026-03-04T00:00:00.000Z'],
    ['2026-12-25T00:00:00.000Z', 'rateSwitch', '2026-12-26T00:00:00.000Z'],
    ['2026-03-03T10:00:00.000Z', 'seasonStart', '2026-07-01T00:00:00.000Z'],
    ['2026-07-01T00:00:00.000Z', 'seasonStart', '2027-01-01T00:00:00.000Z'],
    ['2026-03-03T10:00:00.000Z', 'specialDay', '2026-12-25T00:00:00.000Z'],
  ])('at %s to the next %s is %s', (now, next, expected) => {
    expect(resolved({ next }, calendar(now, { table: TABLE }))).toBe(expected);
  });

  it('may lie before or after the boundary that it names', () => {
    const now = calendar('2026-03-03T10:10:00Z');
    expect(resolved({ next: 'halfHour', plus: -1000 }, now)).toBe('2026-03-03T10:29:59.000Z');
    expect(resolved({ next: 'halfHour', plus: 1000 }, now)).toBe('2026-03-03T10:30:01.000Z');
  });

  it('may be an instant, or a time from now that may be negative', () => {
    const now = calendar('2026-03-03T10:10:00Z');
    expect(resolve({ at: 12_345 }, now)).toBe(12_345);
    expect(resolved({ after: 90_000 }, now)).toBe('2026-03-03T10:11:30.000Z');
    expect(resolved({ after: -90_000 }, now)).toBe('2026-03-03T10:08:30.000Z');
  });

  it('waits for the activation that is pending', () => {
    const activationMs = at('2026-03-05T12:00:00Z');
    expect(resolved({ next: 'activation' }, calendar('2026-03-03T10:00:00Z', { activationMs }))).toBe('2026-03-05T12:00:00.000Z');
  });

  it.each<[string, Boundary, Partial<Calendar>, RegExp]>([
    ['an activation where none is pending', 'activation', {}, /no table is waiting/],
    ['an activation that is just now', 'activation', { activationMs: at('2026-03-03T10:00:00Z') }, /no table is waiting/],
    ['a rate switch without a table', 'rateSwitch', {}, /not known; read it first/],
    ['a special day where the table has none', 'specialDay', { table: { ...TABLE, specialDays: [] } }, /none within 400 days/],
    ['a season start where there is one season', 'seasonStart', { table: { ...TABLE, seasons: [] } }, /none within 400 days/],
  ])('to %s is refused', (_, next, more, message) => {
    const resolving = () => resolve({ next }, calendar('2026-03-03T10:00:00Z', more));
    expect(resolving).toThrow(UsageError);
    expect(resolving).toThrow(message);
    expect(resolving).toThrow(new RegExp(`^next: ${next}: `));
  });
});
