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

/** The scenarios that `--only` leaves: those it names, or all where it names requirements or areas alone. Throws a UsageError for an unknown name. */
export function selected(scenarios: readonly Scenario[], only: readonly string[]): Scenario[] {
  const known = [...REQUIREMENTS.flatMap(({ id, area }) => [id, area]), ...scenarios.map(({ name }) => name)];
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      `--only ${unknown}: there is no such requirement, area or scenario; did you mean "${nearest(unknown, known)}"? "list" lists them.`,
    );
  const named = scenarios.filter(({ name }) => only.includes(name));
  return named.length > 0 ? named : [...scenarios];
}
