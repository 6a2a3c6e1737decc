// Compiles the catalogues of src/locales at build time, so that the portal needs no parser (and no eval) for ICU messages.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';

const PREFIX = 'virtual:catalogue/';
const LOCALES = new URL('../src/locales/', import.meta.url);
/** The first words of keys that only pages behind sign-in use: their texts are no part of the first load. */
const INSIDE = new Set(['action-name', 'alerts', 'audit', 'checklist', 'checklists', 'dashboard', 'decision', 'disagreement', 'entry', 'import', 'map', 'offline', 'reseat', 'rewrap', 'trouble']);

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
      const wanted = Object.entries(messages).filter(([key]) => INSIDE.has(key.split('.')[0]!) === (part === 'inside'));
      const compiled = wanted.map(([key, message]) => [key, compileMessageOrThrow(message)]);
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(compiled)))});`;
    },
  };
}
