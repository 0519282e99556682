import type { ObjectName } from '../../../trace/vocabulary';
import type { MappedObject, Place } from './mapped-object';

/** Two places that are one: the later of them in the map, which part of it, and whose place it takes. */
export interface Doubled {
  object: MappedObject;
  index: number;
  taken: ObjectName;
}

interface Standing {
  object: MappedObject;
  index: number;
  place: Place;
}

/** Every place where something stands already: the same attribute, the same member of one, or a member of what is read whole. */
export function doubled(objects: Iterable<MappedObject>): Doubled[] {
  const found: Doubled[] = [];
  const standing = new Map<string, Standing[]>();
  for (const object of objects)
    for (const [index, place] of object.places.entries()) {
      const { classId, instanceId, attributeId } = place.attribute;
      const key = `${classId} ${instanceId} ${attributeId}`;
      const there = standing.get(key) ?? [];
      const other = there.find((one) => overlap(one.place, place));
      if (other) found.push({ object, index, taken: other.object.name });
      standing.set(key, [...there, { object, index, place }]);
    }
  return found;
}

function overlap(one: Place, other: Place): boolean {
  if (one.member === undefined || other.member === undefined) return true;
  const members = [one.member, one.unit?.member];
  return [other.member, other.unit?.member].some((member) => member !== undefined && members.includes(member));
}
