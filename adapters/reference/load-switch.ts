import type { Element } from '../../trace/vocabulary';

/** The contacts of both elements. An open contact opens both directions: nothing flows through it. */
export class LoadSwitch {
  private readonly contacts: Record<Element, 'closed' | 'open'> = { primary: 'closed', secondary: 'closed' };

  move(element: Element, to: 'closed' | 'open') {
    this.contacts[element] = to;
  }

  conducts(element: Element): boolean {
    return this.contacts[element] === 'closed';
  }

  get value() {
    return { ...this.contacts };
  }
}
