import type { MeterObject } from '../../../declaration/objects';
import { objectNamed } from '../../../declaration/objects';
import type { ObjectName, Value } from '../../../trace/vocabulary';

type Fields = { [field: string]: Value };

const isWhole = (value: Value | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isFields = (value: Value | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isInstant = (value: Value | undefined) => Number.isSafeInteger(value);
const isRows = (value: Value, stamp: string, isCell: (cell: Value) => boolean) =>
  Array.isArray(value) &&
  value.every(
    (row) =>
      isFields(row) && isInstant(row[stamp]) && Object.entries(row).every(([field, cell]) => field === stamp || isCell(cell)),
  );

/** What a well-typed value of each kind is, in words for a finding and as a check. */
const SHAPES: Record<MeterObject['kind'], { is: string; holds(value: Value): boolean }> = {
  register: { is: 'a whole number', holds: isWhole },
  rates: { is: 'an array of whole numbers', holds: (value) => Array.isArray(value) && value.every(isWhole) },
  unit: { is: 'scaler and unit', holds: (value) => isFields(value) && Number.isInteger(value.scaler) && isWhole(value.unit) },
  profile: {
    is: 'rows of an end stamp and whole numbers',
    holds: (value) => isRows(value, 'end', (cell) => isWhole(cell) || typeof cell === 'boolean'),
  },
  log: { is: 'rows with a time stamp', holds: (value) => isRows(value, 'at', () => true) },
  mpan: {
    is: 'an octet string',
    holds: (value) => isFields(value) && typeof value.octets === 'string' && /^([0-9a-f]{2})*$/i.test(value.octets),
  },
  table: {
    is: 'seasons, weeks, days and special days',
    holds: (value) => isFields(value) && ['seasons', 'weeks', 'days', 'specialDays'].every((part) => Array.isArray(value[part])),
  },
  activation: {
    is: 'a time, immediate or never',
    holds: (value) => isInstant(value) || value === 'immediate' || value === 'never',
  },
  clock: {
    is: 'a time and a status',
    holds: (value) => isFields(value) && isInstant(value.meterMs) && typeof value.status === 'string',
  },
  view: {
    is: 'a list of names',
    holds: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  },
  state: { is: 'a value', holds: () => true },
};

/** Whether an answer has the type of its object; an object that the suite does not know may hold anything. */
export function isWellTyped(object: ObjectName, value: Value): boolean {
  const { kind = 'state', size } = objectNamed(object) ?? {};
  return SHAPES[kind].holds(value) && (size === undefined || (value as Value[]).length === size);
}

/** What the object has to answer, in words. */
export function shapeInWords(object: ObjectName): string {
  const { kind = 'state', size } = objectNamed(object) ?? {};
  return size === undefined ? SHAPES[kind].is : `${SHAPES[kind].is}, ${size} of them`;
}
