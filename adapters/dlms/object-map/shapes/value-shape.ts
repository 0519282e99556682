import { DecodeError, EncodeError } from '../../../../trace/errors';
import type { Value } from '../../../../trace/vocabulary';
import type { Data } from '../../data/types';

/**
 * How a value of ours stands as COSEM data, both ways. `toValue` throws `DecodeError` for data of another kind, `toData` throws
 * `EncodeError` for a value that it cannot say.
 */
export interface ValueShape {
  toValue(data: Data): Value;
  toData(value: Value): Data;
}

/** Data that is not what an object holds. There is no offset in data that was decoded: it is 0. */
export const unexpected = (expected: string, { type, value }: Data): DecodeError =>
  new DecodeError(0, expected, `${type} ${shown(value)}`);

/** A value that a shape cannot say. */
export const unsayable = (expected: string, value: unknown): EncodeError => new EncodeError(expected, shown(value));

/** The members of a structure, or the elements of an array, compact or not. */
export function elementsOf(data: Data, what: string): Data[] {
  if (data.type === 'array' || data.type === 'structure' || data.type === 'compact-array') return data.value;
  throw unexpected(what, data);
}

/** The whole number that data of any integer type holds. */
export function wholeNumberIn(data: Data, what = 'a whole number'): number {
  const { value } = data;
  if (typeof value === 'bigint' && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) return Number(value);
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw unexpected(what, data);
}

/** The octets of an octet-string, or of a visible-string or utf8-string, which some meters send instead. */
export function octetsIn(data: Data, what = 'an octet-string'): Uint8Array {
  if (data.type === 'octet-string') return data.value;
  if (data.type === 'visible-string') return Buffer.from(data.value, 'latin1');
  if (data.type === 'utf8-string') return Buffer.from(data.value, 'utf8');
  throw unexpected(what, data);
}

/** The fields of a value, which must have some. */
export function fieldsOf(value: Value, what: string): { [field: string]: Value } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unsayable(what, value);
  return value;
}

export function listOf(value: Value | undefined, what: string): Value[] {
  if (!Array.isArray(value)) throw unsayable(what, value);
  return value;
}

function shown(value: unknown): string {
  const text =
    JSON.stringify(value, (_, part) =>
      typeof part === 'bigint' ? String(part) : part instanceof Uint8Array ? Buffer.from(part).toString('hex') : part,
    ) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
