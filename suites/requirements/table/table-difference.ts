import type { Value } from '../../../trace/vocabulary';

/** Where two values first differ, as a path and what stands there; undefined where they are equal. */
export function tableDifference(expected: Value | undefined, observed: Value | undefined, path = ''): string | undefined {
  if (Array.isArray(expected) && Array.isArray(observed)) {
    const length = Math.max(expected.length, observed.length);
    for (let i = 0; i < length; i++) {
      const found = tableDifference(expected[i], observed[i], `${path}[${i}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isFields(expected) && isFields(observed)) {
    for (const field of new Set([...Object.keys(expected), ...Object.keys(observed)])) {
      const found = tableDifference(expected[field], observed[field], path ? `${path}.${field}` : field);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (expected === observed) return undefined;
  return `${path || 'the table'}: ${shown(observed)} instead of ${shown(expected)}`;
}

const isFields = (value: Value | undefined): value is { [field: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: Value | undefined) => (value === undefined ? 'nothing' : JSON.stringify(value));
