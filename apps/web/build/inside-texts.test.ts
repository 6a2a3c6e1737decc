// Pages before sign-in load the first part of the catalogues only: a key of the later part would be shown there as a bare key.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { isInside } from './inside-texts.ts';

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));
const ROUTER = resolve(SOURCES, 'shell/router.tsx');
const read = (file: string) => readFileSync(file, 'utf8');

const STATIC = /^(?:import|export) (?!type )[^;]*?from '(\.[^']+\.tsx?)'/gm;
const LAZY = /\bimport\('(\.[^']+\.tsx?)'\)/g;
const importsOf = (file: string, source: string, ...kinds: readonly RegExp[]) =>
  kinds.flatMap((kind) => [...source.matchAll(kind)].map(([, path]) => resolve(dirname(file), path!)));

/** The pages of routes that are not in the shell. */
function pagesOutside(): string[] {
  const routes = read(ROUTER).split('createRoute(').filter((route) => route.includes('() => root,') && !route.includes("id: 'inside'"));
  return routes.flatMap((route) => importsOf(ROUTER, route, LAZY));
}

/** All that may run before sign-in: from the first file on, and from the pages outside; the router leads to the others. */
function reachedOutside(): Set<string> {
  const reached = new Set<string>();
  const waiting = [resolve(SOURCES, 'main.tsx'), ...pagesOutside()];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    waiting.push(...importsOf(file, read(file), ...(file === ROUTER ? [STATIC] : [STATIC, LAZY])));
  }
  return reached;
}

const keys = Object.keys(JSON.parse(read(resolve(SOURCES, 'locales/en.json'))) as Record<string, string>);
/** A template counts for the keys that it may become. */
const isKey = (text: string) => keys.some((key) => key === text || (text.includes('${') && key.startsWith(text.split('${')[0]!)));

describe('texts of the pages before sign-in', () => {
  const reached = reachedOutside();

  test('the walk finds the pages', () => {
    const names = [...reached].map((file) => file.slice(SOURCES.length));
    expect(names).toEqual(expect.arrayContaining(['sign-in/sign-in-page.tsx', 'enrol/enrol-page.tsx', 'apply/apply-page.tsx', 'session/ended-page.tsx', 'shell/portal.tsx']));
    expect(names).not.toContain('inbox/inbox-page.tsx');
    expect(keys.some(isInside)).toBe(true);
  });

  test.each([...reached].map((file) => [file.slice(SOURCES.length), file]))('%s', (_name, file) => {
    const written = [...read(file).matchAll(/['`]([a-z][a-z-]*\.[a-z$][^'`]*)['`]/g)].map(([, text]) => text!);
    expect(written.filter((text) => isInside(text) && isKey(text))).toEqual([]);
  });
});
