import type { Scalar } from '../data/scalars';
import type { Data, TypeDescription } from '../data/types';
import type { TreeNode } from './node';
import { dateText, dateTimeText, octetsText, timeText } from './octets';

/** COSEM data as a tree; a structure of simple values takes one line, so that a profile reads as a table. */
export function dataNode(label: string, data: Data): TreeNode {
  if (data.type === 'compact-array') return listNode(label, `compact-array of ${typeText(data.of)}`, data.value);
  if (data.type !== 'array' && data.type !== 'structure') return { label, text: scalarText(data) };
  if (data.type === 'structure' && data.value.length > 0 && data.value.every(isScalar))
    return { label, text: `structure { ${data.value.map(scalarText).join(', ')} }` };
  return listNode(label, data.type, data.value);
}

function listNode(label: string, what: string, elements: readonly Data[]): TreeNode {
  const children = elements.map((element, i) => dataNode(`[${i + 1}]`, element));
  return { label, text: `${what}, ${elements.length} ${elements.length === 1 ? 'element' : 'elements'}`, children };
}

const isScalar = (data: Data): data is Scalar => !Array.isArray(data.value);

function scalarText(data: Data): string {
  switch (data.type) {
    case 'null-data':
    case 'dont-care':
      return data.type;
    case 'octet-string':
      return `octet-string ${octetsText(data.value)}`;
    case 'visible-string':
    case 'utf8-string':
      return `${data.type} ${JSON.stringify(data.value)}`;
    case 'date-time':
      return `date-time ${dateTimeText(data.value)}`;
    case 'date':
      return `date ${dateText(data.value)}`;
    case 'time':
      return `time ${timeText(data.value)}`;
    default:
      return `${data.type} ${data.value}`;
  }
}

function typeText(of: TypeDescription): string {
  if (of.type === 'array') return `array of ${of.count} ${typeText(of.of)}`;
  if (of.type === 'structure') return `structure { ${of.of.map(typeText).join(', ')} }`;
  return of.type;
}
