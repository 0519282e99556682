import { join } from 'node:path';
import { packageRoot } from '../../../declaration/package-root';
import { checked } from '../../../declaration/shape';
import { type Problem, type SourceKind, type YamlPath, YamlSource } from '../../../declaration/yaml-source';
import { doubled } from './doubled';
import { type MapFile, mapShape } from './map-file';
import type { MappedObject } from './mapped-object';
import { ObjectMap } from './object-map';
import { placed } from './placed';

/** Maps that ship: `default` reads everything directly; `gbcs` reads registers through the collections of GBCS. */
export const SHIPPED_MAPS = ['default', 'gbcs'] as const;
export type ShippedMap = (typeof SHIPPED_MAPS)[number];

const MAP_FILE: SourceKind = {
  what: 'an object map',
  schema: 'smets2-object-map/1',
  see: 'docs/reference/object-map.md',
  maxBytes: 2 ** 20,
};

/** A map that ships. */
export const shippedObjectMap = (name: ShippedMap): ObjectMap => readObjectMap(shippedFile(name));

/** Reads an object map, at most 1 MiB. Throws one UsageError with every problem as `file:line:col: path: what was expected`. */
export function readObjectMap(path: string): ObjectMap {
  return mapOf(YamlSource.read(path, MAP_FILE));
}

/** An object map from text; `file` is only named in messages. Throws as `readObjectMap`. */
export function parseObjectMap(text: string, file: string): ObjectMap {
  return mapOf(new YamlSource(file, text, MAP_FILE));
}

const shippedFile = (name: ShippedMap) => join(packageRoot(), 'examples', 'object-maps', `${name}.yaml`);

function mapOf(source: YamlSource): ObjectMap {
  const { title, objects } = objectsOf(source);
  return new ObjectMap(title, objects.values());
}

function objectsOf(source: YamlSource): { title: string; objects: Map<string, MappedObject> } {
  const problems: Problem[] = [];
  const file: MapFile | undefined = checked(mapShape, source.value, problems);
  if (!file) throw source.refusal(problems);
  const base = file.base && objectsOf(YamlSource.read(shippedFile(file.base), MAP_FILE)).objects;
  const objects = new Map<string, MappedObject>(base);
  for (const [name, one] of Object.entries(file.objects)) {
    const object = placed(name, one, problems);
    if (object) objects.set(name, object);
  }
  // What the file says comes behind what it leaves to its base: of two in one place, the file's is the one to change.
  const own = ({ name }: MappedObject) => name in file.objects;
  const all = [...objects.values()];
  for (const { object, index, taken } of doubled([...all.filter((one) => !own(one)), ...all.filter(own)])) {
    const whose = taken in file.objects || taken === object.name ? '' : ` of the base map ${file.base}`;
    problems.push({ path: pathOf(object, index), says: `stands where ${taken}${whose} stands; give each a place of its own` });
  }
  if (problems.length > 0) throw source.refusal(problems);
  return { title: file.title, objects };
}

/** Where in the file a part of an object is placed. */
function pathOf({ name, composition }: MappedObject, index: number): YamlPath {
  if (composition.of === 'value') return ['objects', name];
  return ['objects', name, ...(composition.of === 'list' ? ['list', index] : ['fields', composition.names[index]!])];
}
