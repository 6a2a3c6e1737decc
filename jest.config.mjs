// Jest on sources: ES modules through swc, `#lib` imports by their "source" condition.
/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': ['@swc/jest', {
      jsc: { parser: { syntax: 'typescript', decorators: true, tsx: false }, transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false }, target: 'es2022', keepClassNames: true, experimental: { keepImportAttributes: true } },
      module: { type: 'es6' },
    }],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/var/', '<rootDir>/.runtime/'],
};
// Suites that need a database or a running hub; what they start is cleared away after the run, come what may.
const withServers = { ...shared, globalSetup: '<rootDir>/test/support/global-setup.mjs', globalTeardown: '<rootDir>/test/support/global-teardown.mjs' };
export default {
  // Of the whole run: projects cannot have one of their own.
  testTimeout: 60_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/libs/**/*.test.ts', '<rootDir>/apps/**/*.test.ts'] },
    { ...withServers, displayName: 'e2e', testMatch: ['<rootDir>/test/*.e2e.test.ts'] },
    { ...withServers, displayName: 'faults', testMatch: ['<rootDir>/test/faults/*.test.ts'] },
    { ...withServers, displayName: 'interop', testMatch: ['<rootDir>/test/interop/*.test.ts'] },
  ],
};
