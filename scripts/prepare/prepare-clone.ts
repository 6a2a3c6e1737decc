// What both commands need first: packages and, mostly, a build. Safe beside another `npm start` or `npm test` of the clone.
import { lock, type FileLock } from '../file-lock.ts';
import { runtimePath } from '../places.ts';
import { installPackages } from './install.ts';
import { buildHub, type Build } from './build.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** One at a time installs, builds, or writes into dist/ otherwise. */
export async function aloneInClone<T>(work: () => Promise<T>): Promise<T> {
  const alone = await lock(runtimePath('clone.lock'), 'exclusive', () => say('another start or test of this clone is preparing; waiting for it'));
  try {
    return await work();
  } finally {
    alone.release();
  }
}

/** Packages as locked; they stay in place until the hold is released. */
export function preparePackages(): Promise<FileLock> {
  return aloneInClone(() => installPackages(say));
}

/** The hub as built from the present sources. Packages must be there. */
export function prepareBuild(): Promise<Build> {
  return aloneInClone(() => buildHub(say));
}
