import { z } from 'zod';
import { expected } from './shape';

/** A day of the calendar as `yyyy-mm-dd`, refused with what was expected of it. */
export function dayShape(what: string) {
  const wanted = `${what} as yyyy-mm-dd, a day that there is`;
  return z.string(expected(wanted)).refine(isDay, expected(wanted));
}

function isDay(written: string): boolean {
  const ms = Date.parse(`${written}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(written) && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(written);
}
