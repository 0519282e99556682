import type { Ms, Range, Value } from '../../trace/vocabulary';
import { profileAccess, type SelectiveAccess } from '../dlms';
import type { RowAccess } from '../dlms/object-map';

/** Start-of-time and end-of-time of an open range (GBCS 9.1.6), such that a date-time can say them too. */
const FIRST_MS = Date.UTC(2000, 0, 1, 0, 0, 1);
const LAST_MS = Date.UTC(2099, 11, 31, 23, 59, 59);

/** The rows of a range by selective access, both ends inclusive; all columns. */
export function rangeAccess({ fromMs, toMs }: Range, { restricting, stamp }: RowAccess): SelectiveAccess {
  const at = (ms: Ms | undefined, open: Ms) => stamp.toData(Math.min(LAST_MS, Math.max(FIRST_MS, ms ?? open)));
  return profileAccess({ by: 'range', restricting, from: at(fromMs, FIRST_MS), to: at(toMs, LAST_MS), columns: [] });
}

/** The rows of a range out of all rows, for a meter that grants no selective access: `end` or `at` is the stamp. */
export function within(rows: Value, { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY }: Range): Value {
  if (!Array.isArray(rows)) return rows;
  return rows.filter((row) => {
    const { end, at } = row as { end?: Ms; at?: Ms };
    const stamp = end ?? at;
    return stamp === undefined || (stamp >= fromMs && stamp <= toMs);
  });
}
