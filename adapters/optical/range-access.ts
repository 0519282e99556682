import type { Ms, Range, Value } from '../../trace/vocabulary';
import { OPEN_RANGE, profileAccess, type SelectiveAccess } from '../dlms';
import type { RowAccess } from '../dlms/object-map';

/** The rows of a range by selective access, both ends inclusive; columns are named only where the meter keeps more than the map does. */
export function rangeAccess(
  { fromMs, toMs }: Range,
  { restricting, stamp, captures, asksColumns = false }: RowAccess,
): SelectiveAccess {
  const at = (ms: Ms | undefined, open: Ms) => stamp.toData(Math.min(OPEN_RANGE.toMs, Math.max(OPEN_RANGE.fromMs, ms ?? open)));
  return profileAccess({
    by: 'range',
    restricting,
    from: at(fromMs, OPEN_RANGE.fromMs),
    to: at(toMs, OPEN_RANGE.toMs),
    columns: asksColumns ? [...captures] : [],
  });
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
