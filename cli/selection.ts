import type { Extension } from '../extension/extension';
import { REQUIREMENTS } from '../suites/requirements';
import { UsageError } from '../trace/errors';
import type { Scenario } from '../trace/vocabulary';
import { nearest } from './nearest';

/** Refuses what `--only` may not name beside `--scenario`, which says already what is played. */
export function requireRequirements(only: readonly string[]): void {
  const known = REQUIREMENTS.flatMap(({ id, area }) => [id, area]);
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      `--only ${unknown}: beside --scenario it names a requirement or an area; did you mean "${nearest(unknown, known)}"?`,
    );
}

/**
 * The scenarios that `--only` leaves: those it names, and those of the extensions it names; or all where it names requirements or areas
 * alone. Throws a UsageError for an unknown name.
 */
export function selected(scenarios: readonly Scenario[], only: readonly string[], added: readonly Extension[] = []): Scenario[] {
  const theirs = added.flatMap(({ prefix, requirements }) => [prefix, ...requirements.map(({ id }) => id)]);
  const known = [...REQUIREMENTS.flatMap(({ id, area }) => [id, area]), ...theirs, ...scenarios.map(({ name }) => name)];
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      `--only ${unknown}: there is no such requirement, area or scenario; did you mean "${nearest(unknown, known)}"? "list" lists them.`,
    );
  const ofNamed = added.filter(({ prefix }) => only.includes(prefix)).flatMap((extension) => extension.scenarios);
  const wanted = new Set([...only, ...ofNamed.map(({ name }) => name)]);
  const named = scenarios.filter(({ name }) => wanted.has(name));
  return named.length > 0 ? named : [...scenarios];
}
