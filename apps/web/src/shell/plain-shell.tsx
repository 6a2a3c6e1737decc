import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { useNetwork } from '../session/session.ts';
import { DemonstrationBanner } from './demonstration-banner.tsx';
import { LanguageBar } from './language-bar.tsx';

/** The frame of the pages before sign-in. */
export function PlainShell({ children, broad = false }: { children: ReactNode; broad?: boolean }) {
  const { t } = useText();
  const network = useNetwork();
  return (
    <div className="plain-page">
      <DemonstrationBanner />
      <header className="top no-print">
        <a className="button skip" href="#main">{t('shell.skip')}</a>
        <span className="brand">
          {t('shell.product')}
          {network && <bdi className="network">{network.name}</bdi>}
        </span>
        <span className="space" />
        <LanguageBar />
      </header>
      <main id="main" tabIndex={-1} className={broad ? 'broad' : undefined}>{children}</main>
    </div>
  );
}
