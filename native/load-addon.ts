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

/** What the last attempt to build the addon came to, as scripts/build-addon.js left it; undefined where there was none. */
export function buildRecord(): { ok: boolean; problem?: string; remedy?: string } | undefined {
  const file = join(addonFolder(), 'build', 'record.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** The addon, loaded once. A LinkError of code `no-addon` where it was not built: the message says why and what to do. */
export function loadAddon(path = 'addon'): Addon {
  if (loaded) return loaded;
  try {
    loaded = loadBuilt(addonFolder()) as Addon;
    return loaded;
  } catch (cause) {
    const record = buildRecord();
    const why = record?.problem ?? (cause instanceof Error ? cause.message.split('\n')[0] : String(cause));
    const remedy = record?.remedy ?? `run: node ${join(dirname(addonFolder()), 'scripts', 'build-addon.js')}`;
    throw new LinkError(path, 'no-addon', `serial ports and ptys need the native addon, which is not there (${why}); ${remedy}`, {
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
