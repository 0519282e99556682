import { DecodeError, EncodeError } from '../../../trace/errors';
import type { ObjectName, Value } from '../../../trace/vocabulary';
import type { AttributeDescriptor, MethodDescriptor } from '../apdu/descriptors';
import type { CaptureObject } from '../apdu/selective-access';
import type { Data } from '../data/types';
import { elementsOf, fieldsOf, listOf, unsayable, type ValueShape } from './shapes/value-shape';

/** Where a value, or a part of one, stands: an attribute, or a member of the structure that an attribute is. */
export interface Place {
  attribute: AttributeDescriptor;
  member?: number;
  shape: ValueShape;
  /** What a number is: scaler and DLMS unit code, and the member of a collection where they stand. */
  unit?: { scaler: number; code: number; member?: number };
  /** A meter may lack it: a part of the secondary element on a meter with one. */
  optional?: boolean;
}

/** What the parts of a value are: the value itself, its fields, or its elements. */
export type Composition = { of: 'value' } | { of: 'fields'; names: readonly string[] } | { of: 'list' };

/** How a log is read in part: by a range of stamps in this column, or only whole. */
export interface RowAccess {
  restricting: CaptureObject;
  stamp: ValueShape;
  /** What capture_objects of the log holds, column by column. */
  captures: readonly CaptureObject[];
  /** The meter gives the rows as a compact-array. */
  compact?: boolean;
  /** The meter keeps more columns than these: they are named in every request. */
  asksColumns?: boolean;
}

/** A method of ours as what is asked of the meter: ACTIONs, or a SET of what it becomes. */
export type MappedMethod =
  | { by: 'action'; methods: readonly { method: MethodDescriptor; for?: string }[] }
  | { by: 'set'; attribute: AttributeDescriptor; shape: ValueShape };

/** What one call of a method sends. */
export type Invocation = { action: MethodDescriptor; parameters: Data } | { set: AttributeDescriptor; value: Data };

/** Class 3 reset, class 7 reset and capture, class 70 and others take an integer 0 as "nothing to say" (Blue Book 4.3). */
const NOTHING_TO_SAY: Data = { type: 'integer', value: 0 };

/** One object of ours as the object map places it in a meter: the same declaration for who asks and for who answers. */
export class MappedObject {
  constructor(
    readonly name: ObjectName,
    readonly places: readonly Place[],
    readonly composition: Composition,
    readonly methods: Readonly<Record<string, MappedMethod>>,
    readonly rows?: RowAccess,
  ) {}

  /** The value that the data of its places say, in their order; undefined stands for a place that the meter lacks. Throws `DecodeError`. */
  valueOf(data: readonly (Data | undefined)[]): Value {
    const parts = this.places.map((place, i) => {
      const found = data[i];
      if (found === undefined && !place.optional) throw new DecodeError(0, `${this.name}, part ${i + 1}`, 'nothing');
      return found === undefined ? undefined : place.shape.toValue(found);
    });
    const { composition } = this;
    if (composition.of === 'value') return parts[0] as Value;
    if (composition.of === 'list') return parts.filter((part) => part !== undefined);
    return Object.fromEntries(
      composition.names.flatMap((name, i) => (parts[i] === undefined ? [] : [[name, parts[i]]])),
    ) as Value;
  }

  /** The data of its places for a value, in their order; undefined for a field that the value leaves out. Throws `EncodeError`. */
  dataOf(value: Value): (Data | undefined)[] {
    const { composition, places } = this;
    if (composition.of === 'value') return [places[0]?.shape.toData(value)];
    if (composition.of === 'list') {
      const list = listOf(value, `${places.length} values`);
      if (list.length > places.length) throw unsayable(`at most ${places.length} values`, value);
      return places.map(({ shape }, i) => (list[i] === undefined ? undefined : shape.toData(list[i])));
    }
    const fields = fieldsOf(value, composition.names.join(', '));
    const unknown = Object.keys(fields).find((field) => !composition.names.includes(field));
    if (unknown !== undefined) throw new EncodeError(`a value of ${composition.names.join(', ')}`, `a field ${unknown}`);
    return composition.names.map((name, i) => {
      const field = fields[name];
      return field === undefined ? undefined : places[i]?.shape.toData(field);
    });
  }

  /** What calling a method sends; `EncodeError` for one that the map does not place. */
  invocations(method: string, argument: Value | undefined): Invocation[] {
    const mapped = this.methods[method];
    if (mapped === undefined) throw new EncodeError(`a method of ${this.name} that the object map places`, method);
    if (mapped.by === 'set') return [{ set: mapped.attribute, value: mapped.shape.toData(argument ?? null) }];
    const chosen = mapped.methods.filter((one) => argument == null || one.for === undefined || one.for === argument);
    if (chosen.length === 0) throw unsayable(`one of ${mapped.methods.map((one) => one.for).join(', ')}`, argument);
    return chosen.map((one) => ({ action: one.method, parameters: NOTHING_TO_SAY }));
  }
}

/** The member of a collection that a place names, or the attribute's data itself; undefined where the collection ends before it. */
export function memberAt(data: Data, { member }: Pick<Place, 'member'>): Data | undefined {
  return member === undefined ? data : elementsOf(data, 'a collection of values')[member];
}
