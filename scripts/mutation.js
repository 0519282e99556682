#!/usr/bin/env node
// `npm run mutation [-- --share 0.5 --seed 7]`: breaks the judging half on purpose, some thousand times, and counts what its fast tests
// notice. Prints the seed and the share of the declarations that were drawn (1 for all of them: hours); fails below 85 %.
'use strict';

const { spawnSync } = require('node:child_process');
const { resolve } = require('node:path');
const { parseArgs } = require('node:util');

const { values } = parseArgs({
  options: { share: { type: 'string', default: '0.08' }, seed: { type: 'string', default: '184' } },
});
if (!(Number(values.share) > 0 && Number(values.share) <= 1)) {
  process.stderr.write(`mutation: --share ${values.share}: expected a number above 0 and at most 1\n`);
  process.exit(64);
}
process.stdout.write(`mutation: seed ${values.seed}, share ${values.share} of the declarations\n`);
const plays = resolve('runs/mutation/plays');
const env = { ...process.env, MUTATION_SHARE: values.share, MUTATION_SEED: values.seed, MUTATION_PLAYS: plays };
for (const command of [
  ['ts-node', '--transpile-only', 'mutation/play.ts', plays],
  ['stryker', 'run', 'mutation/stryker.config.js'],
]) {
  const { status } = spawnSync('npx', command, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
