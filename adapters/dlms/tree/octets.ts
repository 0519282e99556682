import { type CosemDate, type CosemDateTime, type CosemTime, dateTimeIn, instantOf } from '../data/date-time';
import { logicalNameOf } from '../data/logical-name';
import { hex } from '../shape';

const PRINTABLE = /^[\x20-\x7e]+$/;

/** Octets as hex, with the meaning that their look suggests: a date-time, a logical name, or text. */
export function octetsText(octets: Uint8Array): string {
  const meaning = meaningOf(octets);
  return `${hex(octets) || 'empty'}${meaning === undefined ? '' : ` (${meaning})`}`;
}

function meaningOf(octets: Uint8Array): string | undefined {
  const text = Buffer.from(octets).toString('latin1');
  if (PRINTABLE.test(text)) return JSON.stringify(text);
  const when = dateTimeIn(octets);
  if (when !== undefined && plausible(when)) return dateTimeText(when);
  // The last group of nearly every logical name is 255, and little else is six octets long.
  if (octets.length === 6 && octets[5] === 0xff) return logicalNameOf(octets);
  return undefined;
}

const within = (value: unknown, least: number, most: number) => typeof value !== 'number' || (value >= least && value <= most);

const plausible = ({ year, month, dayOfMonth, dayOfWeek, hour, minute, second, hundredths, deviationMin }: CosemDateTime) =>
  within(year, 1970, 2200) &&
  within(month, 1, 12) &&
  within(dayOfMonth, 1, 31) &&
  within(dayOfWeek, 1, 7) &&
  within(hour, 0, 23) &&
  within(minute, 0, 59) &&
  within(second, 0, 59) &&
  within(hundredths, 0, 99) &&
  within(deviationMin, -720, 840);

const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const two = (value: number | string | null) =>
  value === null ? '**' : typeof value === 'string' ? value : String(value).padStart(2, '0');

export function dateText({ year, month, dayOfMonth, dayOfWeek }: CosemDate): string {
  const day = dayOfWeek === null ? '' : ` ${WEEK[dayOfWeek - 1] ?? `day of week ${dayOfWeek}`}`;
  return `${year === null ? '****' : String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}${day}`;
}

export function timeText({ hour, minute, second, hundredths }: CosemTime): string {
  return `${two(hour)}:${two(minute)}:${two(second)}${hundredths ? `.${two(hundredths)}` : ''}`;
}

/** Local time as it stands, `**` for what is not specified; then UTC where it names an instant, else the deviation; status bits set. */
export function dateTimeText(value: CosemDateTime): string {
  const instant = instantOf(value);
  const utc = instant === undefined ? undefined : new Date(instant).toISOString();
  const deviation = value.deviationMin === null ? 'deviation not specified' : `deviation ${value.deviationMin} min`;
  const status = value.clockStatus === null ? ['status not specified'] : value.clockStatus;
  return [`${dateText(value)} ${timeText(value)}`, utc ?? deviation, ...status].join(', ');
}
