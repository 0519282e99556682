import type { ClockStatus, Value } from '../../../../trace/vocabulary';
import { type ClockStatusBit, type CosemDateTime, dateTimeIn, dateTimeOctets, dateTimeOf, instantOf } from '../../data/date-time';
import type { Data } from '../../data/types';
import { fieldsOf, unexpected, unsayable, type ValueShape, wholeNumberIn } from './value-shape';

const YEAR_2000_MS = Date.UTC(2000, 0, 1);
const NOTHING_SPECIFIED: CosemDateTime = {
  year: null,
  month: null,
  dayOfMonth: null,
  dayOfWeek: null,
  hour: null,
  minute: null,
  second: null,
  hundredths: null,
  deviationMin: null,
  clockStatus: null,
};

const asOctets = (value: CosemDateTime): Data => ({ type: 'octet-string', value: dateTimeOctets(value) });

function dateTimeFrom(data: Data): CosemDateTime {
  const value = data.type === 'date-time' ? data.value : data.type === 'octet-string' ? dateTimeIn(data.value) : undefined;
  if (value === undefined) throw unexpected('a date-time of 12 octets', data);
  return value;
}

/** A deviation that is not specified is UTC: GBCS knows no other time (SMETS 5.5.1). */
const instantIn = (value: CosemDateTime) => instantOf({ ...value, deviationMin: value.deviationMin ?? 0 });

/** Milliseconds as a date-time in an octet-string of 12 octets, to hundredths of a second; null where nothing is specified. */
export const dateTime: ValueShape = {
  toValue(data) {
    const value = dateTimeFrom(data);
    if (value.year === null) return null;
    const instant = instantIn(value);
    if (instant === undefined) throw unexpected('a date-time that names one instant', data);
    return instant;
  },
  toData(value) {
    if (value === null) return asOctets(NOTHING_SPECIFIED);
    if (typeof value !== 'number') throw unsayable('milliseconds', value);
    return asOctets(dateTimeOf(value));
  },
};

/** Milliseconds as whole seconds since 2000-01-01T00:00Z (GBCS 9.1.6), downwards; 0 is null. */
export const seconds2000: ValueShape = {
  toValue(data) {
    const seconds = wholeNumberIn(data, 'seconds since 2000');
    return seconds === 0 ? null : YEAR_2000_MS + seconds * 1000;
  },
  toData(value) {
    if (value === null) return { type: 'double-long-unsigned', value: 0 };
    const seconds = typeof value === 'number' ? Math.floor((value - YEAR_2000_MS) / 1000) : Number.NaN;
    if (!(seconds >= 0 && seconds <= 0xffff_ffff)) throw unsayable('milliseconds from 2000 on', value);
    return { type: 'double-long-unsigned', value: seconds };
  },
};

const STATUS_BITS: Record<ClockStatus, ClockStatusBit[]> = {
  reliable: [],
  unreliable: ['doubtful-value'],
  invalid: ['invalid-value'],
};

/** `{ meterMs, status }` as the attribute time of class 8: a date-time and its clock status. */
export const clock: ValueShape = {
  toValue(data): Value {
    const value = dateTimeFrom(data);
    const meterMs = instantIn(value);
    if (meterMs === undefined) throw unexpected('a time that names one instant', data);
    const bits = value.clockStatus ?? [];
    const invalid = bits.includes('invalid-value') || bits.includes('invalid-clock-status');
    return { meterMs, status: invalid ? 'invalid' : bits.includes('doubtful-value') ? 'unreliable' : 'reliable' };
  },
  toData(value) {
    const { meterMs, status = 'reliable' } = typeof value === 'number' ? { meterMs: value } : fieldsOf(value, 'a clock');
    if (typeof meterMs !== 'number' || typeof status !== 'string' || !(status in STATUS_BITS))
      throw unsayable('a clock: meterMs and status', value);
    return asOctets({ ...dateTimeOf(meterMs), clockStatus: STATUS_BITS[status as ClockStatus] });
  },
};

/** Octet 9 on of the date-times by which GBCS says immediate and never: deviation and status not specified (GBCS ECS01c). */
const END = { deviationMin: null, clockStatus: null } as const;
const IMMEDIATE: CosemDateTime = {
  year: 0,
  month: 0,
  dayOfMonth: 0,
  dayOfWeek: 0,
  hour: 0,
  minute: 0,
  second: 0,
  hundredths: 0,
  ...END,
};

/** `immediate`, `never` or milliseconds, as activate_passive_calendar_time: nothing but 0, nothing specified, or a date-time. */
export const activation: ValueShape = {
  toValue(data) {
    const value = dateTimeFrom(data);
    if (value.year === 0 && value.month === 0) return 'immediate';
    if (value.year === null) return 'never';
    return dateTime.toValue(data);
  },
  toData(value) {
    if (value === 'immediate') return asOctets(IMMEDIATE);
    return dateTime.toData(value === 'never' ? null : value);
  },
};
