/** @jest-config-loader-options {"transpileOnly": true} */
import type { Config } from 'jest';

const transform: Config['transform'] = { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.json' }] };
const common: Config = { testEnvironment: 'node', transform, modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/runs/'] };

const own = { ...common, displayName: 'own', testMatch: ['<rootDir>/**/*.test.ts'] };
const conformance = {
  ...common,
  displayName: 'conformance',
  testMatch: ['<rootDir>/suites/jest/*.suite.ts'],
  globalSetup: '<rootDir>/suites/jest/conduct.ts',
};

// Jest has no default project: a bare `npx jest` runs only the project's own tests, `--selectProjects conformance` the suites.
const wanted = process.argv.some((argument) => argument.startsWith('--selectProjects'));

// A machine may be shared and slow: a test that hangs has to end, and nothing else is timed.
export default { testTimeout: 300_000, projects: wanted ? [own, conformance] : [own] } as unknown as Config;
