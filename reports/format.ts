import type { Finding } from '../suites/requirements/requirement';
import type { Value } from '../trace/vocabulary';
import { clip } from './escape';

const THIN = '\u202f';
const MINUS = '−';
const DECIMAL = /^([+-]?)(\d+)(\.\d+)?$/;

/** A decimal with thin thousands separators and a true minus; text that is no decimal is returned clipped. */
export function decimal(text: string | number): string {
  const match = DECIMAL.exec(String(text));
  if (!match) return clip(String(text), 200);
  const [, sign, whole = '', fraction = ''] = match;
  return (sign === '-' ? MINUS : (sign ?? '')) + whole.replace(/\B(?=(\d{3})+$)/g, THIN) + fraction;
}

/** What an object holds, for people: numbers grouped, octets as spaced hex, rows and tables as JSON, clipped. */
export function valueText(value: Value, limit = 240): string {
  if (typeof value === 'number') return decimal(value);
  if (typeof value === 'string') return value === '' ? '(empty text)' : clip(value, limit);
  if (value === null) return 'none';
  if (typeof value === 'boolean') return String(value);
  if (!Array.isArray(value) && Object.keys(value).length === 1 && typeof value.octets === 'string')
    return octets(value.octets, limit);
  return clip(JSON.stringify(value), limit);
}

function octets(hex: string, limit: number): string {
  if (hex === '') return '(no octets)';
  return clip(hex.replace(/..(?=.)/g, '$& '), limit);
}

/** The expectation of a finding without its unit: one value, or `lo to hi`. */
export function expectedText({ expected }: Finding): string {
  if ('equals' in expected) return valueText(expected.equals);
  return expected.lo === expected.hi ? decimal(expected.lo) : `${decimal(expected.lo)} to ${decimal(expected.hi)}`;
}

/** What was observed, without its unit: a quantity is grouped as its bounds are. */
export function observedText({ observed, expected }: Finding): string {
  return typeof observed === 'string' && 'lo' in expected ? decimal(observed) : valueText(observed);
}

/** How far a finding lies from its nearest bound, and on which side; undefined where distance has no meaning. */
export function differenceText({ observed, expected, margin, outcome, unit }: Finding): string | undefined {
  if (margin === undefined) return undefined;
  const distance = withUnit(decimal(margin.replace(/^[+-]/, '')), unit);
  if (outcome === 'undecided') return `${distance} from the nearest bound`;
  if (outcome === 'within') return `${distance} inside`;
  const [lo, hi] = 'equals' in expected ? [expected.equals, expected.equals] : [expected.lo, expected.hi];
  const amount = typeof observed === 'string' || typeof observed === 'number' ? Number(observed) : Number.NaN;
  if (amount > Number(hi)) return `${distance} too much`;
  return amount < Number(lo) ? `${distance} too little` : `${distance} beyond`;
}

/** Amount and unit with a no-break space between them. */
export function withUnit(text: string, unit: string): string {
  return unit === '' ? text : `${text}\u00a0${clip(unit, 40)}`;
}

/** Meter or bench milliseconds as `2026-06-21 12:00Z`, with seconds and milliseconds only where there are any. */
export function instant(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return `${ms} ms`;
  const [day = '', time = ''] = date.toISOString().split('T');
  return `${day} ${time.replace(/:00\.000Z$/, 'Z').replace(/\.000Z$/, 'Z')}`;
}

/** `from – to`; the second date is left out where it is the first. */
export function span({ fromMs, toMs }: { fromMs: number; toMs: number }): string {
  const [from, to] = [instant(fromMs), instant(toMs)];
  if (from === to) return from;
  const [day] = from.split(' ');
  return `${from} – ${to.startsWith(`${day} `) ? to.slice((day ?? '').length + 1) : to}`;
}

/** An ISO time of the recording as `2026-06-21 12:00:03Z`; text that is no time is returned clipped. */
export function isoInstant(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? clip(text, 40) : instant(Math.floor(ms / 1000) * 1000);
}

const UNITS_OF_TIME = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** A duration in its two largest units, rounded to the smaller of them: `1 d 12 h`, `4 min 10 s`, `850 ms`. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return `${ms} ms`;
  const largest = UNITS_OF_TIME.findIndex(([, size]) => ms >= size);
  if (largest < 0) return '0 s';
  const [[big, bigMs], small] = [UNITS_OF_TIME[largest]!, UNITS_OF_TIME[largest + 1]];
  if (!small || big === 's') return `${decimal(Number((ms / bigMs).toFixed(big === 's' ? 1 : 0)))}\u00a0${big}`;
  const rounded = Math.round(ms / small[1]) * small[1];
  const rest = Math.round((rounded % bigMs) / small[1]);
  const whole = `${decimal(Math.floor(rounded / bigMs))}\u00a0${big}`;
  return rest === 0 ? whole : `${whole} ${rest}\u00a0${small[0]}`;
}

/** `1 scenario`, `1 204 scenarios`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${decimal(n)}\u00a0${n === 1 ? one : many}`;
}
