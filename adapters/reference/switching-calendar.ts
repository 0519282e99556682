import type { Choices } from '../../declaration/choices';
import type { DatePattern, SwitchingTable } from '../../declaration/switching-table';
import type { Ms } from '../../trace/vocabulary';

const DAY_MS = 86_400_000;
/** How many days a day profile without an action of its own may look back for the rate last switched to. */
const LOOK_BACK_DAYS = 400;

interface DayPlan {
  dayMs: Ms;
  /** Rate from 00:00 to the first action; undefined: no rate counts. */
  rateAtMidnight: number | undefined;
  actions: { atMs: Ms; rate: number }[];
}

type CalendarChoices = Pick<Choices, 'touBeforeFirstAction' | 'touWithoutTable'>;

/** Evaluates a switching table: seasons give the week, the week or a special day gives the day, its actions the rate. All in UTC. */
export class SwitchingCalendar {
  private readonly weekOf: Map<string, number[]>;
  private readonly actionsOf: Map<number, { atMs: Ms; rate: number }[]>;
  private plan: DayPlan | undefined;

  constructor(
    private readonly table: SwitchingTable,
    private readonly choices: CalendarChoices,
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
    this.plan = { dayMs, actions, rateAtMidnight: this.rateBeforeFirstAction(dayMs) };
    return this.plan;
  }

  private rateBeforeFirstAction(dayMs: Ms): number | undefined {
    if (this.choices.touBeforeFirstAction === 'rate-1') return 1;
    for (let back = 1; back <= LOOK_BACK_DAYS; back++) {
      const rate = lastAction(this.actionsOn(dayMs - back * DAY_MS), DAY_MS);
      if (rate !== undefined) return rate;
    }
    return this.rateWithoutTable();
  }

  private actionsOn(dayMs: Ms): { atMs: Ms; rate: number }[] {
    const date = new Date(dayMs).toISOString().slice(0, 10);
    const special = this.table.specialDays.find((one) => matches(one.date, date));
    const day = special?.day ?? this.weekOf.get(this.seasonOn(date)?.week ?? '')?.[weekday(dayMs)];
    return (day === undefined ? undefined : this.actionsOf.get(day)) ?? [];
  }

  /** The season that started last; before the first start ever, the last in the year's order: a season holds around the year. */
  private seasonOn(date: string) {
    const started = this.table.seasons.map((season) => ({ season, from: lastStart(season.start, date) }));
    const begun = started.filter(({ from }) => from <= date);
    return (begun.length > 0 ? begun : started).reduce<(typeof started)[number] | undefined>(
      (latest, one) => (latest === undefined || one.from > latest.from ? one : latest),
      undefined,
    )?.season;
  }

  private rateWithoutTable(): number | undefined {
    return this.choices.touWithoutTable === 'rate-1' ? 1 : undefined;
  }
}

/** Milliseconds after midnight of `HH:MM:SS`. */
export function timeOfDayMs(at: string): Ms {
  const [hours, minutes, seconds] = at.split(':').map(Number);
  return ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
}

function lastAction(actions: { atMs: Ms; rate: number }[], timeOfDay: Ms): number | undefined {
  let rate: number | undefined;
  for (const action of actions) if (action.atMs <= timeOfDay) rate = action.rate;
  return rate;
}

function matches(pattern: DatePattern, date: string): boolean {
  return pattern.startsWith('*') ? pattern.slice(2) === date.slice(5) : pattern === date;
}

/** The newest occurrence of a season's start at or before the date; the start itself where it lies in the future. */
function lastStart(pattern: DatePattern, date: string): string {
  if (!pattern.startsWith('*')) return pattern;
  const year = Number(date.slice(0, 4));
  const monthDay = pattern.slice(2);
  return monthDay <= date.slice(5) ? `${date.slice(0, 4)}-${monthDay}` : `${String(year - 1).padStart(4, '0')}-${monthDay}`;
}

/** Monday is 0, as in a week profile. */
function weekday(dayMs: Ms): number {
  return (new Date(dayMs).getUTCDay() + 6) % 7;
}
