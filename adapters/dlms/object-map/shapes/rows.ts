import type { Value } from '../../../../trace/vocabulary';
import { compacted } from '../../data/compacted';
import { data } from '../../data/data';
import type { Data } from '../../data/types';
import { encode } from '../../shape';
import { integer, text } from './scalars';
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
 * lack it, and else what the row before had: meters abbreviate so. A row may have fewer members than columns, or more, as a faulty
 * meter's: what it says has to reach who judges it. Those behind the last column are fields `member N`, from 1 on.
 * `compact`: a meter gives them as a compact-array, where all are of one form.
 */
export const rows = (columns: readonly Column[], compact = false): ValueShape => ({
  toValue(log) {
    let before: Data[] = [];
    return elementsOf(log, 'rows').map((row) => {
      const members = elementsOf(row, 'a row').map((member, i) => {
        const repeats = member.type === 'null-data' && i > 0 && !columns[i]?.optional;
        return (repeats ? before[i] : undefined) ?? member;
      });
      before = members;
      return rowValue(members, columns, row);
    });
  },
  toData(value) {
    const all = listOf(value, 'rows').map((row) => rowData(row, columns));
    return compact ? compacted(all) : { type: 'array', value: all };
  },
});

function rowValue(members: readonly Data[], columns: readonly Column[], row: Data): Value {
  const value: { [field: string]: Value } = {};
  if (members.length === 0) throw unexpected(`a row with ${columns[0]?.field}`, row);
  members.forEach((member, i) => {
    const column = columns[i];
    if (!column) value[`member ${i + 1}`] = anyValue(member);
    else if (column.optional && member.type === 'null-data') return;
    else if (column.rest) Object.assign(value, restOf(column.shape.toValue(member), member));
    else value[column.field] = column.shape.toValue(member);
  });
  return value;
}

function rowData(row: Value, columns: readonly Column[]): Data {
  const fields = { ...fieldsOf(row, 'a row') };
  const members: Data[] = [];
  let length = 0;
  for (const [i, { field, shape, optional, rest }] of columns.entries()) {
    const value = rest ? restValue(fields) : fields[field];
    if (!rest) delete fields[field];
    else for (const name of Object.keys(fields)) delete fields[name];
    if (value === undefined && i === 0) throw unsayable(`a row with ${field}`, row);
    // Null would be taken for what the row before had: what a row must have and lacks is left out, and the rest moves up.
    if (value === undefined && !optional && !rest) continue;
    members.push(value === undefined ? ABSENT : shape.toData(value));
    if (value !== undefined) length = members.length;
  }
  const further = Object.values(fields).map(anyData);
  return { type: 'structure', value: further.length > 0 ? [...members, ...further] : members.slice(0, length) };
}

/** Of a member that no column describes: a number as one, anything else as its octets. */
const anyData = (value: Value): Data => (typeof value === 'number' ? COUNT.toData(value) : text.toData(JSON.stringify(value)));

const anyValue = (member: Data): Value =>
  typeof member.value === 'number' || typeof member.value === 'bigint'
    ? COUNT.toValue(member)
    : { octets: Buffer.from(encode(data, member)).toString('hex') };

const COUNT = integer('u32');
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
