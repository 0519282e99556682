/** Which object of ours stands where in a meter, as files: class, logical name, attribute, and how a value stands there, both ways. */
export { type Invocation, type MappedMethod, MappedObject, memberAt, type Place, type RowAccess } from './mapped-object';
export { ObjectMap, type ObjectRights } from './object-map';
export { parseObjectMap, readObjectMap, SHIPPED_MAPS, type ShippedMap, shippedObjectMap } from './read-object-map';
export {
  type AccessMode,
  ATTRIBUTE_ACCESS,
  type ListedObject,
  listedObjects,
  objectList,
  readable,
  writable,
} from './shapes/association-view';
export { elementsOf, type ValueShape } from './shapes/value-shape';
