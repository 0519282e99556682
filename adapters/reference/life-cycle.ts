import { LIFE_CYCLE } from '../../declaration/objects';
import type { ObjectName, Value } from '../../trace/vocabulary';

/** Supplier, tenancy and credentials by object name: texts that a method replaces. None of them has to do with recorded energy. */
export class LifeCycle {
  private readonly held = new Map(Object.keys(LIFE_CYCLE).map((name): [ObjectName, string] => [name, 'as delivered']));

  get(name: ObjectName): string | undefined {
    return this.held.get(name);
  }

  /** False where it is no text. */
  change(name: ObjectName, to: Value | undefined): boolean {
    if (typeof to !== 'string' || to === '') return false;
    this.held.set(name, to);
    return true;
  }
}
