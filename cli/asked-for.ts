import { type AttributeDescriptor, attributeName, className, logicalNameOctets } from '../adapters/dlms';
import type { MappedObject, ObjectMap } from '../adapters/dlms/object-map';
import { UsageError } from '../trace/errors';
import { nearest } from './nearest';

/** What `read` is asked for: an object of the map, or an attribute that the map does not place. */
export type AskedFor = { object: MappedObject } | { attribute: AttributeDescriptor; title: string };

const WRITTEN = /^(?:(\d+)\/)?(\d+-\d+:\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?$/;

/**
 * A name of the map; or a logical name, which stands for what the map places there; or CLASS/LOGICAL-NAME[/ATTRIBUTE] for any
 * attribute at all, 2 where it is left out. Throws a UsageError with the nearest name.
 */
export function askedFor(written: string, map: ObjectMap): AskedFor[] {
  const [, classId, instanceId, attributeId] = WRITTEN.exec(written) ?? [];
  if (instanceId === undefined) return [{ object: named(written, map) }];
  if (logicalNameOctets(instanceId).length !== 6) return [];
  if (classId !== undefined) {
    const attribute = { classId: Number(classId), instanceId, attributeId: Number(attributeId ?? 2) };
    const title = `${className(attribute.classId)} ${instanceId} ${attributeName(attribute.classId, attribute.attributeId)}`;
    return [{ attribute, title }];
  }
  const objects = map.names
    .map((name) => map.named(name))
    .filter(({ places }) =>
      places.some(
        ({ attribute }) =>
          attribute.instanceId === instanceId && (attributeId === undefined || attribute.attributeId === Number(attributeId)),
      ),
    );
  if (objects.length > 0) return objects.map((object) => ({ object }));
  throw new UsageError(`${written}: the object map places nothing there; give the class too, like 3/${instanceId}/2`);
}

function named(name: string, map: ObjectMap): MappedObject {
  const found = map.find(name);
  if (found && found.places.length > 0) return found;
  throw new UsageError(`${name}: expected an object's name or a logical name; did you mean "${nearest(name, map.names)}"?`);
}
