import './design/base.css';
import './design/controls.css';
import './design/display.css';
import './shell/shell.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadCatalogue, openInside } from './i18n/text.tsx';
import { directionOf, preferredLanguage } from './i18n/language.ts';
import { currentSession, findSession } from './session/session.ts';
import { Portal } from './shell/portal.tsx';

const language = preferredLanguage();
document.documentElement.lang = language;
document.documentElement.dir = directionOf(language);
await Promise.all([loadCatalogue(language), findSession()]);
if (currentSession().phase !== 'out') await openInside();
const messages = await loadCatalogue(language);
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Portal initial={{ language, messages }} />
    </StrictMode>,
  );
}
