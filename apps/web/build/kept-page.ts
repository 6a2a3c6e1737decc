// Writes the service worker: its source, and before it which files the kept page consists of, each with its hash.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformWithOxc, type Plugin } from 'vite';

const SOURCE = fileURLToPath(new URL('../service-worker/service-worker.ts', import.meta.url));
/** The page, from the root of the portal, and what it names besides what the bundler knows of. */
const PAGE = 'kept.html';
const BESIDES = ['icon.svg'];

/** Of the bundler's report, what a chunk brings with it. */
interface Chunk {
  readonly type: 'chunk' | 'asset';
  readonly facadeModuleId?: string | null;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly viteMetadata?: { readonly importedCss: ReadonlySet<string>; readonly importedAssets: ReadonlySet<string> };
}

/** Reached through the frame that all pages share, and never wanted here: no worker is started, no page behind sign-in is shown. */
const UNWANTED = /worker|catalogue\/[a-z]+\/inside$/;

/** Files that the page loads, or may load later, sorted. */
export function filesOf(bundle: Readonly<Record<string, Chunk>>): string[] {
  const entry = Object.keys(bundle).find((name) => bundle[name]!.facadeModuleId?.endsWith(`/${PAGE}`));
  if (entry === undefined) throw new Error(`the build has no ${PAGE}`);
  const found = new Set([PAGE, ...BESIDES]);
  const waiting = [entry];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name) || UNWANTED.test(bundle[name]?.facadeModuleId ?? name)) continue;
    found.add(name);
    const { imports = [], dynamicImports = [], viteMetadata } = bundle[name] ?? {};
    waiting.push(...imports, ...dynamicImports, ...(viteMetadata?.importedCss ?? []), ...(viteMetadata?.importedAssets ?? []));
  }
  return [...found].toSorted();
}

/** The script: hashes of the files below `folder`, then the source. */
export async function serviceWorker(folder: string, names: readonly string[]): Promise<string> {
  const files = await Promise.all(names.map(async (name) => [`/${name}`, `sha256-${createHash('sha256').update(await readFile(join(folder, name))).digest('base64')}`]));
  const build = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  const { code } = await transformWithOxc(await readFile(SOURCE, 'utf8'), SOURCE, { sourcemap: false });
  return `const KEPT = ${JSON.stringify({ build, page: `/${PAGE}`, files })};\n${code.replace(/^export\s*\{\s*\};?\s*$/m, '')}`;
}

export function keptPage(): Plugin {
  return {
    name: 'globe-kept-page',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      await writeFile(join(dir, 'service-worker.js'), await serviceWorker(dir, filesOf(bundle)));
    },
  };
}
