// Which files the kept page consists of: all that it can load, and nothing of the portal behind sign-in.
import { expect, test } from '@jest/globals';
import { filesOf } from './kept-page.ts';

const chunk = (imports: string[], dynamicImports: string[] = [], facadeModuleId: string | null = null) => ({ type: 'chunk' as const, imports, dynamicImports, facadeModuleId, viteMetadata: { importedCss: new Set<string>(), importedAssets: new Set<string>() } });

test('what it imports, at once or later, with styles and pictures; no worker, no text behind sign-in', () => {
  const bundle = {
    'assets/kept-1.js': { ...chunk(['assets/frame-1.js'], [], '/portal/kept.html'), viteMetadata: { importedCss: new Set(['assets/kept-1.css']), importedAssets: new Set<string>() } },
    'assets/frame-1.js': { ...chunk(['assets/kept-1.js'], ['assets/first-1.js', 'assets/inside-1.js']), viteMetadata: { importedCss: new Set<string>(), importedAssets: new Set(['assets/crypto.worker-1.js', 'assets/mark-1.svg']) } },
    'assets/first-1.js': chunk([], [], '\0virtual:catalogue/en/first'),
    'assets/inside-1.js': chunk([], [], '\0virtual:catalogue/en/inside'),
    'assets/index-1.js': chunk(['assets/frame-1.js', 'assets/inbox-1.js'], [], '/portal/index.html'),
    'assets/inbox-1.js': chunk([]),
  };
  expect(filesOf(bundle)).toEqual(['assets/first-1.js', 'assets/frame-1.js', 'assets/kept-1.css', 'assets/kept-1.js', 'assets/mark-1.svg', 'icon.svg', 'kept.html']);
  expect(() => filesOf({ 'assets/index-1.js': bundle['assets/index-1.js'] })).toThrow('kept.html');
});
