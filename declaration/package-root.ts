import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InternalError } from '../trace/errors';

/** The folder that holds this package's package.json: files that are not code are found from here, built or not. */
export function packageRoot(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new InternalError(`no package.json above ${__dirname}`);
  }
}
