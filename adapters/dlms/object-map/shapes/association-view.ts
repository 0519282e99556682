import { InternalError } from '../../../../trace/errors';
import { type LogicalName, logicalNameOctets, logicalNameOf } from '../../data/logical-name';
import type { Data } from '../../data/types';
import { elementsOf, octetsIn, unexpected, type ValueShape, wholeNumberIn } from './value-shape';

/** What an association may do with one attribute or method: the access mode's number (Blue Book 4.4.4). */
export interface AccessMode {
  id: number;
  mode: number;
}

/** Access modes of an attribute; those with authenticated requests count as what they permit. */
export const ATTRIBUTE_ACCESS = { none: 0, read: 1, write: 2, 'read-and-write': 3 } as const;

/** One object that an association lists. */
export interface ListedObject {
  classId: number;
  version: number;
  logicalName: LogicalName;
  attributes: AccessMode[];
  methods: AccessMode[];
}

const READABLE = new Set([1, 3, 4, 6]);
const WRITABLE = new Set([2, 3, 5, 6]);
export const readable = (mode: number): boolean => READABLE.has(mode);
export const writable = (mode: number): boolean => WRITABLE.has(mode);

const octets = (name: LogicalName): Data => ({ type: 'octet-string', value: logicalNameOctets(name) });
const structure = (...value: Data[]): Data => ({ type: 'structure', value });

/** The attribute object_list of class 15. Methods say their mode as an enum, or as a boolean (version 0). Throws `DecodeError`. */
export function listedObjects(data: Data): ListedObject[] {
  return elementsOf(data, 'an object list').map((entry) => {
    const [classId, version, name, rights] = elementsOf(entry, 'an object list element');
    if (!classId || !version || !name || !rights) throw unexpected('class, version, name and rights', entry);
    const logicalName = octetsIn(name);
    if (logicalName.length !== 6) throw unexpected('a logical name of 6 octets', name);
    const [attributes, methods] = elementsOf(rights, 'access rights');
    return {
      classId: wholeNumberIn(classId),
      version: wholeNumberIn(version),
      logicalName: logicalNameOf(logicalName),
      attributes: attributes ? accessModes(attributes) : [],
      methods: methods ? accessModes(methods) : [],
    };
  });
}

function accessModes(data: Data): AccessMode[] {
  return elementsOf(data, 'access modes').map((one) => {
    const [id, mode] = elementsOf(one, 'an access mode');
    if (!id || !mode) throw unexpected('an id and a mode', one);
    return { id: wholeNumberIn(id), mode: mode.type === 'boolean' ? Number(mode.value) : wholeNumberIn(mode) };
  });
}

/** The object_list of class 15 that says so. */
export function objectList(objects: readonly ListedObject[]): Data {
  return {
    type: 'array',
    value: objects.map(({ classId, version, logicalName, attributes, methods }) => {
      const attributeModes = attributes.map(({ id, mode }) =>
        structure({ type: 'integer', value: id }, { type: 'enum', value: mode }, { type: 'null-data', value: null }),
      );
      const methodModes = methods.map(({ id, mode }) => structure({ type: 'integer', value: id }, { type: 'enum', value: mode }));
      return structure(
        { type: 'long-unsigned', value: classId },
        { type: 'unsigned', value: version },
        octets(logicalName),
        structure({ type: 'array', value: attributeModes }, { type: 'array', value: methodModes }),
      );
    }),
  };
}

/** A view as a value: what is listed, as the logical names; an object map turns them into names of ours (`ObjectMap.viewed`). */
export const viewShape: ValueShape = {
  toValue: (data) => listedObjects(data).map(({ classId, logicalName }) => `class ${classId} ${logicalName}`),
  toData() {
    throw new InternalError('an association view is made of rights, by objectList');
  },
};
