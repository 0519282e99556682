import type { Choices } from '../../declaration/choices';
import type { DatePattern, SwitchingTable } from '../../declaration/switching-table';
import type { Ms } from '../../trace/vocabulary';

const DAY_MS = 86_400_000;
/** How many days a day profile without an action of its own may look back for the rate last switched to. */
const LOOK_BACK_DAYS = 400;
/** As around the year 2100. */
const MOST_YEARS_WITHOUT_LEAP = 8;

interface Action {
  atMs: Ms;
  rate: number;
}

interface DayPlan {
  dayMs: Ms;
  /** Rate from 00:00 to the first action; undefined: no rate counts. */
  rateAtMidnight: number | undefined;
  actions: Action[];
}

type CalendarChoices = Pick<Choices, 'touBeforeFirstAction' | 'touWithoutTable'>;

/** Evaluates a switching table: seasons give the week, the week or a special day gives the day, its actions the rate. All in UTC. */
export class SwitchingCalendar {
  private readonly weekOf: Map<string, number[]>;
  private readonly actionsOf: Map<number, Action[]>;
  private plan: DayPlan | undefined;

  constructor(
    protected readonly table: SwitchingTable,
    protected readonly choices: CalendarChoices,
  ) {
    this.weekOf = new Map(table.weeks.map((week) => [week.name, week.days]));
    this.actionsOf = new Map(
      table.days.map((day) => [day.id, day.actions.map(({ at, rate }) => ({ atMs: timeOfDayMs(at), rate }))]),
    );
  }

  get empty(): boolean {
    return this.table.days.length === 0;
  }

  /** Rate 1 … 4 at a meter instant, or undefined where no rate counts. */
  rateAt(meterMs: Ms): number | undefined {
    if (this.empty) return this.rateWithoutTable();
    const plan = this.planOf(meterMs);
    return lastAction(plan.actions, meterMs - plan.dayMs) ?? plan.rateAtMidnight;
  }

  /** The next meter instant at which the rate may change: an action or midnight; infinity without a table. */
  nextSwitchAfter(meterMs: Ms): Ms {
    if (this.empty) return Number.POSITIVE_INFINITY;
    const { dayMs, actions } = this.planOf(meterMs);
    const next = actions.find(({ atMs }) => dayMs + atMs > meterMs);
    return dayMs + (next?.atMs ?? DAY_MS);
  }

  private planOf(meterMs: Ms): DayPlan {
    const dayMs = meterMs - (((meterMs % DAY_MS) + DAY_MS) % DAY_MS);
    if (this.plan?.dayMs === dayMs) return this.plan;
    const actions = this.actionsOn(dayMs);
    this.plan = {
      dayMs,
      actions: actions ?? [],
      rateAtMidnight: actions ? this.rateBeforeFirstAction(dayMs) : this.rateWithoutTable(),
    };
    return this.plan;
  }

  protected rateBeforeFirstAction(dayMs: Ms): number | undefined {
    if (this.choices.touBeforeFirstAction === 'rate-1') return 1;
    for (let back = 1; back <= LOOK_BACK_DAYS; back++) {
      const actions = this.actionsOn(dayMs - back * DAY_MS);
      if (!actions) break;
      const last = actions.at(-1);
      if (last) return last.rate;
    }
    return this.rateWithoutTable();
  }

  /** What the day's profile does; undefined where no profile rules it. */
  protected actionsOn(dayMs: Ms): Action[] | undefined {
    const day = this.specialDayOn(dayMs) ?? this.weekDayOn(dayMs);
    return day === undefined ? undefined : this.actionsOf.get(day);
  }

  /** The day profile that a special day names, if it is one. */
  protected specialDayOn(dayMs: Ms): number | undefined {
    return this.table.specialDays.find(({ date }) => this.falls(date, dateOf(dayMs)))?.day;
  }

  protected falls(pattern: DatePattern, date: string): boolean {
    return pattern.startsWith('*') ? pattern.slice(2) === date.slice(5) : pattern === date;
  }

  /** The day profile that the week of the season names. */
  protected weekDayOn(dayMs: Ms): number | undefined {
    return this.weekOf.get(this.seasonOn(dateOf(dayMs))?.week ?? '')?.[this.weekday(dayMs)];
  }

  /** Monday is 0, as in a week profile. */
  protected weekday(dayMs: Ms): number {
    return (new Date(dayMs).getUTCDay() + 6) % 7;
  }

  /** The season that started last; undefined before the first start ever. */
  protected seasonOn(date: string): SwitchingTable['seasons'][number] | undefined {
    let latest: { season: SwitchingTable['seasons'][number]; from: string } | undefined;
    for (const season of this.table.seasons) {
      const from = this.lastStart(season.start, date);
      if (from !== undefined && (!latest || from > latest.from)) latest = { season, from };
    }
    return latest?.season;
  }

  /** The newest occurrence of a season's start at or before the date; 29 February occurs in leap years. */
  protected lastStart(pattern: DatePattern, date: string): string | undefined {
    if (!pattern.startsWith('*')) return pattern <= date ? pattern : undefined;
    const year = Number(date.slice(0, 4));
    for (let back = 0; back <= MOST_YEARS_WITHOUT_LEAP; back++) {
      const start = `${String(year - back).padStart(4, '0')}-${pattern.slice(2)}`;
      if (start <= date && dateOf(Date.parse(start)) === start) return start;
    }
    return undefined;
  }

  protected rateWithoutTable(): number | undefined {
    return this.choices.touWithoutTable === 'rate-1' ? 1 : undefined;
  }
}

/** Milliseconds after midnight of `HH:MM:SS`. */
export function timeOfDayMs(at: string): Ms {
  const [hours, minutes, seconds] = at.split(':').map(Number);
  return ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
}

function lastAction(actions: readonly Action[], timeOfDay: Ms): number | undefined {
  let rate: number | undefined;
  for (const action of actions) if (action.atMs <= timeOfDay) rate = action.rate;
  return rate;
}

function dateOf(dayMs: Ms): string {
  return new Date(dayMs).toISOString().slice(0, 10);
}
