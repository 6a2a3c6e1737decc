// The component library carries its own words in more than thirty languages; the portal speaks six.
import type { Plugin } from 'vite';

const SPOKEN = new Set(['ar-AE', 'zh-CN', 'en-US', 'fr-FR', 'ru-RU', 'es-ES']);

/** Leaves the other languages' words out of the build. */
export function componentLanguages(): Plugin {
  return {
    name: 'globe-component-languages',
    enforce: 'pre',
    load(id) {
      const language = /[\\/]react-(?:aria|stately|aria-components)[\\/].*[\\/]([a-z]{2}-[A-Z]{2})\.m?js$/.exec(id)?.[1];
      return language && !SPOKEN.has(language) ? 'export default {};' : null;
    },
  };
}
