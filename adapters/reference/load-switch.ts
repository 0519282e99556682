import { ELEMENTS, type Element } from '../../trace/vocabulary';

/** The contacts of both elements. An open contact opens both directions: nothing flows through it. */
export class LoadSwitch {
  private readonly contacts: Partial<Record<Element, 'closed' | 'open'>>;

  constructor(elements: readonly Element[] = ELEMENTS) {
    this.contacts = Object.fromEntries(elements.map((element) => [element, 'closed']));
  }

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
