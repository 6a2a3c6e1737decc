// node_modules as the lock file says, install scripts off.
import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { tryLock, type FileLock } from '../file-lock.ts';
import { ROOT, runtimePath } from '../places.ts';
import { runProgram } from '../run-program.ts';

/** Lies in node_modules, so that it vanishes together with what it vouches for. */
const STAMP = join(ROOT, 'node_modules', '.globe-installed');

type Packages = Record<string, { version?: string; optional?: boolean; link?: boolean }>;

/**
 * Installs if needed and answers with a hold on node_modules: while anybody has one, nobody reinstalls. Call it while
 * holding the clone's lock. Throws when packages changed under a hub that runs, or npm fails.
 */
export async function installPackages(say: (line: string) => void): Promise<FileLock> {
  const stamp = await currentStamp();
  const inUse = runtimePath('node_modules.lock');
  if (!(await isInstalled(stamp))) {
    const alone = tryLock(inUse, 'exclusive');
    if (!alone) throw new Error('the packages have changed, and a hub or a test of this clone still runs on the old ones: stop it, then repeat');
    try {
      say('installing packages');
      const { code } = await runProgram('npm', ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'], { show: true });
      if (code !== 0) throw new Error('npm ci failed');
      await writeFile(STAMP, stamp);
    } finally {
      alone.release();
    }
  }
  const hold = tryLock(inUse, 'shared');
  if (!hold) throw new Error('node_modules is being changed by another process');
  return hold;
}

/** Of the lock file and the platform its optional packages are for. */
async function currentStamp(): Promise<string> {
  const lockFile = await readFile(join(ROOT, 'package-lock.json'));
  return createHash('sha256').update(lockFile).update(`${process.platform}-${process.arch}`).digest('hex');
}

async function isInstalled(stamp: string): Promise<boolean> {
  const found = await readFile(STAMP, 'utf8').catch(() => null);
  if (found === stamp) return true;
  if (!(await holdsWhatIsLocked())) return false;
  await writeFile(STAMP, stamp);
  return true;
}

/** Whether somebody installed by hand what the lock file asks for: npm leaves its own record of what it installed. */
async function holdsWhatIsLocked(): Promise<boolean> {
  const [wanted, present] = await Promise.all(['package-lock.json', 'node_modules/.package-lock.json'].map((path) => packagesOf(join(ROOT, path))));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => path === '' || link || (present[path] ? present[path].version === version : optional === true));
}

async function packagesOf(path: string): Promise<Packages | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as { packages: Packages }).packages;
}
