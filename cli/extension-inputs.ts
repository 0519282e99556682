import type { Extension } from '../extension/extension';
import type { RunInputs } from '../suites/conduct/plan';

/** What a plan says of extensions. */
export const plannedOf = (extensions: readonly Extension[]): NonNullable<RunInputs['extensions']> =>
  extensions.map(({ prefix, title, version, sha256, scenarios }) => ({
    ...{ prefix, title, version, sha256 },
    scenarios: scenarios.map(({ name }) => name),
  }));
