// Walks the imports of both entrances: what a server loads must not be able to decrypt.
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import * as server from '#openpgp';

function reached(entrance: string): Set<string> {
  const seen = new Set<string>();
  const visit = (url: URL) => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    for (const [, from] of readFileSync(url, 'utf8').matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)';/gm)) {
      if (from!.startsWith('.')) visit(new URL(from!, url));
      else seen.add(from!);
    }
  };
  visit(new URL(entrance, import.meta.url));
  return seen;
}

describe('the server’s entrance', () => {
  test('reaches the parser, and neither the library nor keys nor ciphers', () => {
    const files = [...reached('./index.ts')];
    expect(files.some((file) => file.endsWith('/packets/framing.ts'))).toBe(true);
    expect(files.filter((file) => file === 'openpgp' || /\/(keys|message|attachment)\//.test(file))).toEqual([]);
    expect(files.filter((file) => file.startsWith('file:') && /\bsubtle\s*\.\s*(decrypt|sign)\b/.test(readFileSync(new URL(file), 'utf8')))).toEqual([]);
  });

  test('offers reading and verifying only', () => {
    const offered = Object.entries(server).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
    expect(offered.length).toBeGreaterThan(5);
    expect(offered.filter((name) => !/^(read|verify)/.test(name))).toEqual([]);
  });
});

test('the library is imported in one file', () => {
  const files = [...reached('./open.ts')].filter((file) => file.startsWith('file:'));
  expect(files.filter((file) => / from 'openpgp';/.test(readFileSync(new URL(file), 'utf8'))).map((file) => file.split('/').slice(-2).join('/'))).toEqual(['keys/library.ts']);
});
