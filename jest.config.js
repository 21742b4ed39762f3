const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/support/jestEnvironment.js',
  runtime: '<rootDir>/test/support/jestRuntime.js',
  globalSetup: '<rootDir>/test/support/randomRuns.ts',
  setupFiles: ['<rootDir>/test/support/seed.ts'],
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
  modulePathIgnorePatterns: ['<rootDir>/demo/', '<rootDir>/dist/package.json'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  testTimeout: 60_000,
  // Where tests wait, others use the processor. Jest takes no percentage above 100.
  maxWorkers: availableParallelism() * 2,
};
