import { DecodeError, EncodeError } from '../../trace/errors';
import type { Answer, Association, ObjectName, Range, Value } from '../../trace/vocabulary';
import {
  type ActionResult,
  captureObjectData,
  type Data,
  type DataAccessResult,
  data,
  encode,
  type GetDataResult,
  logicalNameOctets,
  type OctetSource,
  type SelectiveAccess,
} from '../dlms';
import { elementsOf, type MappedObject, type ObjectMap, type ObjectRights, type Place } from '../dlms/object-map';
import type { MeterStimulus } from '../ports';
import {
  type ActionOutcome,
  type AttributePart,
  type CosemAttribute,
  type CosemMethod,
  type CosemObject,
  fixed,
  got,
  notGot,
} from './cosem/cosem-object';
import { BY_ENTRY, BY_RANGE, type Selection, selectionOf, selectRows } from './profile-selection';
import { RowsAsRead } from './rows-as-read';

/** A meter by the names of its objects, answering at once. Throws a PortError where it has no supply. */
export interface NamedMeter {
  ask(stimulus: MeterStimulus): Answer;
  rights(name: ObjectName, by: Association): ObjectRights | undefined;
  /** How many rows of a log there are now, and what draws them one after the other while it goes on; undefined for what is no log. */
  draw?(name: ObjectName, range: Range, by: Association): { rows: number; take(count: number): Value[] } | undefined;
}

interface Standing {
  object: MappedObject;
  place: Place;
  index: number;
}

const VERSIONS: Readonly<Record<number, number>> = { 7: 1 };
const NULL: Data = { type: 'null-data', value: null };

/** The objects of a meter as COSEM has them, placed by an object map: what one association sees, and what comes of asking. */
export class MeterObjects {
  constructor(
    private readonly map: ObjectMap,
    private readonly meter: NamedMeter,
  ) {}

  of(by: Association): CosemObject[] {
    const listed = this.listedNames(by);
    const instances = new Map<string, { classId: number; logicalName: string }>();
    const add = ({ classId, instanceId }: { classId: number; instanceId: string }) =>
      classId !== 15 && instances.set(instanceId, { classId, logicalName: instanceId });
    for (const name of this.map.names) {
      const object = this.map.named(name);
      if (!this.meter.rights(name, by) && !listed.has(name)) continue;
      for (const { attribute, optional } of object.places) if (!optional || listed.has(name)) add(attribute);
      for (const how of Object.values(object.methods))
        for (const one of how.by === 'set' ? [how.attribute] : how.methods.map(({ method }) => method)) add(one);
    }
    return [...instances.values()].map(({ classId, logicalName }) => this.object(classId, logicalName, by, listed));
  }

  /** Names that the meter itself lists: a faulty one may forget some, or list what it has not. */
  private listedNames(by: Association): Map<ObjectName, ObjectRights> {
    const answer = this.meter.ask({ do: 'read', object: 'association.view', as: by });
    const names = 'value' in answer && Array.isArray(answer.value) ? answer.value.map(String) : [];
    const unknown: ObjectRights = { read: true, write: false, invoke: false };
    return new Map(names.map((name) => [name, this.meter.rights(name, by) ?? unknown]));
  }

  private object(
    classId: number,
    logicalName: string,
    by: Association,
    listed: ReadonlyMap<ObjectName, ObjectRights>,
  ): CosemObject {
    const attributes = new Map<number, CosemAttribute>();
    const methods = new Map<number, CosemMethod>();
    const mapped = this.map.names.map((name) => this.map.named(name));
    const here = (of: { classId: number; instanceId: string }) => of.classId === classId && of.instanceId === logicalName;
    for (const object of mapped) {
      const rights = listed.get(object.name);
      for (const { attribute } of object.places) if (here(attribute)) this.place(attributes, attribute, by, listed);
      for (const how of Object.values(object.methods)) {
        if (how.by === 'set') {
          if (here(how.attribute)) this.settable(attributes, how.attribute, by, rights?.invoke ?? false);
          continue;
        }
        for (const { method } of how.methods) {
          if (!here(method)) continue;
          const allowed = (rights?.invoke ?? false) || (methods.get(method.methodId)?.allowed ?? false);
          methods.set(method.methodId, { allowed, invoke: () => this.invoke(method, by) });
        }
      }
    }
    const reads = [...attributes.values()].some(({ rights }) => rights.read || rights.write);
    const open = reads || [...methods.values()].some(({ allowed }) => allowed);
    attributes.set(
      1,
      fixed(() => ({ type: 'octet-string', value: logicalNameOctets(logicalName) }), open),
    );
    this.describe(attributes, classId, logicalName);
    const ordered = new Map([...attributes].sort(([a], [b]) => a - b));
    return { classId, version: VERSIONS[classId] ?? 0, logicalName, attributes: ordered, methods };
  }

  private place(
    attributes: Map<number, CosemAttribute>,
    attribute: Place['attribute'],
    by: Association,
    listed: ReadonlyMap<ObjectName, ObjectRights>,
  ) {
    if (attributes.has(attribute.attributeId)) return;
    const standing = this.map.at(attribute);
    const may = standing.flatMap(({ object }) => listed.get(object.name) ?? []);
    const [only, ...others] = standing;
    const log = only?.object.rows;
    const isPart = only && others.length === 0 && only.place.member === undefined && only.object.composition.of !== 'value';
    attributes.set(attribute.attributeId, {
      rights: { read: may.some(({ read }) => read), write: may.some(({ write }) => write) },
      ...(log && { selectors: [BY_RANGE, BY_ENTRY] }),
      get: (selection) => this.get(standing, by, selection),
      ...(log && { asRead: (selection) => this.asRead(only.object, by, selection) }),
      set: (value) => this.set(standing, value, by),
      ...(isPart && {
        part: { of: only.object.name, index: only.index, set: (parts) => typed(() => this.write(only.object, parts, by)) },
      }),
    });
  }

  /** An attribute whose SET is a method of ours. */
  private settable(attributes: Map<number, CosemAttribute>, attribute: Place['attribute'], by: Association, allowed: boolean) {
    const known = attributes.get(attribute.attributeId);
    const read = known?.rights.read ?? false;
    attributes.set(attribute.attributeId, {
      ...known,
      rights: { read, write: allowed || (known?.rights.write ?? false) },
      set: (value) =>
        typed(() => {
          const calls = this.map.callsBySetting(attribute, value);
          const answers = calls.map(({ object, method, argument }) =>
            this.meter.ask({ do: 'invoke', object: object.name, method, as: by, ...(argument !== undefined && { argument }) }),
          );
          return resultOf(answers);
        }),
    });
  }

  /** What a class says beside its value: scaler and unit of a register, columns of a profile. */
  private describe(attributes: Map<number, CosemAttribute>, classId: number, logicalName: string) {
    const value = attributes.get(2);
    if (!value) return;
    const [first] = this.map.at({ classId, instanceId: logicalName, attributeId: 2 });
    const add = (number: number, data: () => Data) =>
      attributes.has(number) || attributes.set(number, fixed(data, value.rights.read));
    if (classId === 3 && first?.place.unit) add(3, () => scalerUnit(first.place.unit!));
    const rows = first?.object.rows;
    if (classId === 7 && rows) {
      add(3, () => ({ type: 'array', value: rows.captures.map(captureObjectData) }));
      add(4, () => ({ type: 'double-long-unsigned', value: first.object.name.endsWith('.profile') ? 1800 : 0 }));
      add(5, () => ({ type: 'enum', value: 1 }));
      add(7, () => {
        const all = value.get?.();
        return { type: 'double-long-unsigned', value: all?.kind === 'data' ? elementsOf(all.data, 'rows').length : 0 };
      });
    }
  }

  private get(standing: readonly Standing[], by: Association, selection?: SelectiveAccess): GetDataResult {
    try {
      const [first] = standing;
      if (first && first.place.member === undefined) return this.getOne(first, by, selection);
      return this.getCollection(standing, by);
    } catch (error) {
      if (error instanceof EncodeError) return notGot('other-reason');
      if (error instanceof DecodeError) return notGot('type-unmatched');
      throw error;
    }
  }

  private getOne({ object, index }: Standing, by: Association, access?: SelectiveAccess): GetDataResult {
    const selection: Selection | undefined = access && selectionOf(access, object.rows);
    if (access && !selection) return notGot('scope-of-access-violated');
    const range = selection?.by === 'range' ? { range: selection.range } : {};
    const answer = this.meter.ask({ do: 'read', object: object.name, as: by, ...range });
    if ('refused' in answer) return notGot(answer.refused.code as DataAccessResult);
    const data = placed(object, answer.value)[index];
    if (data === undefined) return notGot('object-undefined');
    return got(selection ? selectRows(data, selection) : data);
  }

  /** Rows by number are those that there are, and a compact-array says how long it is: neither is drawn while it is sent. */
  private asRead(object: MappedObject, by: Association, access?: SelectiveAccess): OctetSource | undefined {
    const selection = access && selectionOf(access, object.rows);
    if (selection?.by === 'entry' || object.rows?.compact) return undefined;
    const drawn = this.meter.draw?.(object.name, selection?.range ?? {}, by);
    if (!drawn) return undefined;
    const take = (count: number) => {
      const data = placed(object, drawn.take(count))[0]!;
      return elementsOf(selection ? selectRows(data, selection) : data, 'rows');
    };
    return new RowsAsRead({ take }, drawn.rows);
  }

  /** A structure of several objects of ours; those that the meter has not are left out at its end. */
  private getCollection(standing: readonly Standing[], by: Association): GetDataResult {
    const members: Data[] = [];
    for (const { object, place, index } of standing) {
      const answer = this.meter.ask({ do: 'read', object: object.name, as: by });
      if ('refused' in answer) {
        if (this.meter.rights(object.name, by)) return notGot(answer.refused.code as DataAccessResult);
        continue;
      }
      const data = placed(object, answer.value)[index];
      if (data !== undefined) members[place.member!] = data;
      if (place.unit?.member !== undefined) members[place.unit.member] = scalerUnit(place.unit);
    }
    return got({ type: 'structure', value: Array.from(members, (member) => member ?? NULL) });
  }

  private set(standing: readonly Standing[], value: Data, by: Association): DataAccessResult {
    return typed(() => {
      const parts = standing.flatMap(({ object, place, index }) => {
        const part = place.member === undefined ? value : elementsOf(value, 'a collection of values')[place.member];
        if (part === undefined && !this.meter.rights(object.name, by)) return [];
        if (part === undefined) throw new EncodeError(`a collection with member ${place.member}`, 'a shorter one');
        return [{ object, index, value: part }];
      });
      if (parts.length === 0) return 'object-undefined';
      const changed = parts.filter((part) => !this.holds(part, by));
      for (const { object, index, value: part } of changed.length > 0 ? changed : parts) {
        const result = this.write(object, [{ index, value: part }], by);
        if (result !== 'success') return result;
      }
      return 'success';
    });
  }

  /** Whether a part is there already: a collection is written whole, for the sake of one member. */
  private holds({ object, index, value }: { object: MappedObject; index: number; value: Data }, by: Association): boolean {
    const answer = this.meter.ask({ do: 'read', object: object.name, as: by });
    const there = 'value' in answer ? placed(object, answer.value)[index] : undefined;
    return there !== undefined && Buffer.compare(encode(data, there), encode(data, value)) === 0;
  }

  /** Writes a whole value of which some parts are new and the others stay. */
  private write(object: MappedObject, parts: readonly AttributePart[], by: Association): DataAccessResult {
    const whole = this.whole(object, parts, by);
    if ('refused' in whole) return resultOf([whole]);
    if (object.name === 'clock') return resultOf([this.setClock(whole.value, by)]);
    return resultOf([this.meter.ask({ do: 'write', object: object.name, value: whole.value, as: by })]);
  }

  private whole(object: MappedObject, parts: readonly AttributePart[], by: Association): Answer {
    const data: (Data | undefined)[] = [];
    if (new Set(parts.map(({ index }) => index)).size < object.places.length) {
      const answer = this.meter.ask({ do: 'read', object: object.name, as: by });
      if ('refused' in answer) return answer;
      data.push(...object.dataOf(answer.value));
    }
    for (const { index, value } of parts) data[index] = value;
    return { value: object.valueOf(data) };
  }

  private setClock(value: Value, by: Association): Answer {
    if (!this.meter.rights('clock', by)?.write) return this.meter.ask({ do: 'write', object: 'clock', value, as: by });
    return this.meter.ask({ do: 'setClock', meterMs: (value as { meterMs: number }).meterMs });
  }

  private invoke(method: { classId: number; instanceId: string; methodId: number }, by: Association): ActionOutcome {
    const served = this.map.callsOf(method).filter(({ object }) => this.meter.rights(object.name, by));
    const answers = served.map(({ object, method: name, argument }) =>
      this.meter.ask({ do: 'invoke', object: object.name, method: name, as: by, ...(argument !== undefined && { argument }) }),
    );
    return { result: answers.length === 0 ? 'object-undefined' : (resultOf(answers) as ActionResult) };
  }
}

/** What of a value the map gives a place: a faulty meter's list may be longer than the places are. */
function placed(object: MappedObject, value: Value): (Data | undefined)[] {
  const surplus = object.composition.of === 'list' && Array.isArray(value) && value.length > object.places.length;
  return object.dataOf(surplus ? value.slice(0, object.places.length) : value);
}

/** The first refusal, or success. */
function resultOf(answers: readonly Answer[]): DataAccessResult {
  for (const answer of answers) if ('refused' in answer) return answer.refused.code as DataAccessResult;
  return 'success';
}

/** A value that its object cannot hold is a type that does not match. */
function typed(work: () => DataAccessResult): DataAccessResult {
  try {
    return work();
  } catch (error) {
    if (error instanceof DecodeError || error instanceof EncodeError) return 'type-unmatched';
    throw error;
  }
}

const scalerUnit = ({ scaler, code }: { scaler: number; code: number }): Data => ({
  type: 'structure',
  value: [
    { type: 'integer', value: scaler },
    { type: 'enum', value: code },
  ],
});
