import { UsageError } from '../../../trace/errors';
import type { ObjectName, Value } from '../../../trace/vocabulary';
import type { AttributeDescriptor, MethodDescriptor } from '../apdu/descriptors';
import type { Data } from '../data/types';
import type { MappedObject, Place } from './mapped-object';
import { type AccessMode, ATTRIBUTE_ACCESS, type ListedObject, readable, writable } from './shapes/association-view';

/** What an association may do with an object of ours. */
export interface ObjectRights {
  read: boolean;
  write: boolean;
  invoke: boolean;
}

/** Classes whose version is not 0. */
const VERSIONS: Readonly<Record<number, number>> = { 7: 1, 15: 1 };

/** Where every object of ours stands in a meter, both ways. Equal for who asks and for who answers. */
export class ObjectMap {
  private readonly objects: ReadonlyMap<ObjectName, MappedObject>;

  constructor(
    readonly title: string,
    objects: Iterable<MappedObject>,
  ) {
    this.objects = new Map([...objects].map((object) => [object.name, object]));
  }

  get names(): ObjectName[] {
    return [...this.objects.keys()];
  }

  /** The object of that name, or undefined where the map places none. */
  find(name: ObjectName): MappedObject | undefined {
    return this.objects.get(name);
  }

  /** The object of that name. Throws a UsageError that names it where the map places none. */
  named(name: ObjectName): MappedObject {
    const found = this.objects.get(name);
    if (!found) throw new UsageError(`the object map "${this.title}" places no object ${name}; add it to the map`);
    return found;
  }

  /** What stands in an attribute: the objects, and which of their places. */
  at(attribute: AttributeDescriptor): { object: MappedObject; place: Place; index: number }[] {
    return [...this.objects.values()].flatMap((object) =>
      object.places.flatMap((place, index) => (sameAttribute(place.attribute, attribute) ? [{ object, place, index }] : [])),
    );
  }

  /** The calls that an ACTION may be: more than one object may share a method of COSEM. */
  callsOf(method: MethodDescriptor): { object: MappedObject; method: string; argument?: string }[] {
    return this.methods(({ how }) =>
      how.by === 'action'
        ? how.methods.flatMap((one) =>
            sameMethod(one.method, method) ? [one.for === undefined ? {} : { argument: one.for }] : [],
          )
        : [],
    );
  }

  /** The calls that a SET of an attribute is, with what the object becomes. Throws `DecodeError`. */
  callsBySetting(attribute: AttributeDescriptor, data: Data): { object: MappedObject; method: string; argument?: Value }[] {
    return this.methods(({ how }) =>
      how.by === 'set' && sameAttribute(how.attribute, attribute) ? [{ argument: how.shape.toValue(data) }] : [],
    );
  }

  /** Names of the objects that an association lists, every part of them; what the map does not place is named by class and logical name. */
  viewed(listed: readonly ListedObject[]): ObjectName[] {
    const names = [...this.objects.values()].filter((object) => this.isListed(object, listed)).map(({ name }) => name);
    const placed = new Set([...this.objects.values()].flatMap(instances).map(keyOf));
    const others = listed.filter((one) => !placed.has(keyOf({ classId: one.classId, instanceId: one.logicalName })));
    return [...names, ...others.map(({ classId, logicalName }) => `class ${classId} ${logicalName}`)];
  }

  /** What an association lists that has these rights, object by object of ours. */
  listed(rights: (name: ObjectName) => ObjectRights | undefined): ListedObject[] {
    const listed = new Map<string, ListedObject>();
    for (const object of this.objects.values()) {
      const may = rights(object.name);
      if (!may || !(may.read || may.write || may.invoke)) continue;
      for (const { attribute } of object.places) {
        const mode = (may.read ? ATTRIBUTE_ACCESS.read : 0) | (may.write ? ATTRIBUTE_ACCESS.write : 0);
        if (mode !== 0) allow(entryOf(listed, attribute).attributes, attribute.attributeId, mode);
      }
      if (!may.invoke) continue;
      for (const how of Object.values(object.methods)) {
        if (how.by === 'set') allow(entryOf(listed, how.attribute).attributes, how.attribute.attributeId, ATTRIBUTE_ACCESS.write);
        else for (const { method } of how.methods) allow(entryOf(listed, method).methods, method.methodId, 1);
      }
    }
    return [...listed.values()];
  }

  /** What an association that lists these may do with an object: with every place of it that a meter must have. */
  rightsIn(listed: readonly ListedObject[], object: MappedObject): ObjectRights {
    const { attribute, method } = modesIn(listed);
    const needed = object.places.filter(({ optional }) => !optional).map((place) => attribute(place.attribute));
    return {
      read: needed.length > 0 && needed.every(readable),
      write: needed.length > 0 && needed.every(writable),
      invoke: Object.values(object.methods).some((how) =>
        how.by === 'set' ? writable(attribute(how.attribute)) : how.methods.some((one) => method(one.method) !== 0),
      ),
    };
  }

  private isListed(object: MappedObject, listed: readonly ListedObject[]): boolean {
    const { attribute, method } = modesIn(listed);
    const needed = object.places.filter(({ optional }) => !optional);
    if (needed.length > 0) return needed.every((place) => attribute(place.attribute) !== ATTRIBUTE_ACCESS.none);
    return Object.values(object.methods).some((how) =>
      how.by === 'set' ? attribute(how.attribute) !== ATTRIBUTE_ACCESS.none : how.methods.some((one) => method(one.method) !== 0),
    );
  }

  private methods<A extends object>(
    match: (one: { how: MappedObject['methods'][string] }) => A[],
  ): ({ object: MappedObject; method: string } & A)[] {
    return [...this.objects.values()].flatMap((object) =>
      Object.entries(object.methods).flatMap(([method, how]) => match({ how }).map((found) => ({ object, method, ...found }))),
    );
  }
}

/** Access modes of what is listed; none, 0, of what is not. */
function modesIn(listed: readonly ListedObject[]) {
  const entry = (of: Instance) =>
    listed.find((one) => keyOf({ classId: one.classId, instanceId: one.logicalName }) === keyOf(of));
  const modeOf = (modes: readonly AccessMode[] | undefined, id: number) => modes?.find((one) => one.id === id)?.mode ?? 0;
  return {
    attribute: (of: AttributeDescriptor) => modeOf(entry(of)?.attributes, of.attributeId),
    method: (of: MethodDescriptor) => modeOf(entry(of)?.methods, of.methodId),
  };
}

type Instance = Pick<AttributeDescriptor, 'classId' | 'instanceId'>;

const keyOf = ({ classId, instanceId }: Instance) => `${classId} ${instanceId}`;
const sameAttribute = (one: AttributeDescriptor, other: AttributeDescriptor) =>
  keyOf(one) === keyOf(other) && one.attributeId === other.attributeId;
const sameMethod = (one: MethodDescriptor, other: MethodDescriptor) =>
  keyOf(one) === keyOf(other) && one.methodId === other.methodId;

function instances({ places, methods }: MappedObject): Instance[] {
  const called = Object.values(methods).flatMap((how): Instance[] =>
    how.by === 'set' ? [how.attribute] : how.methods.map(({ method }) => method),
  );
  return [...places.map(({ attribute }) => attribute), ...called];
}

function entryOf(listed: Map<string, ListedObject>, of: Instance): ListedObject {
  const { classId, instanceId: logicalName } = of;
  const known = listed.get(keyOf(of));
  if (known) return known;
  const entry = { classId, version: VERSIONS[classId] ?? 0, logicalName, attributes: [], methods: [] };
  listed.set(keyOf(of), entry);
  return entry;
}

function allow(modes: ListedObject['attributes'], id: number, mode: number) {
  const known = modes.find((one) => one.id === id);
  if (known) known.mode |= mode;
  else modes.push({ id, mode });
}
