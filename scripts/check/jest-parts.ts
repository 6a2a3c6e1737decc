// The parts that jest runs, one project each (jest.config.mjs).
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../run-program.ts';
import type { Part, Tally } from './part.ts';

/** Of `jest --json`; a suite that does not even load counts no test. */
interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

function jestPart(name: string, about: string, needsBuild: boolean): Part {
  return { name, about, needsBuild, run: (extra) => runJest(name, extra) };
}

async function runJest(project: string, extra: readonly string[]): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'globe-jest-'));
  try {
    const file = join(folder, 'results.json');
    const { code, output } = await runProgram(process.execPath, [
      '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js',
      '--selectProjects', project, '--ci', '--json', `--outputFile=${file}`, ...extra,
    ], { show: true });
    const results = await readFile(file, 'utf8').then((text) => JSON.parse(text) as JestResults, () => null);
    if (!results) return { passed: 0, failed: 1, output: output || `jest ended with ${code} and left no results` };
    const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = results;
    // A test that is skipped shows nothing, so it counts as failed; those that arguments left out, such as -t, do not.
    const skipped = extra.length > 0 ? 0 : numPendingTests + numTodoTests;
    const failed = numFailedTests + skipped + numRuntimeErrorTestSuites;
    const unexplained = failed === 0 && (code !== 0 || passed === 0);
    return { passed, failed: failed + (unexplained ? 1 : 0), output: unexplained ? `no test ran, or jest failed besides its tests (ended with ${code})` : '' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const JEST_PARTS: readonly Part[] = [
  jestPart('unit', 'libs and apps in themselves', false),
  jestPart('e2e', 'the built hub on a real database, over HTTP', true),
  jestPart('faults', 'crashes at every point, then the invariants', true),
  jestPart('interop', 'published vectors and other people’s software', true),
];
