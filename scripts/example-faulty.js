#!/usr/bin/env node
// A report with three unlike failures, to look at: a row where none may be, an MPAN that is stored though it was refused, and export
// that is billed as import. Ends well where the suite finds exactly that the meter does not conform.
'use strict';

const { spawnSync } = require('node:child_process');
const { join, resolve } = require('node:path');

const ROOT = resolve(__dirname, '..');
const FAULTS = ['outage-rows-invented', 'mpan-refused-but-written', 'export-in-primary-rates'];
const NON_CONFORMANT = 1;

const node = (...words) => spawnSync(process.execPath, words, { cwd: ROOT, stdio: 'inherit' }).status;

if (node(join(__dirname, 'set-up.js')) !== 0) process.exit(1);
const faults = FAULTS.flatMap((name) => ['--fault', name]);
process.exit(node(join('dist', 'cli', 'main.js'), 'run', ...faults, ...process.argv.slice(2)) === NON_CONFORMANT ? 0 : 1);
