// Builds the hub into a folder named after its sources. A running hub keeps its own: nothing is replaced under its feet.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { tryLock, type FileLock } from '../file-lock.ts';
import { ROOT, runtimePath } from '../places.ts';
import { runTool } from '../run-program.ts';

/** What a build is made from. Tests and their data are not. */
const SOURCES = ['apps', 'libs', 'migrations', 'data', 'package.json', 'package-lock.json', 'tsconfig.base.json'];
/** Change when the layout of a build changes. */
const LAYOUT = 'layout 1';

export interface Build {
  /** Laid out as a clone that has been built: package.json, dist/, data/. Packages are found in the clone around it. */
  readonly folder: string;
  /** While anybody holds it, the build is not cleared away. */
  readonly hold: FileLock;
}

/** The build of the sources as they are now, made if there is none. Call it while holding the clone's lock. */
export async function buildHub(say: (line: string) => void): Promise<Build> {
  const files = await sourceFiles();
  const name = await hashOf(files);
  const folder = runtimePath('builds', name);
  await mkdir(runtimePath('builds'), { recursive: true });
  if (!existsSync(folder)) {
    say('building');
    await compile(files);
    await assemble(folder);
  }
  const hold = tryLock(`${folder}.lock`, 'shared');
  if (!hold) throw new Error('the build is being cleared away by another process');
  await clearOthers(name);
  return { folder, hold };
}

/** `tsc -b` of everything that runs on Node, and of the libraries it refers to, into dist/. */
async function compile(files: readonly string[]): Promise<void> {
  await forgetVanished(files);
  const projects = (await readdir(join(ROOT, 'apps'))).filter((app) => app !== 'web' && existsSync(join(ROOT, 'apps', app, 'tsconfig.json')));
  const { code, output } = await runTool('typescript/bin/tsc', ['-b', ...projects.map((app) => `apps/${app}`)]);
  if (code !== 0) throw new Error(`the sources do not compile:\n${output}`);
}

/** tsc leaves the output of sources that are gone; then dist/ is made anew. */
async function forgetVanished(files: readonly string[]): Promise<void> {
  const dist = join(ROOT, 'dist');
  const record = join(dist, '.sources');
  const before = await readFile(record, 'utf8').then((text) => text.split('\n'), () => []);
  const now = new Set(files);
  if (before.some((file) => !now.has(file))) await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  await writeFile(record, files.join('\n'));
}

/** Puts a build together under another name first: a folder in builds/ is either absent or complete. */
async function assemble(folder: string): Promise<void> {
  const unfinished = `${folder}.part`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await cp(join(ROOT, 'package.json'), join(unfinished, 'package.json'));
  await cp(join(ROOT, 'data'), join(unfinished, 'data'), { recursive: true });
  await cp(join(ROOT, 'dist'), join(unfinished, 'dist'), { recursive: true, filter: (path) => !/\.tsbuildinfo$|\.d\.ts$|\/dist\/(\.sources|apps\/web)$/.test(path) });
  if (existsSync(join(ROOT, 'apps', 'web', 'vite.config.ts'))) {
    const { code, output } = await runTool('vite/bin/vite.js', ['build', 'apps/web', '--outDir', join(unfinished, 'dist', 'apps', 'web'), '--emptyOutDir', '--logLevel', 'warn']);
    if (code !== 0) throw new Error(`the portal does not build:\n${output}`);
  }
  await rename(unfinished, folder);
}

/** Deletes builds of other sources that nobody runs. */
async function clearOthers(name: string): Promise<void> {
  for (const entry of await readdir(runtimePath('builds'), { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === name) continue;
    const folder = runtimePath('builds', entry.name);
    const unused = tryLock(`${folder}.lock`, 'exclusive');
    if (!unused) continue;
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}.lock`, { force: true });
    unused.release();
  }
}

async function sourceFiles(): Promise<string[]> {
  const found: string[] = [];
  for (const source of SOURCES) {
    const path = join(ROOT, source);
    const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null);
    if (entries === null) found.push(source);
    else found.push(...entries.filter((entry) => entry.isFile()).map((entry) => relative(ROOT, join(entry.parentPath, entry.name))));
  }
  return found.filter((file) => !/\.test\.tsx?$|\.tsbuildinfo$/.test(file) && existsSync(join(ROOT, file))).toSorted();
}

async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(LAYOUT);
  for (const file of files) {
    const content = await readFile(join(ROOT, file));
    hash.update(`\n${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}
