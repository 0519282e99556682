import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasFfi } from './ffi';
import { addonFolder, hasAddon } from './load-addon';

/** A describe whose tests need serial ports or ptys; without the addon it is skipped, and its title says so. */
export const describeWithAddon = (title: string, tests: () => void) =>
  hasAddon() ? describe(title, tests) : describe.skip(`${title} (skipped: the native addon is not built, see "doctor")`, tests);

/** The example of a maker's library, as built with the addon; `of-tomorrow` is built for a version that is not there yet. */
export const exampleLibrary = (which: '' | '_of_tomorrow' = '') =>
  join(addonFolder(), 'build', 'Release', `loopback_port${which}.so`);

/** A describe whose tests need the example of a maker's library and ffi-napi; without, it is skipped, and its title says so. */
export function describeWithExample(title: string, tests: (library: string) => void) {
  const library = exampleLibrary();
  if (existsSync(library) && hasFfi()) describe(title, () => tests(library));
  else describe.skip(`${title} (skipped: the example or ffi-napi is not built, see "doctor")`, () => tests(library));
}
