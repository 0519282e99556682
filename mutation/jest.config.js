// What mutants are run against: the fast unit tests of what judges, nothing that plays whole runs or starts processes.
'use strict';

module.exports = {
  rootDir: '..',
  roots: ['<rootDir>/mutation', '<rootDir>/suites', '<rootDir>/adapters', '<rootDir>/declaration', '<rootDir>/trace'],
  testEnvironment: 'node',
  testTimeout: 60_000,
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.json' }] },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/runs/'],
  testMatch: ['<rootDir>/mutation/every-fast-test.ts'],
};
