import { DecodeError, PortError } from '../../trace/errors';
import type { ObjectName } from '../../trace/vocabulary';
import type { AttributeDescriptor, Data } from '../dlms';
import { elementsOf, type Place } from '../dlms/object-map';
import type { Asking } from './asking';

interface Part {
  place: Place;
  value: Data;
}

/** What the object map does not let us say, which says nothing about the meter. */
export const notInMap = (problem: string, options?: ErrorOptions) => new PortError('link', 'not-in-map', problem, options);

/**
 * What is to be set, attribute by attribute. A member of a collection can only be written with all the others, which are read first and
 * stay as they are. Throws a PortError for a collection that cannot be read, or that has no such member.
 */
export async function withCollections(
  name: ObjectName,
  parts: readonly Part[],
  asking: Asking,
): Promise<{ attribute: AttributeDescriptor; value: Data }[]> {
  const set: { attribute: AttributeDescriptor; value: Data }[] = [];
  const collections = new Map<string, { attribute: AttributeDescriptor; parts: Part[] }>();
  for (const part of parts) {
    const { attribute, member } = part.place;
    if (member === undefined) {
      set.push({ attribute, value: part.value });
      continue;
    }
    const key = Object.values(attribute).join(' ');
    const collection = collections.get(key) ?? { attribute, parts: [] };
    collection.parts.push(part);
    collections.set(key, collection);
  }
  for (const { attribute, parts: members } of collections.values())
    set.push({ attribute, value: replaced(name, await whole(name, attribute, asking), members) });
  return set;
}

async function whole(name: ObjectName, attribute: AttributeDescriptor, asking: Asking): Promise<Data> {
  const [part] = (await asking.get([attribute])).parts;
  if (part && 'data' in part) return part.data;
  throw notInMap(`${name} is a member of a collection that cannot be read, and so cannot be written by itself`);
}

function replaced(name: ObjectName, collection: Data, parts: readonly Part[]): Data {
  try {
    const members = [...elementsOf(collection, 'a collection of values')];
    for (const { place, value } of parts) {
      if (members[place.member!] === undefined) throw notInMap(`${name}: the collection has no member ${place.member}`);
      members[place.member!] = value;
    }
    return { type: collection.type === 'structure' ? 'structure' : 'array', value: members };
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw notInMap(`${name}: the meter holds ${cause.got} where the object map has a collection`, { cause });
  }
}
