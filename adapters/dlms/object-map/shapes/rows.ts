import type { Value } from '../../../../trace/vocabulary';
import type { Data } from '../../data/types';
import { elementsOf, fieldsOf, listOf, unexpected, unsayable, type ValueShape } from './value-shape';

/** A column of a log: the field of our rows, and how it stands on the wire. */
export interface Column {
  field: string;
  shape: ValueShape;
  /** A row may end before it: a meter without a secondary element has shorter rows (GBCS, TWIN_ELEMENT_ESME_ONLY). */
  optional?: boolean;
  /** Every field that no other column holds, as JSON in an octet-string; left out where there is none. */
  rest?: boolean;
}

/**
 * Rows of a log, oldest first, as an array or compact-array of structures. null-data is a field that the row has not, where it may
 * lack it, and else what the row before had: meters abbreviate so.
 */
export const rows = (columns: readonly Column[]): ValueShape => ({
  toValue(data) {
    let before: Data[] = [];
    return elementsOf(data, 'rows').map((row) => {
      const members = elementsOf(row, 'a row').map((member, i) => {
        const repeats = member.type === 'null-data' && i > 0 && !columns[i]?.optional;
        return (repeats ? before[i] : undefined) ?? member;
      });
      before = members;
      return rowValue(members, columns, row);
    });
  },
  toData: (value) => ({ type: 'array', value: listOf(value, 'rows').map((row) => rowData(row, columns)) }),
});

function rowValue(members: readonly Data[], columns: readonly Column[], row: Data): Value {
  const value: { [field: string]: Value } = {};
  if (members.length > columns.length) throw unexpected(`a row of at most ${columns.length} members`, row);
  columns.forEach(({ field, shape, optional, rest }, i) => {
    const member = members[i];
    if (member === undefined || (optional && member.type === 'null-data')) {
      if (!optional && !rest) throw unexpected(`a row with ${field}`, row);
    } else if (rest) Object.assign(value, restOf(shape.toValue(member), member));
    else value[field] = shape.toValue(member);
  });
  return value;
}

function rowData(row: Value, columns: readonly Column[]): Data {
  const fields = { ...fieldsOf(row, 'a row') };
  const members: Data[] = [];
  let length = 0;
  for (const { field, shape, optional, rest } of columns) {
    const value = rest ? restValue(fields) : fields[field];
    if (!rest) delete fields[field];
    else for (const name of Object.keys(fields)) delete fields[name];
    if (value === undefined && !optional && !rest) throw unsayable(`a row with ${field}`, row);
    members.push(value === undefined ? ABSENT : shape.toData(value));
    if (value !== undefined) length = members.length;
  }
  if (Object.keys(fields).length > 0) throw unsayable(`a row of ${columns.map(({ field }) => field).join(', ')}`, row);
  return { type: 'structure', value: members.slice(0, length) };
}

const ABSENT: Data = { type: 'null-data', value: null };

const restValue = (fields: { [field: string]: Value }) => (Object.keys(fields).length > 0 ? JSON.stringify(fields) : undefined);

/** What a meter of another maker puts there is its text as it is. */
function restOf(text: Value, member: Data): { [field: string]: Value } {
  try {
    return fieldsOf(JSON.parse(String(text)), 'further fields');
  } catch {
    return { other: member.type === 'octet-string' ? Buffer.from(member.value).toString('hex') : text };
  }
}
