import type { Ms } from '../../../trace/vocabulary';

/** Which of two numbers is the day where a label names neither. */
export type DateOrder = 'day-month' | 'month-day';

/** What a label says: a reading of a clock, and how far that clock is ahead of UTC where the label says that too. */
export interface Label {
  /** The reading as if it were UTC. */
  clockMs: Ms;
  aheadMs?: Ms;
}

/** For messages: the labels that are read. */
export const LABELS_READ = '2019-01-31T00:30Z, 2019-01-31 00:30:00+01:00, 31/1/2019 00:30 or 31-Jan-2019 00:30';

const TIME = String.raw`[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${TIME}$`, 'i');
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})${TIME}$`, 'i');
const MONTH_NAMED = new RegExp(String.raw`^(\d{1,2})[-/. ]([a-z]{3})[a-z]*[-/. ](\d{4}|\d{2})${TIME}$`, 'i');
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Reads one label; undefined where it is no date and time that exists. */
export function readLabel(text: string, order: DateOrder): Label | undefined {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return label(yearFirst, Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const yearLast = YEAR_LAST.exec(text);
  if (yearLast) {
    const [first, second] = [Number(yearLast[1]), Number(yearLast[2])];
    const [day, month] = order === 'day-month' ? [first, second] : [second, first];
    return label(yearLast, fullYear(yearLast[3]), month, day);
  }
  const named = MONTH_NAMED.exec(text);
  if (named) return label(named, fullYear(named[3]), MONTHS.indexOf((named[2] ?? '').toLowerCase()) + 1, Number(named[1]));
  return undefined;
}

/** Order of day and month over all labels, and the label that proves it; undefined where no label needs one. */
export function guessOrder(labels: Iterable<string>): { order: DateOrder; proof?: string } | undefined {
  let asked = false;
  let american: string | undefined;
  for (const text of labels) {
    const match = YEAR_LAST.exec(text);
    if (!match) continue;
    asked = true;
    if (Number(match[1]) > 12) return { order: 'day-month', proof: text };
    if (Number(match[2]) > 12) american ??= text;
  }
  if (american !== undefined) return { order: 'month-day', proof: american };
  return asked ? { order: 'day-month' } : undefined;
}

/** Groups 4 to 8 of every pattern: hour, minute, second, fraction, zone. */
function label(match: RegExpExecArray, year: number, month: number, day: number): Label | undefined {
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6] ?? 0)];
  const fractionMs = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
  const midnight = new Date(Date.UTC(year, month - 1, day));
  const exists = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day && minute < 60 && second < 60;
  // End-stamped files write midnight as 24:00 of the day that ends.
  if (!exists || hour > 24 || (hour === 24 && minute + second + fractionMs > 0)) return undefined;
  const clockMs = midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs;
  const zone = match[8];
  return zone === undefined ? { clockMs } : { clockMs, aheadMs: zoneMs(zone) };
}

function zoneMs(zone: string): Ms {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000;
}

function fullYear(text = ''): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}
