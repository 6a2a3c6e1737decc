// Types, lint and import rules: each passes or fails as one.
import { aloneInClone } from '../prepare/prepare-clone.ts';
import { runTool, type ProgramResult } from '../run-program.ts';
import type { Part, Tally } from './part.ts';

function whole({ code, output }: ProgramResult): Tally {
  return code === 0 ? { passed: 1, failed: 0, output: '' } : { passed: 0, failed: 1, output };
}

export const STATIC_PARTS: readonly Part[] = [
  {
    name: 'types',
    about: 'tsc over every project, tests included',
    needsBuild: false,
    // tsc -b writes into dist/.
    run: (extra) => aloneInClone(async () => whole(await runTool('typescript/bin/tsc', ['-b', ...extra]))),
  },
  { name: 'lint', about: 'oxlint', needsBuild: false, run: async (extra) => whole(await runTool('oxlint/bin/oxlint', ['--quiet', ...extra])) },
  {
    name: 'rules',
    about: 'who may import whom: docs/ARCHITECTURE.md, .dependency-cruiser.cjs',
    needsBuild: false,
    run: async (extra) => whole(await runTool('dependency-cruiser/bin/dependency-cruiser.mjs', ['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', 'apps', 'libs', 'migrations', 'test', 'scripts', ...extra])),
  },
];
