import type { Choices } from '../../declaration/choices';
import type { DatePattern, SwitchingTable } from '../../declaration/switching-table';
import type { Ms } from '../../trace/vocabulary';

export const DAY_MS = 86_400_000;
/** How far anchors look ahead: a year and a month. */
const HORIZON_DAYS = 400;

type TouChoices = Pick<Choices, 'touBeforeFirstAction' | 'touWithoutTable'>;
type Rate = number | undefined;

/** From `atMs` of meter time on this rate counts; undefined where no rate does. */
export interface RateStep {
  atMs: Ms;
  rate: Rate;
}

/** The rate that counts at a meter instant; undefined where none does (choice touWithoutTable: none). */
export function rateAt(table: SwitchingTable, meterMs: Ms, choices: TouChoices): Rate {
  return rateSteps(table, meterMs, meterMs, choices)[0]!.rate;
}

/** The rate that counts where there is no switching table, whatever the clock says; undefined where none does. */
export function rateWithoutTable({ touWithoutTable }: Pick<Choices, 'touWithoutTable'>): Rate {
  return touWithoutTable === 'rate-1' ? 1 : undefined;
}

/** Whether a table stands for none: it names no day. */
export function isEmpty(table: SwitchingTable): boolean {
  return table.days.length === 0;
}

/** The rate at `fromMs` and every later change of it up to and including `toMs`, ascending, in meter time. */
export function rateSteps(table: SwitchingTable, fromMs: Ms, toMs: Ms, choices: TouChoices): RateStep[] {
  const firstDay = dayOf(fromMs);
  let rate = carriedInto(table, firstDay, choices);
  const steps: RateStep[] = [];
  for (let day = firstDay; day <= toMs; day += DAY_MS) {
    const actions = actionsOn(table, day);
    if (!actions) steps.push({ atMs: day, rate: rateWithoutTable(choices) });
    else {
      if (choices.touBeforeFirstAction === 'rate-1') rate = 1;
      steps.push({ atMs: day, rate });
      for (const action of actions) steps.push({ atMs: day + action.ofDayMs, rate: action.rate });
    }
    rate = steps.at(-1)!.rate;
  }
  const past = steps.filter(({ atMs }) => atMs <= fromMs).at(-1)!;
  const changes: RateStep[] = [{ atMs: fromMs, rate: past.rate }];
  for (let i = 0; i < steps.length; i++) {
    const { atMs, rate } = steps[i]!;
    // Of two actions at one instant the later one holds.
    if (atMs <= fromMs || atMs > toMs || steps[i + 1]?.atMs === atMs) continue;
    if (rate !== changes.at(-1)!.rate) changes.push({ atMs, rate });
  }
  return changes;
}

/** The next meter instant after `meterMs` at which another rate counts; undefined where there is none within 400 days. */
export function nextSwitch(table: SwitchingTable, meterMs: Ms, choices: TouChoices): Ms | undefined {
  const end = meterMs + HORIZON_DAYS * DAY_MS;
  for (let from = meterMs; from < end; from = dayOf(from) + DAY_MS) {
    const to = Math.min(dayOf(from) + DAY_MS, end);
    const [, change] = rateSteps(table, from, to, choices);
    if (change) return change.atMs;
  }
  return undefined;
}

/** The next midnight after `meterMs` at which a season starts; undefined where there is none within 400 days. */
export function nextSeasonStart(table: SwitchingTable, meterMs: Ms): Ms | undefined {
  return nextDate(
    table.seasons.map(({ start }) => start),
    meterMs,
  );
}

/** The next midnight after `meterMs` at which a special day begins; undefined where there is none within 400 days. */
export function nextSpecialDay(table: SwitchingTable, meterMs: Ms): Ms | undefined {
  return nextDate(
    table.specialDays.map(({ date }) => date),
    meterMs,
  );
}

const dayOf = (meterMs: Ms): Ms => Math.floor(meterMs / DAY_MS) * DAY_MS;
const dateOf = (dayMs: Ms): string => new Date(dayMs).toISOString().slice(0, 10);
const falls = (pattern: DatePattern, date: string) =>
  pattern.startsWith('*') ? pattern.slice(1) === date.slice(4) : pattern === date;

interface Action {
  ofDayMs: Ms;
  rate: number;
}

/** The actions of the day profile that rules a day, ascending; undefined where none does: no table, or no season begun. */
function actionsOn(table: SwitchingTable, dayMs: Ms): Action[] | undefined {
  if (isEmpty(table)) return undefined;
  const date = dateOf(dayMs);
  const id = table.specialDays.find((special) => falls(special.date, date))?.day ?? weekDay(table, dayMs, date);
  return table.days
    .find((profile) => profile.id === id)
    ?.actions.map(({ at, rate }) => ({ ofDayMs: ofDay(at), rate }))
    .sort((a, b) => a.ofDayMs - b.ofDayMs);
}

function ofDay(at: string): Ms {
  const [hours = 0, minutes = 0, seconds = 0] = at.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function weekDay(table: SwitchingTable, dayMs: Ms, date: string): number | undefined {
  let latest: { from: string; week: string } | undefined;
  for (const { start, week } of table.seasons) {
    const from = lastStart(start, date);
    if (from !== undefined && (!latest || from > latest.from)) latest = { from, week };
  }
  // 1970-01-01 was a Thursday; a week begins on Monday.
  const monday0 = (dayMs / DAY_MS + 3) % 7;
  return table.weeks.find(({ name }) => name === latest?.week)?.days[monday0];
}

/** The latest date not after `date` that a pattern names. */
function lastStart(pattern: DatePattern, date: string): string | undefined {
  if (!pattern.startsWith('*')) return pattern <= date ? pattern : undefined;
  const year = Number(date.slice(0, 4));
  // 29 February is missing for up to eight years.
  for (let back = 0; back <= 8; back++) {
    const start = `${String(year - back).padStart(4, '0')}${pattern.slice(1)}`;
    const exists = new Date(`${start}T00:00Z`);
    if (start <= date && !Number.isNaN(exists.getTime()) && dateOf(exists.getTime()) === start) return start;
  }
  return undefined;
}

/** The rate that was last in force on the days before; as without a table where no action was within the horizon. */
function carriedInto(table: SwitchingTable, dayMs: Ms, choices: TouChoices): Rate {
  if (choices.touBeforeFirstAction === 'rate-1') return 1;
  for (let day = dayMs - DAY_MS; day >= dayMs - HORIZON_DAYS * DAY_MS; day -= DAY_MS) {
    const actions = actionsOn(table, day);
    if (!actions) return rateWithoutTable(choices);
    const last = actions.at(-1);
    if (last) return last.rate;
  }
  return rateWithoutTable(choices);
}

function nextDate(patterns: readonly DatePattern[], meterMs: Ms): Ms | undefined {
  const first = dayOf(meterMs) + DAY_MS;
  for (let day = first; day <= meterMs + HORIZON_DAYS * DAY_MS; day += DAY_MS) {
    const date = dateOf(day);
    if (patterns.some((pattern) => falls(pattern, date))) return day;
  }
  return undefined;
}
