// Compiles the catalogues of src/locales at build time, so that the portal needs no parser (and no eval) for ICU messages.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';
import { isInside } from './inside-texts.ts';

const PREFIX = 'virtual:catalogue/';
const LOCALES = new URL('../src/locales/', import.meta.url);

/** Serves `virtual:catalogue/<language>/first` and `…/inside`: message key → compiled message. A malformed message fails the build. */
export function catalogues(): Plugin {
  return {
    name: 'globe-catalogues',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const [language, part] = id.slice(PREFIX.length + 1).split('/');
      const file = fileURLToPath(new URL(`${language}.json`, LOCALES));
      this.addWatchFile(file);
      const messages = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
      const wanted = Object.entries(messages).filter(([key]) => isInside(key) === (part === 'inside'));
      const compiled = wanted.map(([key, message]) => [key, compileMessageOrThrow(message)]);
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(compiled)))});`;
    },
  };
}
