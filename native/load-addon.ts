import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import loadBuilt from 'node-gyp-build';
import { InternalError, LinkError } from '../trace/errors';
import type { Addon } from './addon';

/** The folder of the addon's sources and of its build: that of the package, whether this file was built or not. */
export function addonFolder(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'native', 'binding.gyp'))) return join(folder, 'native');
    if (folder === dirname(folder)) throw new InternalError(`no native/binding.gyp above ${__dirname}`);
  }
}

/** Why the addon is not there, as scripts/build-addon.js found when it last tried, and what to do about it. */
export function whyNoAddon(): { problem: string; remedy: string } {
  const file = join(addonFolder(), 'build', 'record.json');
  const record = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { ok: true };
  const build = `node ${join(dirname(addonFolder()), 'scripts', 'build-addon.js')}`;
  if (record.ok) return { problem: 'it was not built, or for another Node', remedy: build };
  return { problem: record.problem, remedy: `${record.remedy}; ${build}` };
}

/** The addon, loaded once. A LinkError of code `no-addon` where it was not built: the message says why and what to do. */
export function loadAddon(path = 'addon'): Addon {
  try {
    loaded ??= loadBuilt(addonFolder()) as Addon;
    return loaded;
  } catch (cause) {
    const { problem, remedy } = whyNoAddon();
    throw new LinkError(path, 'no-addon', `serial ports and ptys need the native addon: ${problem}; what to do: ${remedy}`, {
      cause,
    });
  }
}

let loaded: Addon | undefined;

/** Whether serial ports and ptys can be used here. */
export function hasAddon(): boolean {
  try {
    loadAddon();
    return true;
  } catch {
    return false;
  }
}
