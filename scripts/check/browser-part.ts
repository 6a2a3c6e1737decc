// The portal in a real browser: Playwright on the machine's own Chromium.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, runTool } from '../run-program.ts';
import { CHROMIUM_PLACES, findChromium } from './find-chromium.ts';
import type { Part, Tally } from './part.ts';

/** Of Playwright's JSON reporter. */
interface PlaywrightResults {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
  readonly errors: readonly { readonly message?: string }[];
}

async function runBrowser(extra: readonly string[]): Promise<Tally> {
  const missing = await provideChromium();
  if (missing) return { passed: 0, failed: 1, output: missing };
  const folder = await mkdtemp(join(tmpdir(), 'globe-playwright-'));
  try {
    const file = join(folder, 'results.json');
    const { code } = await runTool('@playwright/test/cli.js', ['test', '--reporter=list,json', ...extra], { show: true, environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: file, NODE_OPTIONS: '--conditions=source' } });
    const results = await readFile(file, 'utf8').then((text) => JSON.parse(text) as PlaywrightResults, () => null);
    if (!results) return { passed: 0, failed: 1, output: `Playwright ended with ${code} and left no results` };
    const { expected, unexpected, flaky, skipped } = results.stats;
    // Neither a skipped test nor one that passes only now and then shows anything.
    const failed = unexpected + flaky + skipped;
    const unexplained = failed === 0 && (code !== 0 || expected === 0);
    const errors = results.errors.map(({ message }) => message ?? '').join('\n');
    return { passed: expected, failed: failed + (unexplained ? 1 : 0), output: unexplained ? `no test ran, or Playwright failed besides its tests (ended with ${code})\n${errors}` : errors };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Installs Chromium where that is possible without asking; else answers with what to type. */
async function provideChromium(): Promise<string | null> {
  if (findChromium()) return null;
  const isDebian = existsSync('/usr/bin/apt-get');
  if (isDebian && process.getuid?.() === 0) {
    process.stderr.write('installing chromium\n');
    const environment = { DEBIAN_FRONTEND: 'noninteractive' };
    await runProgram('apt-get', ['update', '-qq'], { show: true, environment });
    await runProgram('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { show: true, environment });
    if (findChromium()) return null;
  }
  if (isDebian) return 'The browser tests need Chromium; type: sudo apt-get install -y chromium';
  return `The browser tests need Chromium at one of ${CHROMIUM_PLACES.join(', ')}, or its path in CHROMIUM_PATH`;
}

export const BROWSER_PART: Part = { name: 'browser', about: 'the portal in Chromium', needsBuild: true, run: runBrowser };
