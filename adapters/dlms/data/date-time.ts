import { EncodeError } from '../../../trace/errors';
import { Reader, Writer } from '../cursor';
import type { Shape } from '../shape';

/** A date (Blue Book 4.1.6.1). null is "not specified"; numbers stand as they came, also those that no calendar has. */
export interface CosemDate {
  year: number | null;
  month: number | 'daylight-savings-begin' | 'daylight-savings-end' | null;
  dayOfMonth: number | 'last' | 'second-last' | null;
  /** 1 is Monday. */
  dayOfWeek: number | null;
}

/** A time of day; null is "not specified". */
export interface CosemTime {
  hour: number | null;
  minute: number | null;
  second: number | null;
  hundredths: number | null;
}

/** Date, time, and how they lie to UTC: UTC is local time plus `deviationMin` minutes. */
export interface CosemDateTime extends CosemDate, CosemTime {
  deviationMin: number | null;
  clockStatus: ClockStatusBit[] | null;
}

/** From bit 0 on; bits 4 to 6 are reserved, and kept if a meter sets them. */
export const CLOCK_STATUS_BITS = [
  'invalid-value',
  'doubtful-value',
  'different-clock-base',
  'invalid-clock-status',
  'reserved-4',
  'reserved-5',
  'reserved-6',
  'daylight-saving-active',
] as const;
export type ClockStatusBit = (typeof CLOCK_STATUS_BITS)[number];

const UNSPECIFIED = 0xff;
const YEAR_UNSPECIFIED = 0xffff;
const DEVIATION_UNSPECIFIED = -0x8000;

const unlessUnspecified = (octet: number) => (octet === UNSPECIFIED ? null : octet);
const orUnspecified = (value: number | null) => {
  if (value === UNSPECIFIED) throw new EncodeError('null for what is not specified', 'FF');
  return value ?? UNSPECIFIED;
};

const MONTHS = { 'daylight-savings-end': 0xfd, 'daylight-savings-begin': 0xfe } as const;
const DAYS = { 'second-last': 0xfd, last: 0xfe } as const;

function named<N extends string>(names: Record<N, number>, octet: number): number | N | null {
  const name = (Object.keys(names) as N[]).find((candidate) => names[candidate] === octet);
  return name ?? unlessUnspecified(octet);
}

const code = <N extends string>(names: Record<N, number>, value: number | N | null): number =>
  typeof value === 'string' ? names[value] : orUnspecified(value);

/** 5 octets. */
export const date: Shape<CosemDate> = {
  read(reader) {
    const year = reader.u16('a year');
    return {
      year: year === YEAR_UNSPECIFIED ? null : year,
      month: named(MONTHS, reader.u8('a month')),
      dayOfMonth: named(DAYS, reader.u8('a day of month')),
      dayOfWeek: unlessUnspecified(reader.u8('a day of week')),
    };
  },
  write(writer, { year, month, dayOfMonth, dayOfWeek }) {
    writer
      .u16(year ?? YEAR_UNSPECIFIED)
      .u8(code(MONTHS, month))
      .u8(code(DAYS, dayOfMonth))
      .u8(orUnspecified(dayOfWeek));
  },
};

/** 4 octets. */
export const time: Shape<CosemTime> = {
  read: (reader) => ({
    hour: unlessUnspecified(reader.u8('an hour')),
    minute: unlessUnspecified(reader.u8('a minute')),
    second: unlessUnspecified(reader.u8('a second')),
    hundredths: unlessUnspecified(reader.u8('hundredths')),
  }),
  write(writer, { hour, minute, second, hundredths }) {
    for (const part of [hour, minute, second, hundredths]) writer.u8(orUnspecified(part));
  },
};

/** 12 octets. */
export const dateTime: Shape<CosemDateTime> = {
  read(reader) {
    const at = { ...date.read(reader), ...time.read(reader) };
    const deviation = reader.i16('a deviation');
    const status = reader.u8('a clock status');
    return {
      ...at,
      deviationMin: deviation === DEVIATION_UNSPECIFIED ? null : deviation,
      clockStatus: status === UNSPECIFIED ? null : CLOCK_STATUS_BITS.filter((_, bit) => (status >> bit) & 1),
    };
  },
  write(writer, value) {
    date.write(writer, value);
    time.write(writer, value);
    writer.i16(value.deviationMin ?? DEVIATION_UNSPECIFIED);
    writer.u8(value.clockStatus === null ? UNSPECIFIED : clockStatusOctet(value.clockStatus));
  },
};

function clockStatusOctet(bits: readonly ClockStatusBit[]): number {
  const octet = bits.reduce((sum, bit) => sum | (1 << CLOCK_STATUS_BITS.indexOf(bit)), 0);
  if (octet === UNSPECIFIED) throw new EncodeError('null for what is not specified', 'every bit set');
  return octet;
}

/** UTC milliseconds of a date-time that names one instant; undefined if a part is unspecified or in no calendar. */
export function instantOf(value: CosemDateTime): number | undefined {
  const { year, month, dayOfMonth, hour, minute, second, deviationMin } = value;
  if (year === null || typeof month !== 'number' || typeof dayOfMonth !== 'number') return undefined;
  if (hour === null || minute === null || second === null || deviationMin === null) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || (value.hundredths ?? 0) > 99) return undefined;
  const day = new Date(0);
  day.setUTCFullYear(year, month - 1, dayOfMonth);
  if (day.getUTCFullYear() !== year || day.getUTCMonth() !== month - 1 || day.getUTCDate() !== dayOfMonth) return undefined;
  return day.getTime() + ((hour * 60 + minute + deviationMin) * 60 + second) * 1000 + (value.hundredths ?? 0) * 10;
}

/** The date-time, in UTC, that names an instant: deviation 0, no clock status bit set, day of week as the calendar has it. */
export function dateTimeOf(utcMs: number): CosemDateTime {
  const at = new Date(utcMs);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    dayOfMonth: at.getUTCDate(),
    dayOfWeek: at.getUTCDay() || 7,
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    hundredths: Math.floor(at.getUTCMilliseconds() / 10),
    deviationMin: 0,
    clockStatus: [],
  };
}

/** As an octet-string of 12 octets carries it; objects of class 8 and profiles do so. */
export function dateTimeOctets(value: CosemDateTime): Uint8Array {
  const writer = new Writer();
  dateTime.write(writer, value);
  return writer.octets();
}

/** The date-time in an octet-string of 12 octets; undefined for any other length. */
export function dateTimeIn(octets: Uint8Array): CosemDateTime | undefined {
  return octets.length === 12 ? dateTime.read(new Reader(octets)) : undefined;
}
