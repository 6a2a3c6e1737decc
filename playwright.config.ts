// The portal in the machine's own Chromium; nothing is downloaded. `npm test -- browser`.
import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/check/find-chromium.ts';

const executablePath = findChromium();

export default defineConfig({
  testDir: 'test/browser',
  testMatch: '*.test.ts',
  outputDir: 'test-results',
  globalSetup: './test/support/global-setup.mjs',
  globalTeardown: './test/support/global-teardown.mjs',
  // Each suite runs a hub and several browsers; two cores carry one such at a time.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    locale: 'en',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});
