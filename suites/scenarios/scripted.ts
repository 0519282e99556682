import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../declaration/package-root';
import type { Scenario } from '../../trace/vocabulary';
import { readScenario } from './scenario-file';

/** The scripted scenarios that ship with the suite, by name. */
export function scriptedScenarios(): Scenario[] {
  const folder = join(packageRoot(), 'suites', 'scenarios', 'scripted');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readScenario(join(folder, file)));
}
