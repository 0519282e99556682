import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../declaration/package-root';

const { name, version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
  name: string;
  version: string;
};

/** What wrote a trace or a report: package and version. */
export const TOOL = `${name} ${version}`;
