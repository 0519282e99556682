import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import type { SwitchingTable } from '../../../declaration/switching-table';
import type { Ms, Stimulus } from '../../../trace/vocabulary';
import type { Evidence } from '../../requirements/requirement';
import { composed, type Family } from './family';
import { DAY_MS, HOUR_MS, MINUTE_MS, reads } from './flows';
import { legalTable } from './table-grammar';
import { across, acrossSwitches, activate, writeTable, written } from './tables';
import { stretches, type Target } from './target';

const DAYS = 8;
const DAYS_BEFORE = 2;

/** Dates about which a calendar goes wrong; each scenario is about one of them. */
const DATES: Record<string, string> = {
  'the new year': '2027-01-01',
  '29 February': '2028-02-29',
  'the day that British Summer Time begins': '2026-03-29',
  'the day that British Summer Time ends': '2026-10-25',
};

/** A week and more under one table, whose seasons and special days lie within it, with export on every day. */
export const CALENDAR_WEEKS: Family = {
  name: 'calendar-weeks',
  says: 'A week and more under one table, over seasons, special days and the dates about which calendars go wrong.',
  targets: (meter) => [
    ...Object.entries(DATES).map(([name, date]) => exportsOn(name, [Date.parse(date)])),
    exportsOnEach('export on every day of a week'),
    written(meter, 'a season that starts within the scenario', ({ seasons }) => seasons.length > 1),
    written(meter, 'special days on consecutive days', ({ specialDays }) => consecutive(specialDays.map(({ date }) => date))),
    written(meter, 'a special day of one year only', ({ specialDays }) => specialDays.some(({ date }) => !date.startsWith('*'))),
  ],
  scenario: (meter, place) => {
    const dates = Object.values(DATES);
    const startMs = Date.parse(dates[place % dates.length]!) - DAYS_BEFORE * DAY_MS;
    return fc
      .record({
        table: legalTable(startMs),
        hours: fc.array(fc.integer({ min: 1, max: 22 }), { minLength: DAYS, maxLength: DAYS }),
      })
      .map(({ table, hours }) => {
        const title = 'A week and more under one table, with export on every day';
        const days = hours.map((hour, i) => day(meter, table, startMs + i * DAY_MS, hour));
        return composed('calendar-weeks', { title, start: startMs }, [[writeTable(table), activate('immediate')], ...days]);
      });
  },
};

/** Export after midnight, on one side of a switch, and at some hour: what a wrong day or week would count elsewhere. */
function day(meter: Declaration, table: SwitchingTable, fromMs: Ms, hour: number): Stimulus[] {
  const hourMs = fromMs + hour * HOUR_MS + 15 * MINUTE_MS;
  const first = fromMs + 10 * MINUTE_MS;
  const toMs = Math.max(first, hourMs - 10 * MINUTE_MS);
  return [
    ...across(meter, fromMs, [MINUTE_MS, 2 * MINUTE_MS]),
    ...acrossSwitches(meter, table, first, toMs, 1),
    ...across(meter, hourMs, [0, 5 * MINUTE_MS]),
    ...reads('daily.import', 'daily.export', 'daily.consumption'),
  ];
}

const dayOf = (ms: Ms) => Math.floor(ms / DAY_MS) * DAY_MS;

const daysOfExport = (evidence: Evidence) =>
  new Set(
    stretches(evidence)
      .filter(({ activeMw }) => activeMw.secondary < 0)
      .map(({ fromMs }) => dayOf(fromMs)),
  );

const exportsOn = (name: string, days: Ms[]): Target => ({
  name: `export on ${name}`,
  reached: (evidence) => days.every((one) => daysOfExport(evidence).has(one)),
});

const exportsOnEach = (name: string): Target => ({
  name,
  reached: (evidence) => {
    const days = daysOfExport(evidence);
    return [...days].some((first) => Array.from({ length: 7 }, (_, i) => first + i * DAY_MS).every((one) => days.has(one)));
  },
});

/** Dates of one form, of which one is the day after another. */
function consecutive(dates: string[]): boolean {
  const days = dates.map((date) => Date.parse(date.replace('*', '2028')));
  return days.some((one) => days.includes(one + DAY_MS));
}
