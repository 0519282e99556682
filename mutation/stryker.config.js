// Mutation testing of what judges: ledger, requirements, verdict. `npm run mutation` runs it; docs/explanation/how-we-know.md says why.
'use strict';

module.exports = {
  mutate: ['suites/ledger/*.ts', 'suites/requirements/**/*.ts', 'suites/verdict.ts', '!**/*.test.ts', '!**/*.fixture.ts'],
  // Not Jest: Mocha keeps all modules loaded from mutant to mutant, which makes it ten times as fast.
  testRunner: 'mocha',
  mochaOptions: { config: 'mutation/mocharc.js' },
  plugins: ['@stryker-mutator/mocha-runner', './mutation/ignorers.js'],
  ignorers: ['texts', 'sample'],
  // What runs when a file is loaded (tables, constants) cannot be switched on for one test: each such mutant would cost the whole suite.
  ignoreStatic: true,
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 30_000,
  incremental: true,
  incrementalFile: 'runs/mutation/incremental.json',
  tempDirName: 'runs/mutation/sandbox',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: 'runs/mutation/report.json' },
  clearTextReporter: { allowColor: false, logTests: false, allowEmojis: false, reportScoreTable: true },
  thresholds: { high: 90, low: 85, break: 85 },
};
