import { ELEMENTS, type Element, WAYS, type Way } from '../../trace/vocabulary';
import { movement } from '../requirements/compare';
import { readings } from '../requirements/readings';
import type { Evidence } from '../requirements/requirement';

/** Which register a flow shows up in when the bench is wired in some way. */
interface Wiring {
  says: string;
  shows(element: Element, way: Way): { element: Element; way: Way };
}

const otherElement = (element: Element): Element => (element === 'primary' ? 'secondary' : 'primary');
const otherWay = (way: Way): Way => (way === 'import' ? 'export' : 'import');

const AS_DECLARED: Wiring = { says: 'as declared', shows: (element, way) => ({ element, way }) };
const EXCHANGED: Wiring[] = [
  { says: 'with all signs reversed', shows: (element, way) => ({ element, way: otherWay(way) }) },
  { says: 'with the elements exchanged', shows: (element, way) => ({ element: otherElement(element), way }) },
  {
    says: 'with all signs reversed and the elements exchanged',
    shows: (element, way) => ({ element: otherElement(element), way: otherWay(way) }),
  },
];

/** The registers of today, which a firmware with DP184 must not have changed: they tell how the bench is wired. */
const EXISTING = ['primary.import.total', 'secondary.import.total', 'primary.export.total'];

/**
 * Known flows against the existing registers, over all traces. Speaks only where exchanged conductors or elements explain
 * every register of every trace, magnitudes and all, and the declared wiring does not: anything else is judged.
 */
export class WiringCheck {
  private contradicted = false;
  private readonly possible = new Set(EXCHANGED);

  add(evidence: Evidence) {
    const registers = ELEMENTS.flatMap((element) => WAYS.map((way) => ({ element, way, name: `${element}.${way}.total` })));
    const read = registers.filter(({ name }) => readings(evidence, name).length > 1);
    const existing = read.filter(({ name }) => EXISTING.includes(name));
    if (!existing.every(({ element, way }) => explains(evidence, AS_DECLARED, element, way))) this.contradicted = true;
    for (const wiring of [...this.possible])
      if (!read.every(({ element, way }) => explains(evidence, wiring, element, way))) this.possible.delete(wiring);
  }

  /** What to check, or undefined where the registers follow the flows or nothing about the wiring explains them. */
  finding(): string | undefined {
    const [wiring] = this.possible;
    if (!this.contradicted || !wiring) return undefined;
    return `Every register is explained ${wiring.says}, and not as the bench is declared: exchange the conductors or correct the bench, then run again.`;
  }
}

function explains(evidence: Evidence, wiring: Wiring, element: Element, way: Way): boolean {
  const read = readings<number>(evidence, `${element}.${way}.total`);
  const [first, last] = [read[0]!, read.at(-1)!];
  const flow = wiring.shows(element, way);
  const { lo, hi } = evidence.ledger.registerStep(flow.element, flow.way, first.window, last.window);
  const moved = movement(first.value, last.value, evidence.meter.choices.registerModulusWh);
  return lo <= moved && moved <= hi;
}
