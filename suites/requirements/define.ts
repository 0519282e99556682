import type { Declaration } from '../../declaration/declaration';
import type { Requirement } from './requirement';

type Given = Pick<Requirement, 'id' | 'title' | 'statement' | 'clauses' | 'needs' | 'judge'> & Partial<Requirement>;

/** A requirement with the usual answers filled in: proposed by DP184, inferred, mandatory, black-box, for twin-element meters. */
export function requirement(given: Given): Requirement {
  return {
    area: given.id.slice(0, given.id.indexOf('.')),
    basis: 'proposed',
    confidence: 'inferred',
    mandatory: true,
    testability: 'black-box',
    capabilities: { meter: ['read'], bench: ['flow'] },
    applies: onlyTwin,
    ...given,
  };
}

/** For twin-element meters. */
export function onlyTwin(meter: Declaration): true | string {
  return meter.variant === 'twin' || `the meter is declared as ${meter.variant}-element, and DP184 speaks of twin-element meters`;
}

/** For twin-element meters of which something more holds. */
export const onlyTwinWhere =
  (holds: (meter: Declaration) => true | string): Requirement['applies'] =>
  (meter) => {
    const twin = onlyTwin(meter);
    return twin === true ? holds(meter) : twin;
  };
