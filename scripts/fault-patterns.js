#!/usr/bin/env node
// Writes suites/conduct/recorded-patterns.json: which requirements each faulty meter fails in which scripted scenario, as
// `faults --scripted` finds it. Run it after a change of the catalogue, of a scripted scenario or of a faulty meter; minutes.
'use strict';

const { execFileSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const ROOT = resolve(__dirname, '..');
const OUTPUT = join(ROOT, 'suites', 'conduct', 'recorded-patterns.json');

const folder = mkdtempSync(join(tmpdir(), 'patterns-'));
try {
  const json = join(folder, 'faults.json');
  const given = process.argv[2];
  if (!given)
    execFileSync(process.execPath, [join(ROOT, 'dist', 'cli', 'main.js'), 'faults', '--scripted', '--json', json], {
      stdio: 'inherit',
    });
  const { catalogue, faults } = JSON.parse(readFileSync(given ?? json, 'utf8'));
  const rows = faults.map(({ name, says, breaks, shownBy, failedIn }) => {
    const failed = Object.entries(failedIn).map(
      ([scenario, ids]) => `${JSON.stringify(scenario)}: ${JSON.stringify(ids.join(' '))}`,
    );
    const head = JSON.stringify({ name, says, breaks, shownBy }).slice(1, -1);
    return `    {${head}, "failedIn": {${failed.join(', ')}}}`;
  });
  writeFileSync(OUTPUT, `{\n  "catalogue": ${JSON.stringify(catalogue)},\n  "faults": [\n${rows.join(',\n')}\n  ]\n}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
