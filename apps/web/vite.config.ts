import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { catalogues } from './build/catalogues.ts';
import { compress } from './build/compress.ts';
import { componentLanguages } from './build/component-languages.ts';
import { keptPage } from './build/kept-page.ts';

const lib = (path: string) => fileURLToPath(new URL(`../../libs/${path}`, import.meta.url));

export default defineConfig({
  plugins: [react(), catalogues(), componentLanguages(), keptPage(), compress()],
  resolve: {
    alias: [
      { find: '#openpgp/open', replacement: lib('openpgp/src/open.ts') },
      ...['protocol', 'transparency-log', 'openpgp', 'trust', 'search', 'client'].map((name) => ({ find: new RegExp(`^#${name}$`), replacement: lib(`${name}/src/index.ts`) })),
    ],
  },
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('../../dist/apps/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    // The polyfill and inlined scripts would need what the content security policy forbids.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'kept.html'].map((page) => fileURLToPath(new URL(page, import.meta.url))),
      output: {
        // Few files on first load: each costs a request and its headers.
        codeSplitting: {
          groups: [
            { name: 'base', test: /[\\/]node_modules[\\/](react|react-dom|scheduler|@tanstack[\\/](react-router|router-core|history|react-store|store)|@lingui)[\\/]/ },
            { name: 'frame', test: /[\\/]src[\\/](i18n[\\/](text|language)|session[\\/](session|ended-page)|crypto[\\/](engine|channel|own-scripts|page-api)\.ts|shell[\\/](page|pages|plain-shell|language-bar|demonstration-banner|failure-text|error-page)|design[\\/](button|field|icon|display|toast))/ },
          ],
        },
      },
      treeshake: { moduleSideEffects: [{ test: /[\\/]libs[\\/]/, sideEffects: false }] },
    },
  },
});
