import { Temporal } from '@js-temporal/polyfill';
import type { Ms } from '../../trace/vocabulary';

/** What a person may write, for messages and editors. */
export const DURATION_FORM = 'a duration such as 90 s, 30 min, 1.5 h, 2 d, 500 ms or PT1H30M';
export const ACTIVE_POWER_FORM = 'a power such as 300 W, -2.4 kW or 4600 mW';
export const REACTIVE_POWER_FORM = 'a reactive power such as 300 var, -1.2 kvar or 500 mvar';
export const INSTANT_FORM = 'a time with its zone such as 2026-06-21T05:30:00Z';

/** 36,525 days: longer is a slip of the pen. */
const LONGEST_MS = 36_525 * 86_400_000;
/** 1 MW: any element burns before. */
const STRONGEST_MW = 1_000_000_000;
const FIRST_MS = Date.parse('1970-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Milliseconds, signed, of `90 s` or an ISO 8601 duration without months and years. Undefined where it is no whole, sane number of ms. */
export function parseDuration(text: string): number | undefined {
  const ms = DURATION.test(text) ? exact(text, DURATION_UNITS) : isoDuration(text);
  return ms !== undefined && Math.abs(ms) <= LONGEST_MS ? ms : undefined;
}

/** Integer milliwatts, signed; `0` needs no unit. Undefined where it is no whole, sane number of mW. */
export function parseActivePower(text: string): number | undefined {
  return power(text, ACTIVE_UNITS);
}

/** Integer millivar, signed; `0` needs no unit. Undefined where it is no whole, sane number of mvar. */
export function parseReactivePower(text: string): number | undefined {
  return power(text, REACTIVE_UNITS);
}

/** Milliseconds since 1970 of an ISO 8601 time with `Z` or an offset. Undefined where there is no such time. */
export function parseInstant(text: string): Ms | undefined {
  if (!INSTANT.test(text)) return undefined;
  try {
    const { epochMilliseconds } = Temporal.Instant.from(text);
    return epochMilliseconds >= FIRST_MS && epochMilliseconds <= LAST_MS ? epochMilliseconds : undefined;
  } catch {
    return undefined;
  }
}

/** The largest unit from hours down that gives a whole number: `90 min`, `196 s`, `1500 ms`. */
export function formatDuration(ms: number): string {
  for (const [unit, size] of [
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
  ] as const)
    if (ms % size === 0 && (ms !== 0 || unit === 's')) return `${ms / size} ${unit}`;
  return `${ms} ms`;
}

/** `300 W`, `-2.4 kW`, `4600 mW`: exact. */
export function formatActivePower(mw: number): string {
  return formatPower(mw, ['mW', 'W', 'kW']);
}

/** `300 var`, `-1.2 kvar`, `500 mvar`: exact. */
export function formatReactivePower(mvar: number): string {
  return formatPower(mvar, ['mvar', 'var', 'kvar']);
}

/** `2026-06-21T05:30:00Z`, with milliseconds only where there are some. */
export function formatInstant(ms: Ms): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

const QUANTITY = String.raw`^[+-]?\d{1,15}(?:\.\d{1,9})? ?`;
const DURATION = new RegExp(`${QUANTITY}(?:ms|s|min|h|d)$`);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;
const DURATION_UNITS: Record<string, number> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const ACTIVE_UNITS: Record<string, number> = { mW: 1, W: 1000, kW: 1_000_000 };
const REACTIVE_UNITS: Record<string, number> = { mvar: 1, var: 1000, kvar: 1_000_000 };
const POWER = new RegExp(`${QUANTITY}(?:mW|W|kW|mvar|var|kvar)$`);

/** The decimal times its unit, exactly; undefined where the product is no whole number or the unit is not of this kind. */
function exact(text: string, units: Record<string, number>): number | undefined {
  const [, sign, whole = '', fraction = '', unit = ''] = /^([+-]?)(\d+)(?:\.(\d+))? ?(\w+)$/.exec(text) ?? [];
  const size = units[unit];
  if (size === undefined) return undefined;
  const scaled = BigInt(whole + fraction) * BigInt(size);
  const divisor = 10n ** BigInt(fraction.length);
  if (scaled % divisor !== 0n) return undefined;
  const value = Number(scaled / divisor);
  return sign === '-' && value !== 0 ? -value : value;
}

function power(text: string, units: Record<string, number>): number | undefined {
  const plain = text.replace('\u2212', '-');
  if (plain === '0') return 0;
  const value = POWER.test(plain) ? exact(plain, units) : undefined;
  return value !== undefined && Math.abs(value) <= STRONGEST_MW ? value : undefined;
}

function isoDuration(text: string): number | undefined {
  if (!/^[+-]?P[\dWDTHMS.]+$/.test(text)) return undefined;
  try {
    const duration = Temporal.Duration.from(text);
    if (duration.years !== 0 || duration.months !== 0) return undefined;
    // Days and weeks need a calendar to count from; in UTC every day has 24 h.
    const ms = duration.total({ unit: 'milliseconds', relativeTo: '1970-01-01' });
    return Number.isSafeInteger(ms) ? ms + 0 : undefined;
  } catch {
    return undefined;
  }
}

function formatPower(milli: number, [small, unit, kilo]: [string, string, string]): string {
  if (milli % 1000 !== 0) return `${milli} ${small}`;
  const whole = milli / 1000;
  return Math.abs(whole) >= 1000 ? `${whole / 1000} ${kilo}` : `${whole} ${unit}`;
}
