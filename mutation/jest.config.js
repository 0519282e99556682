// The fast unit tests that mutants are run against: what judges, nothing that plays whole runs or starts processes.
'use strict';

module.exports = {
  rootDir: '..',
  testEnvironment: 'node',
  testTimeout: 60_000,
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.json' }] },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/runs/'],
  testMatch: [
    '<rootDir>/suites/ledger/*.test.ts',
    '<rootDir>/suites/requirements/*.test.ts',
    '<rootDir>/suites/{verdict,statement,ledger-and-model}.test.ts',
  ],
  testPathIgnorePatterns: ['laws[.]test', 'long-scenario', 'registry[.]test'],
};
