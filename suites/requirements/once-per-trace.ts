import type { Evidence } from './requirement';

/** What several judges ask of one trace, worked out once and dropped with it. */
export function oncePerTrace<T>(workOut: (evidence: Evidence) => T): (evidence: Evidence) => T {
  const known = new WeakMap<Evidence, { found: T }>();
  return (evidence) => {
    const kept = known.get(evidence) ?? { found: workOut(evidence) };
    known.set(evidence, kept);
    return kept.found;
  };
}
