import type { Problem, YamlPath } from '../../../declaration/yaml-source';
import type { AttributeDescriptor } from '../apdu/descriptors';
import type { CaptureObject } from '../apdu/selective-access';
import type { MappedFile, PlaceFile } from './map-file';
import { type Composition, type MappedMethod, MappedObject, type Place, type RowAccess } from './mapped-object';
import { viewShape } from './shapes/association-view';
import { rows } from './shapes/rows';
import { coded, INTEGER_NAMES, type IntegerName, integer, integers, octets, text, truth, unit } from './shapes/scalars';
import { days, seasons, specialDays, weeks } from './shapes/tables';
import { activation, clock, dateTime, seconds2000 } from './shapes/times';
import type { ValueShape } from './shapes/value-shape';

const PLAIN: Record<string, ValueShape> = {
  unit,
  text,
  octets,
  boolean: truth,
  clock,
  'date-time': dateTime,
  'seconds-2000': seconds2000,
  activation,
  view: viewShape,
  seasons,
  weeks,
  'special-days': specialDays,
};

type Captures = NonNullable<PlaceFile['columns']>[number]['captures'];
const captureOf = ({ class: classId, name, attribute, index }: Captures): CaptureObject => ({
  classId,
  logicalName: name,
  attributeIndex: attribute,
  dataIndex: index,
});

type ShapeFile = Pick<PlaceFile, 'as' | 'scaler' | 'type' | 'codes'>;

function scalarShape({ as, scaler = 0, type, codes = {} }: ShapeFile): ValueShape | undefined {
  if (as === 'list') return integers('u32', scaler);
  if (as === 'code') return coded(type ?? 'enum', codes);
  if (INTEGER_NAMES.includes(as as IntegerName)) return integer(as as IntegerName, scaler);
  return as === undefined ? undefined : PLAIN[as];
}

/** Makes the object of a map out of what its file says; what is missing goes to `problems`. */
export function placed(name: string, file: MappedFile, problems: Problem[]): MappedObject | undefined {
  const before = problems.length;
  const at: YamlPath = ['objects', name];
  const parts: [path: YamlPath, file: PlaceFile][] = file.fields
    ? Object.entries(file.fields).map(([field, one]) => [[...at, 'fields', field], one])
    : (file.list ?? []).map((one, i) => [[...at, 'list', i], one]);
  if (!file.fields && !file.list && (file.as !== undefined || !file.methods)) parts.push([at, file]);

  const places = parts.map(([path, part]) => placeOf({ ...inherited(file), ...part }, path, problems));
  const composition: Composition = file.fields
    ? { of: 'fields', names: Object.keys(file.fields) }
    : { of: file.list ? 'list' : 'value' };
  const methods = Object.fromEntries(
    Object.entries(file.methods ?? {}).map(([method, how]) => [
      method,
      methodOf(how, file, places, composition, [...at, 'methods', method], problems),
    ]),
  );
  if (problems.length > before) return undefined;
  return new MappedObject(name, places as Place[], composition, methods as Record<string, MappedMethod>, rowAccess(file));
}

/** Class and name hold for every part that has none of its own. */
const inherited = ({ class: classId, name }: MappedFile): PlaceFile => ({
  ...(classId !== undefined && { class: classId }),
  ...(name !== undefined && { name }),
});

function placeOf(file: PlaceFile, path: YamlPath, problems: Problem[]): Place | undefined {
  const { class: classId, name, attribute, at, scaler, unit: code, unitAt, optional } = file;
  const shape = shapeOf(file, path, problems);
  const missing = Object.entries({ class: classId, name, attribute, as: file.as }).find(([, given]) => given === undefined);
  if (missing) problems.push({ path, says: `${missing[0]} is missing` });
  if (missing || shape === undefined) return undefined;
  return {
    attribute: { classId, instanceId: name, attributeId: attribute } as AttributeDescriptor,
    shape,
    ...(at !== undefined && { member: at }),
    ...(optional && { optional }),
    ...(code !== undefined && { unit: { scaler: scaler ?? 0, code, ...(unitAt !== undefined && { member: unitAt }) } }),
  };
}

function shapeOf(file: PlaceFile, path: YamlPath, problems: Problem[]): ValueShape | undefined {
  const needs = (field: 'codes' | 'columns' | 'script' | 'firstSelector') => {
    if (file[field] === undefined) problems.push({ path, says: `${field} is missing; ${file.as} needs it` });
  };
  if (file.as === 'code') needs('codes');
  if (file.as === 'rows') {
    needs('columns');
    const columns = (file.columns ?? []).map(({ field, optional, rest, ...how }) => ({
      field,
      shape: scalarShape(how) as ValueShape,
      ...(optional && { optional }),
      ...(rest && { rest }),
    }));
    return rows(columns, file.compact);
  }
  if (file.as === 'days') {
    needs('script');
    needs('firstSelector');
    return days(file.script ?? '0-0:10.0.100.255', file.firstSelector ?? 1);
  }
  return scalarShape(file);
}

function methodOf(
  how: NonNullable<MappedFile['methods']>[string],
  file: MappedFile,
  places: readonly (Place | undefined)[],
  composition: Composition,
  path: YamlPath,
  problems: Problem[],
): MappedMethod | undefined {
  const { class: classId, name } = file;
  const own = classId !== undefined && name !== undefined ? { classId, instanceId: name } : undefined;
  if (typeof how !== 'number') {
    if (own) return { by: 'set', attribute: { ...own, attributeId: how.set }, shape: scalarShape(how) as ValueShape };
  } else if (own) return { by: 'action', methods: [{ method: { ...own, methodId: how } }] };
  else {
    const methods = places.flatMap((place, i) => {
      const field = composition.of === 'fields' ? composition.names[i] : undefined;
      if (!place) return [];
      const { classId: ofClass, instanceId } = place.attribute;
      return [{ method: { classId: ofClass, instanceId, methodId: how }, ...(field !== undefined && { for: field }) }];
    });
    if (methods.length > 0) return { by: 'action', methods };
  }
  problems.push({ path, says: 'class and name are missing; a method is one of an object' });
  return undefined;
}

/** By which column rows are selected; undefined for what is no log, or for a log that is only read whole. */
function rowAccess({ as, columns, restricting, select, compact }: MappedFile): RowAccess | undefined {
  const first = columns?.[0];
  if (as !== 'rows' || !columns || !first || select === 'none') return undefined;
  const stamp = restricting ?? { ...first.captures, as: first.as };
  return {
    restricting: captureOf({ class: stamp.class, name: stamp.name, attribute: stamp.attribute, index: stamp.index }),
    stamp: stamp.as === 'seconds-2000' ? seconds2000 : dateTime,
    captures: columns.map(({ captures }) => captureOf(captures)),
    ...(compact && { compact }),
    ...(select === 'columns' && { asksColumns: true }),
  };
}
