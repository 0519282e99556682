import type { Range } from '../../trace/vocabulary';
import { type CaptureObject, compacted, type Data, OPEN_RANGE, profileAccessOf, type SelectiveAccess } from '../dlms';
import { elementsOf, type RowAccess } from '../dlms/object-map';

export const BY_RANGE = 1;
export const BY_ENTRY = 2;

/** What part of a log is asked for: rows by stamp, which the meter selects, or by number; and which columns, from 0 on. */
export type Selection = { columns?: readonly number[] } & (
  | { by: 'range'; range: Range }
  | { by: 'entry'; from: number; to: number; columns: readonly number[] }
);

/** What a selective access asks of a log (Blue Book 4.3.6); undefined for one that it cannot be asked. Throws `DecodeError` for a stamp that is none. */
export function selectionOf(access: SelectiveAccess, rows: RowAccess | undefined): Selection | undefined {
  const asked = profileAccessOf(access);
  if (!asked || !rows) return undefined;
  const { captures, stamp } = rows;
  if (asked.by === 'entry') {
    const last = asked.toColumn === 0 ? captures.length : Math.min(asked.toColumn, captures.length);
    if (asked.fromColumn < 1 || asked.fromEntry < 1) return undefined;
    const columns = captures.map((_, i) => i).slice(asked.fromColumn - 1, last);
    return { by: 'entry', from: asked.fromEntry, to: asked.toEntry, columns };
  }
  if (asked.restricting.logicalName !== rows.restricting.logicalName) return undefined;
  const columns = asked.columns.map((column) => captures.findIndex((one) => sameColumn(one, column)));
  if (columns.includes(-1)) return undefined;
  const [fromMs, toMs] = [stamp.toValue(asked.from), stamp.toValue(asked.to)];
  const range: Range = {
    ...(typeof fromMs === 'number' && fromMs > OPEN_RANGE.fromMs && { fromMs }),
    ...(typeof toMs === 'number' && toMs < OPEN_RANGE.toMs && { toMs }),
  };
  return { by: 'range', range, ...(columns.length > 0 && { columns }) };
}

/** The rows and columns asked for, of rows that the meter has selected by range where that was asked. */
export function selectRows(data: Data, selection: Selection): Data {
  const all = elementsOf(data, 'rows');
  const as = (value: Data[]): Data => (data.type === 'compact-array' ? compacted(value) : { type: 'array', value });
  const rows = selection.by === 'range' ? all : all.slice(selection.from - 1, selection.to === 0 ? all.length : selection.to);
  const { columns } = selection;
  if (!columns) return as(rows);
  const narrowed = rows.map((row): Data => {
    const members = elementsOf(row, 'a row');
    return { type: 'structure', value: columns.flatMap((column) => members[column] ?? []) };
  });
  return as(narrowed);
}

const sameColumn = (one: CaptureObject, other: CaptureObject) =>
  one.classId === other.classId &&
  one.logicalName === other.logicalName &&
  one.attributeIndex === other.attributeIndex &&
  one.dataIndex === other.dataIndex;
