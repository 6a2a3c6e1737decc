// The page that the service worker keeps (apps/web/service-worker): no connection, no session, no keys, and no code of the pages that have them.
import '../../design/base.css';
import '../../design/controls.css';
import '../../design/display.css';
import '../../shell/shell.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import { directionOf, preferredLanguage } from '../../i18n/language.ts';
import { loadCatalogue, TextRoot } from '../../i18n/text.tsx';

// Schemas are compiled to functions where that is allowed, and asking whether it is would violate this page's policy. It is asked when the
// first schema is made: so what has schemas is loaded after this.
config({ jitless: true });
const language = preferredLanguage();
document.documentElement.lang = language;
document.documentElement.dir = directionOf(language);
const [messages, { KeptPage }] = await Promise.all([loadCatalogue(language), import('./kept-page.tsx')]);
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <TextRoot initial={{ language, messages }}>
        <KeptPage />
      </TextRoot>
    </StrictMode>,
  );
}
