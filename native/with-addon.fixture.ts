import { hasAddon } from './load-addon';

/** A describe whose tests need serial ports or ptys; without the addon it is skipped, and its title says so. */
export const describeWithAddon = (title: string, tests: () => void) =>
  hasAddon() ? describe(title, tests) : describe.skip(`${title} (skipped: the native addon is not built, see "doctor")`, tests);
