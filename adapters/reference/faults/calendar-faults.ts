import type { DatePattern, SwitchingTable } from '../../../declaration/switching-table';
import type { Ms } from '../../../trace/vocabulary';
import type { Fault } from '../fault';
import { SwitchingCalendar } from '../switching-calendar';
import { Tariff } from '../tariff';
import { exportTables, exportTariff, readBy } from './tabling';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const HALF_A_DAY_MS = DAY_MS / 2;

/** 01:00 UTC on the last Sunday of a month, when British clocks change. */
function lastSunday(year: number, month: number): Ms {
  const lastDay = Date.UTC(year, month + 1, 0);
  return lastDay - new Date(lastDay).getUTCDay() * DAY_MS + HOUR_MS;
}

/** Reads the table by the clock on the wall: British Summer Time in summer. */
class LocalTimeTariff extends Tariff {
  protected override rateAt(meterMs: Ms): number | undefined {
    return super.rateAt(meterMs + this.summerMs(meterMs));
  }

  protected override switchAfter(meterMs: Ms): Ms {
    const summerMs = this.summerMs(meterMs);
    const next = super.switchAfter(meterMs + summerMs) - summerMs;
    return summerMs === this.summerMs(next) ? next : Math.min(next, meterMs - (meterMs % HOUR_MS) + HOUR_MS);
  }

  private summerMs(meterMs: Ms): Ms {
    const year = new Date(meterMs).getUTCFullYear();
    return lastSunday(year, 2) <= meterMs && meterMs < lastSunday(year, 9) ? HOUR_MS : 0;
  }
}

class SundayFirst extends SwitchingCalendar {
  protected override weekday(dayMs: Ms): number {
    return new Date(dayMs).getUTCDay();
  }
}

class SeasonByMonth extends SwitchingCalendar {
  protected override lastStart(pattern: DatePattern, date: string): string | undefined {
    return super.lastStart(`${pattern.slice(0, -2)}01`, date);
  }
}

/** Before the first start of a year its first season holds. */
class SeasonWithoutWrap extends SwitchingCalendar {
  protected override seasonOn(date: string): SwitchingTable['seasons'][number] | undefined {
    const [first] = [...this.table.seasons].sort((a, b) => a.start.slice(-5).localeCompare(b.start.slice(-5)));
    return first && date.slice(5) < first.start.slice(-5) ? first : super.seasonOn(date);
  }
}

class NoSpecialDays extends SwitchingCalendar {
  protected override specialDayOn(): undefined {
    return undefined;
  }
}

class FirstSpecialDayOnly extends SwitchingCalendar {
  protected override specialDayOn(dayMs: Ms): number | undefined {
    return super.specialDayOn(dayMs - DAY_MS) === undefined ? super.specialDayOn(dayMs) : undefined;
  }
}

class SpecialDayADayTooLong extends SwitchingCalendar {
  protected override specialDayOn(dayMs: Ms): number | undefined {
    return super.specialDayOn(dayMs) ?? super.specialDayOn(dayMs - DAY_MS);
  }
}

/** Takes special days from noon to noon. */
class SpecialDayFromNoon extends SwitchingCalendar {
  private readonly yesterday = new SpecialDayADayTooLong(this.table, this.choices);

  override rateAt(meterMs: Ms): number | undefined {
    return meterMs % DAY_MS < HALF_A_DAY_MS ? this.yesterday.rateAt(meterMs) : super.rateAt(meterMs);
  }

  override nextSwitchAfter(meterMs: Ms): Ms {
    const noonMs = meterMs - (meterMs % DAY_MS) + HALF_A_DAY_MS;
    return meterMs < noonMs ? Math.min(noonMs, this.yesterday.nextSwitchAfter(meterMs)) : super.nextSwitchAfter(meterMs);
  }
}

class SeasonBeforeSpecialDay extends SwitchingCalendar {
  protected override specialDayOn(dayMs: Ms): number | undefined {
    const date = new Date(dayMs).toISOString().slice(0, 10);
    return this.table.seasons.some(({ start }) => this.falls(start, date)) ? undefined : super.specialDayOn(dayMs);
  }
}

class NoLeapDay extends SwitchingCalendar {
  protected override falls(pattern: DatePattern, date: string): boolean {
    return !date.endsWith('-02-29') && super.falls(pattern, date);
  }
}

/** A day after 28 February is the 29th in every year. */
class LeapDayEveryYear extends SwitchingCalendar {
  protected override falls(pattern: DatePattern, date: string): boolean {
    const common = new Date(`${date.slice(0, 4)}-02-29T00:00Z`).getUTCDate() !== 29;
    return super.falls(pattern, common && date.endsWith('-03-01') ? `${date.slice(0, 4)}-02-29` : date);
  }
}

class YearNeeded extends SwitchingCalendar {
  protected override falls(pattern: DatePattern, date: string): boolean {
    return pattern === date;
  }
}

class YearIgnored extends SwitchingCalendar {
  protected override falls(pattern: DatePattern, date: string): boolean {
    return pattern.slice(-5) === date.slice(5);
  }
}

const misread = (name: string, breaks: string, says: string, shownBy: string, Calendar: Parameters<typeof readBy>[0]): Fault => ({
  name,
  breaks,
  area: 'table',
  says,
  shownBy: [shownBy],
  replace: (parts) => exportTables(parts, readBy(Calendar)),
});

/** Faults of reading the switching table: its days, weeks and seasons. */
export const CALENDAR_FAULTS: Fault[] = [
  {
    name: 'rate-by-summer-time',
    breaks: 'table.utc',
    area: 'table',
    says: 'The switching table is read in British local time: in summer export switches an hour early.',
    shownBy: ['ppa-four-rates'],
    replace: (parts) => exportTariff(parts, (...args) => new LocalTimeTariff(...args)),
  },
  misread('week-from-sunday', 'table.weeks', 'The days of a week profile begin with Sunday.', 'weeks', SundayFirst),
  misread(
    'season-by-month',
    'table.seasons',
    'A season begins with the month of its start.',
    'seasons-over-new-year',
    SeasonByMonth,
  ),
  misread(
    'season-without-wrap',
    'table.season-over-new-year',
    'Each year begins in the season that starts first in it.',
    'seasons-over-new-year',
    SeasonWithoutWrap,
  ),
  misread('special-days-ignored', 'table.special-days', 'Special days are days as any other.', 'special-days', NoSpecialDays),
  misread(
    'first-special-day-only',
    'table.special-days-in-a-row',
    'A special day after another is not special.',
    'special-days',
    FirstSpecialDayOnly,
  ),
  misread(
    'special-day-a-day-too-long',
    'table.special-day-ends',
    'A special day goes on for another day.',
    'special-days',
    SpecialDayADayTooLong,
  ),
  misread(
    'special-day-until-noon',
    'table.special-day-ends',
    'A special day goes on until noon of the next day.',
    'special-days',
    SpecialDayFromNoon,
  ),
  misread(
    'season-before-special-day',
    'table.special-day-at-season-start',
    'A special day on which a season starts is not special.',
    'special-day-on-season-start',
    SeasonBeforeSpecialDay,
  ),
  misread('leap-day-skipped', 'table.leap-day', '29 February is never special.', 'special-days-leap', NoLeapDay),
  misread(
    'leap-day-every-year',
    'table.leap-day',
    'In a common year the special day of 29 February is kept on 1 March.',
    'special-days-leap',
    LeapDayEveryYear,
  ),
  misread('year-needed', 'table.years', 'A special day without a year never comes.', 'special-days', YearNeeded),
  misread('year-ignored', 'table.years', 'A special day of one year comes every year.', 'special-days', YearIgnored),
];
