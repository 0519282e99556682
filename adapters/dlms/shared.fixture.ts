import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A folder of data that stands outside the project: beside it, or where SMETS2_SHARED says. */
export const sharedFolder = (name: string) => join(process.env.SMETS2_SHARED ?? resolve(__dirname, '../../../shared'), name);

/** One test for each JSON file of a folder of shared data whose name has `part`; where there is none, one that is skipped and says what is absent. */
export function eachSharedJson<T>(
  name: string,
  title: (file: string) => string,
  work: (content: T, file: string) => void,
  part = '',
) {
  const folder = sharedFolder(name);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json') && file.includes(part)) : [];
  if (files.length === 0) it.skip(`shared data is absent: no JSON file in ../shared/${name}`, () => {});
  for (const file of files) it(title(file), () => work(JSON.parse(readFileSync(join(folder, file), 'utf8')), file));
}
