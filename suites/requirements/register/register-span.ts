import type { Declaration } from '../../../declaration/declaration';
import { objectNamed } from '../../../declaration/objects';
import type { Element, ObjectName, Way } from '../../../trace/vocabulary';
import { compare, movement } from '../compare';
import { requirement } from '../define';
import { whereAndWhen } from '../meter-time';
import type { Reading } from '../readings';
import type { BetweenNeed, Evidence, Finding, Happening, Requirement } from '../requirement';
import { type Span, spans } from '../spans';

export const REGISTER = 'secondary.export.total';
const WH_UJ = 3_600_000_000n;

/** A movement of a register between two readings, against what the ledger says it may be; `effectWh` as in a comparison. */
export function registerMoved(
  evidence: Evidence,
  object: ObjectName,
  span: { from: Reading; to: Reading },
  says: string,
  effectWh?: bigint,
): Finding {
  const { element, way } = objectNamed(object)!;
  const { from, to } = span;
  return compare({
    says,
    observed: movement(Number(from.value), Number(to.value), evidence.meter.choices.registerModulusWh),
    ...evidence.ledger.registerStep(element!, way!, from.window, to.window),
    ...(effectWh !== undefined && { effectWh }),
    ...whereAndWhen(evidence, span),
  });
}

/**
 * A movement of the secondary export register, where bounds may be too wide to tell. `effectWh` is what a meter that breaks the rule
 * would be off by: what flowed, or what it held and might lose.
 */
export function moved(evidence: Evidence, span: Span, says: string, effectWh?: bigint): Finding {
  const effect = effectWh ?? evidence.ledger.energy('secondary', 'export', span.from.window, span.to.window).lo / WH_UJ;
  return registerMoved(evidence, REGISTER, span, says, effect > 0n ? effect : undefined);
}

type Given = Pick<Requirement, 'id' | 'title' | 'statement'> & Partial<Requirement>;

/** A requirement on how the register moves wherever something happens between two readings of it. */
export function movesRight(given: Given, where: Happening[], says: string): Requirement {
  return movesRightAlways(given, () => [where], says);
}

/** The same of several things that may happen, each in a span of its own and all of them needed. */
export function movesRightAlways(given: Given, wheres: (meter: Declaration) => Happening[][], says: string): Requirement {
  const needs = (meter: Declaration) => wheres(meter).map((where): BetweenNeed => ({ between: REGISTER, where }));
  return requirement({
    clauses: ['DP184 §2 bullet 1'],
    needs,
    judge: (evidence) =>
      needs(evidence.meter).flatMap((need) =>
        spans(evidence, need).map((span) => moved(evidence, span, says, effectOf(need.where, span))),
      ),
    ...given,
  });
}

export const exporting = (atLeastWh: number): Happening => ({ flow: 'export', element: 'secondary', atLeastWh });
export const importing = (element: Element, atLeastWh: number): Happening => ({ flow: 'import', element, atLeastWh });
export const still = (element: Element, way: Way): Happening => ({ still: way, element });

/** No active power through any element. */
export const ALL_STILL: Happening[] = [
  still('secondary', 'export'),
  still('secondary', 'import'),
  still('primary', 'export'),
  still('primary', 'import'),
];

export const HOLDS: Happening = { holdsWh: 10 };

/** What a register would be off by: what it held, where it must survive something; nothing to compare with, where any amount in the bounds is right. */
function effectOf(where: Happening[], { from }: Span): bigint | undefined {
  if (where.includes(HOLDS)) return BigInt(Number(from.value));
  return where.some((happening) => 'bursts' in happening) ? 0n : undefined;
}
