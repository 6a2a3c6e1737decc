// npm test [-- part…] [-- arguments for its runner]
import { preparePackages } from '../prepare/prepare-clone.ts';
import { STATIC_PARTS } from './static-parts.ts';
import { JEST_PARTS } from './jest-parts.ts';
import { BROWSER_PART } from './browser-part.ts';
import { runParts } from './run-parts.ts';

const PARTS = [...STATIC_PARTS, ...JEST_PARTS, BROWSER_PART];

const [names, extra] = splitArguments(process.argv.slice(2));
if (names.includes('--help') || names.includes('-h')) {
  process.stdout.write(help());
} else {
  const unknown = names.filter((name) => !PARTS.some((part) => part.name === name));
  const chosen = names.length === 0 ? PARTS : PARTS.filter((part) => names.includes(part.name));
  if (unknown.length > 0 || (extra.length > 0 && chosen.length !== 1)) {
    process.stderr.write(unknown.length > 0 ? `unknown: ${unknown.join(' ')}\n\n${help()}` : 'arguments for a runner need exactly one part\n');
    process.exitCode = 2;
  } else {
    process.exitCode = await check(chosen, extra);
  }
}

async function check(chosen: typeof PARTS, extraArguments: readonly string[]): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, abandon);
  // The wrapper on an older Node has vanished: so has whoever wanted to know.
  process.on('disconnect', abandon);
  try {
    await preparePackages();
    const { passed, failed } = await runParts(chosen, extraArguments);
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
    return failed === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.stdout.write('\n0 passed, 1 failed\n');
    return 1;
  } finally {
    process.off('disconnect', abandon);
    if (process.connected) process.disconnect();
  }
}

function abandon(): never {
  process.exit(130);
}

function splitArguments(given: readonly string[]): [names: readonly string[], extra: readonly string[]] {
  const end = given.indexOf('--');
  return end === -1 ? [given, []] : [given.slice(0, end), given.slice(end + 1)];
}

function help(): string {
  return `npm test                       all parts
npm test -- unit e2e           these parts
npm test -- unit -- libs/trust one part, with arguments for its runner

${PARTS.map(({ name, about }) => `  ${name.padEnd(9)} ${about}`).join('\n')}

The last line is "N passed, N failed". A skipped test and a part without tests count as failed.
GLOBE_KEEP_TEST_RUN=1 keeps databases and logs of the run for looking at.
`;
}
