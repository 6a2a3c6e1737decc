// Runs the chosen parts in an order that leaves two cores little time to idle.
import { prepareBuild } from '../prepare/prepare-clone.ts';
import type { Part, Tally } from './part.ts';

/** Sums what all parts counted. A part that throws counts as one failure and does not keep the others from running. */
export async function runParts(chosen: readonly Part[], extra: readonly string[]): Promise<{ passed: number; failed: number }> {
  const tallies: Tally[] = [];
  const run = async (part: Part) => {
    const start = performance.now();
    const tally = await part.run(extra).catch((error: unknown) => ({ passed: 0, failed: 1, output: (error as Error).stack ?? String(error) }));
    if (tally.output) process.stdout.write(`${tally.output.trimEnd()}\n`);
    process.stdout.write(`${part.name}: ${tally.passed} passed, ${tally.failed} failed (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
    tallies.push(tally);
  };
  // Short, each on one core, and quiet until they end. The build comes after the types: both write into dist/.
  const quiet = chosen.filter(isQuiet).map((part) => [part.name, run(part)] as const);
  await quiet.find(([name]) => name === 'types')?.[1];
  const failure = chosen.some(({ needsBuild }) => needsBuild) ? await build() : null;
  await Promise.all(quiet.map(([, done]) => done));
  if (failure) tallies.push({ passed: 0, failed: 1, output: '' });
  for (const part of chosen) {
    if (isQuiet(part)) continue;
    if (failure && part.needsBuild) process.stdout.write(`${part.name}: not run, there is no build\n`);
    else await run(part);
  }
  return tallies.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), { passed: 0, failed: 0 });
}

function isQuiet({ name }: Part): boolean {
  return name === 'types' || name === 'lint' || name === 'rules';
}

/** Builds what the parts test and names it in GLOBE_BUILD, for test/support/. */
async function build(): Promise<Error | null> {
  try {
    process.env['GLOBE_BUILD'] = (await prepareBuild()).folder;
    return null;
  } catch (error) {
    process.stdout.write(`${(error as Error).message}\n`);
    return error as Error;
  }
}
