import { type LogicalName, logicalNameOctets, logicalNameOf } from '../data/logical-name';
import type { Data } from '../data/types';
import type { SelectiveAccess } from './descriptors';

/** A column of a profile: an attribute of an object; data index 0 is all of it (Blue Book, capture_object_definition). */
export interface CaptureObject {
  classId: number;
  logicalName: LogicalName;
  attributeIndex: number;
  dataIndex: number;
}

/** What part of a profile's buffer: rows whose restricting column lies between two values, or rows by number from 1. */
export type ProfileAccess =
  | { by: 'range'; restricting: CaptureObject; from: Data; to: Data; columns: CaptureObject[] }
  | { by: 'entry'; fromEntry: number; toEntry: number; fromColumn: number; toColumn: number };

/** Start-of-time and end-of-time, which stand for the open ends of a range (GBCS 9.1.6), in ms. */
export const OPEN_RANGE = { fromMs: Date.UTC(2000, 0, 1, 0, 0, 1), toMs: Date.UTC(2099, 11, 31, 23, 59, 59) } as const;

const BY_RANGE = 1;
const BY_ENTRY = 2;

/**
 * The selective access of a buffer (Blue Book 4.3.6, range_descriptor and entry_descriptor). No columns are all columns; entry and
 * column 0 as the end are the last.
 */
export function profileAccess(access: ProfileAccess): SelectiveAccess {
  if (access.by === 'entry') {
    const entries = [access.fromEntry, access.toEntry].map((value): Data => ({ type: 'double-long-unsigned', value }));
    const columns = [access.fromColumn, access.toColumn].map((value): Data => ({ type: 'long-unsigned', value }));
    return { accessSelector: BY_ENTRY, accessParameters: { type: 'structure', value: [...entries, ...columns] } };
  }
  const columns: Data = { type: 'array', value: access.columns.map(captureObjectData) };
  const value = [captureObjectData(access.restricting), access.from, access.to, columns];
  return { accessSelector: BY_RANGE, accessParameters: { type: 'structure', value } };
}

/** What a selective access says of a profile; undefined for one that says nothing of the kind. */
export function profileAccessOf({ accessSelector, accessParameters }: SelectiveAccess): ProfileAccess | undefined {
  if (accessParameters.type !== 'structure' || accessParameters.value.length !== 4) return undefined;
  const [first, second, third, fourth] = accessParameters.value as [Data, Data, Data, Data];
  if (accessSelector === BY_RANGE) {
    const restricting = captureObjectOf(first);
    const columns = fourth.type === 'array' ? fourth.value.map(captureObjectOf) : [undefined];
    if (restricting === undefined || !columns.every((column) => column !== undefined)) return undefined;
    return { by: 'range', restricting, from: second, to: third, columns };
  }
  if (accessSelector !== BY_ENTRY || first.type !== 'double-long-unsigned' || second.type !== 'double-long-unsigned')
    return undefined;
  if (third.type !== 'long-unsigned' || fourth.type !== 'long-unsigned') return undefined;
  return { by: 'entry', fromEntry: first.value, toEntry: second.value, fromColumn: third.value, toColumn: fourth.value };
}

/** A capture object as data, as capture_objects lists them too. */
export const captureObjectData = ({ classId, logicalName, attributeIndex, dataIndex }: CaptureObject): Data => ({
  type: 'structure',
  value: [
    { type: 'long-unsigned', value: classId },
    { type: 'octet-string', value: logicalNameOctets(logicalName) },
    { type: 'integer', value: attributeIndex },
    { type: 'long-unsigned', value: dataIndex },
  ],
});

/** The capture object that data says; undefined where it says none. */
export function captureObjectOf(data: Data): CaptureObject | undefined {
  if (data.type !== 'structure' || data.value.length !== 4) return undefined;
  const [classId, name, attributeIndex, dataIndex] = data.value as [Data, Data, Data, Data];
  if (classId.type !== 'long-unsigned' || name.type !== 'octet-string' || name.value.length !== 6) return undefined;
  if (attributeIndex.type !== 'integer' || dataIndex.type !== 'long-unsigned') return undefined;
  return {
    classId: classId.value,
    logicalName: logicalNameOf(name.value),
    attributeIndex: attributeIndex.value,
    dataIndex: dataIndex.value,
  };
}
