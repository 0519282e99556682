import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../declaration/package-root';
import { REQUIREMENTS } from '../suites/requirements';
import { cataloguePage } from './catalogue-page';

it('docs/reference/catalogue.md is what list --markdown writes, with every requirement', async () => {
  const page = readFileSync(join(packageRoot(), 'docs', 'reference', 'catalogue.md'), 'utf8');
  expect(REQUIREMENTS.filter(({ id }) => !page.includes(`### ${id}\n`)).map(({ id }) => id)).toEqual([]);
  expect(await cataloguePage(new AbortController().signal)).toBe(page);
});
