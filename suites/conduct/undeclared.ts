import { OBJECTS, undeclared } from '../../declaration/objects';
import type { Evidence } from '../requirements/requirement';

/**
 * Objects of DP184 that discovery found and the declaration does not claim: those that gave a value, and those that the association view
 * lists. Nothing tests them, for what is not declared does not apply; so declaring less must not make a statement better.
 */
export function beyondDeclaration({ trace, meter }: Evidence): string[] {
  if (trace.scenario.kind !== 'discovery') return [];
  const view = trace.observations('association.view').at(-1)?.answer;
  const listed = view && 'value' in view && Array.isArray(view.value) ? view.value : [];
  const found = OBJECTS.map(({ name }) => name).filter(
    (name) => listed.includes(name) || trace.observations(name).some(({ answer }) => 'value' in answer),
  );
  return undeclared(meter, found).map(({ name }) => name);
}
