import type { Declaration } from '../../declaration/declaration';
import type { Association, ObjectName } from '../../trace/vocabulary';
import type { Right, ServedObject } from './served-object';

/** What anybody may read without security. */
const PUBLIC: ReadonlySet<ObjectName> = new Set(['clock', 'variant', 'firmware.version', 'association.view']);

export type Operation = 'read' | 'write' | 'invoke';

/**
 * Who may do what. Management does what the declaration lists; the public association reads little and changes nothing; nobody
 * sets, resets or captures recorded energy, for no GBCS use case does.
 */
export class AccessRights {
  constructor(private readonly declaration: Pick<Declaration, 'capabilities' | 'associations'>) {}

  /** Whether an association may do that with an object which asks for `right`. */
  allows(operation: Operation, name: ObjectName, right: Right, by: Association): boolean {
    const { capabilities, associations } = this.declaration;
    if (right === 'nobody' || !associations.includes(by) || !capabilities.includes(right)) return false;
    return by === 'management' || (operation === 'read' && PUBLIC.has(name));
  }

  /** Names of the objects that an association lists: those with which it may do anything. */
  view(objects: ReadonlyMap<ObjectName, ServedObject>, by: Association): ObjectName[] {
    const rights = ({ read, write, methods }: ServedObject): [Operation, Right | undefined][] => [
      ['read', read && 'read'],
      ['write', write?.needs],
      ['invoke', methods?.needs],
    ];
    const listed = ([name, object]: [ObjectName, ServedObject]) =>
      rights(object).some(([operation, right]) => right !== undefined && this.allows(operation, name, right, by));
    return [...objects].filter(listed).map(([name]) => name);
  }
}
