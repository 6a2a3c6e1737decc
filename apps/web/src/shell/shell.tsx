// The frame of every page behind sign-in: banner, brand, lock, languages, navigation.
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { engine } from '../crypto/engine.ts';
import { useText } from '../i18n/text.tsx';
import { ENDS_TOLD, useNetwork, useSession } from '../session/session.ts';
import { StepUpRoot } from '../session/step-up.tsx';
import { DemonstrationBanner } from './demonstration-banner.tsx';
import { LanguageBar } from './language-bar.tsx';
import { LockState } from './lock-state.tsx';
import { placesFor } from './pages.ts';
import { Queries } from './queries.tsx';
import { ReplayLine } from './replay-line.tsx';

const OutboxNotices = lazy(async () => ({ default: (await import('../compose/outbox-notices.tsx')).OutboxNotices }));
const Urges = lazy(async () => ({ default: (await import('../account/urges.tsx')).Urges }));
const TermsDue = lazy(async () => ({ default: (await import('../terms/terms-due.tsx')).TermsDue }));
const Bell = lazy(async () => ({ default: (await import('../alerts/bell.tsx')).Bell }));
const TroubleBanner = lazy(async () => ({ default: (await import('../alerts/trouble-banner.tsx')).TroubleBanner }));
const GoAnywhere = lazy(async () => ({ default: (await import('./go-anywhere.tsx')).GoAnywhere }));

export function Shell() {
  return <Queries><Frame /></Queries>;
}

function Frame() {
  const { t } = useText();
  const session = useSession();
  const network = useNetwork();
  const navigate = useNavigate();
  const [going, setGoing] = useState(false);
  useShortcut('k', () => setGoing(true));
  const officer = session.phase === 'out' ? null : session.who.officer;
  const told = session.phase === 'out' && ENDS_TOLD.includes(session.because);
  useEffect(() => {
    if (officer === null) void navigate({ to: told ? '/ended' : '/sign-in' });
    else void engine.watch(officer).catch(() => undefined);
  }, [officer, told, navigate]);
  if (session.phase === 'out') return null;
  return (
    <div className="shell">
      <DemonstrationBanner />
      <header className="top no-print">
        <a className="button skip" href="#main">{t('shell.skip')}</a>
        <Link to="/" className="brand">
          {t('shell.product')}
          {network && <bdi className="network">{network.name}</bdi>}
        </Link>
        <span className="space" />
        <Button kind="quiet" onPress={() => setGoing(true)} aria-keyshortcuts="Control+K">
          <Icon name="search" />
          <span className="go-words">{t('shell.go')}</span>
          <kbd className="keys">Ctrl K</kbd>
        </Button>
        <Suspense><Bell /></Suspense>
        <LanguageBar />
        <LockState />
      </header>
      <nav className="nav no-print" aria-label={t('shell.navigation')}>
        <ul>
          {placesFor(session.who.role).map(({ to, label, icon }) => (
            <li key={to}>
              <Link to={to} activeProps={{ className: 'active' }}>
                <Icon name={icon} />
                {t(label)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" className="main" tabIndex={-1}>
        <ReplayLine />
        <Suspense><TroubleBanner /></Suspense>
        <Suspense><OutboxNotices /></Suspense>
        {session.who.termsDue === null && <Suspense><Urges /></Suspense>}
        {session.who.termsDue === null ? <StepUpRoot><Outlet /></StepUpRoot> : <Suspense><TermsDue version={session.who.termsDue} /></Suspense>}
      </main>
      <Suspense>{going && <GoAnywhere role={session.who.role} onClose={() => setGoing(false)} />}</Suspense>
    </div>
  );
}

/** Ctrl or Command with a key, anywhere on the page. */
function useShortcut(key: string, act: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== key || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  });
}
