// The fast unit tests in one file: modules are loaded once and not once for each of them, which is most of what a mutant costs.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Tests of many random cases, of long plays and of the whole catalogue: too slow for some thousand mutants. */
const SLOW = /laws[.]test|long-scenario|registry[.]test/;

const SUITES = join(__dirname, '..', 'suites');
const folder = (name: string) => readdirSync(join(SUITES, name)).map((file) => join(SUITES, name, file));
const files = [
  ...folder('ledger'),
  ...folder('requirements'),
  ...['verdict', 'statement', 'ledger-and-model'].map((name) => join(SUITES, `${name}.test.ts`)),
];

for (const file of files) if (file.endsWith('.test.ts') && !SLOW.test(file)) require(file);
