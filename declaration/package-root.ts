import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds this package's package.json: files that are not code are found from here, built or not. */
export function packageRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
