import { objectNamed } from '../declaration/objects';
import type { ObjectName, Value } from '../trace/vocabulary';

/** Fields that hold a time of the meter. */
const TIMES = new Set(['end', 'at', 'meterMs', 'fromMs']);

/** The value of an object as lines for a person: with its unit, times as ISO 8601, a log row by row. */
export function shownValue(name: ObjectName, value: Value): string[] {
  const { kind, unit = 'Wh' } = objectNamed(name) ?? {};
  if (kind === 'register' && typeof value === 'number') return [`${value} ${unit}`];
  if (kind === 'rates' && Array.isArray(value)) return value.map((wh, i) => `rate ${i + 1}  ${String(wh)} ${unit}`);
  if (kind === 'activation' && typeof value === 'number') return [time(value)];
  if (kind === 'mpan') return [mpan(value)];
  if (Array.isArray(value)) return value.length === 0 ? ['none'] : value.map((row) => shown(row));
  return [shown(value)];
}

function shown(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return Object.entries(value)
    .map(([field, one]) =>
      TIMES.has(field) && typeof one === 'number' ? time(one) : `${field} ${typeof one === 'string' ? one : JSON.stringify(one)}`,
    )
    .join('  ');
}

const time = (ms: number) => {
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) ? String(ms) : at.toISOString().replace('.000Z', 'Z');
};

function mpan(value: Value): string {
  const octets = typeof value === 'object' && value !== null && !Array.isArray(value) ? value.octets : undefined;
  if (typeof octets !== 'string') return shown(value);
  const text = Buffer.from(octets, 'hex').toString('latin1');
  if (text === '') return 'none set';
  return /^[\x20-\x7e]+$/.test(text) ? text : `octets ${octets}`;
}
