// What mutants are run against: the fast unit tests of what judges, nothing that plays whole runs or starts processes.
'use strict';

module.exports = {
  require: ['ts-node/register/transpile-only', './mutation/jest-in-mocha.js'],
  spec: [
    'suites/ledger/*.test.ts',
    'suites/requirements/**/*.test.ts',
    'suites/verdict.test.ts',
    'suites/statement.test.ts',
    'suites/ledger-and-model.test.ts',
    'mutation/recorded.spec.ts',
  ],
  // Many random cases, and tests that play many scenarios, are too slow for some thousand mutants.
  ignore: ['**/*laws.test.ts', '**/long-scenario.test.ts', '**/exercised.test.ts'],
  timeout: 60_000,
};
