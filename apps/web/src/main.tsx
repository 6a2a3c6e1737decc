import './design/base.css';
import './design/controls.css';
import './design/display.css';
import './shell/shell.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadCatalogue } from './i18n/text.tsx';
import { directionOf, preferredLanguage } from './i18n/language.ts';
import { findSession } from './session/session.ts';
import { Portal } from './shell/portal.tsx';

const language = preferredLanguage();
document.documentElement.lang = language;
document.documentElement.dir = directionOf(language);
const [messages] = await Promise.all([loadCatalogue(language), findSession()]);
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Portal initial={{ language, messages }} />
    </StrictMode>,
  );
}
