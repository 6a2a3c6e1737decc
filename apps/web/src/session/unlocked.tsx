import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EmptyState } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from './session.ts';

/** Shows its children only while keys are in memory; otherwise the way to open them. */
export function Unlocked({ children }: { children: ReactNode }) {
  const { t } = useText();
  const session = useSession();
  if (session.phase === 'open') return children;
  return (
    <EmptyState title={t('lock.needed')}>
      <p>{session.phase === 'locked' && session.because !== 'start' ? t(`sign-in.because.${session.because}`, { name: session.who.signInName }) : t('lock.needed.lead')}</p>
      <Link className="button primary" to="/sign-in" search={{ next: window.location.pathname + window.location.search }}>{t('lock.unlock')}</Link>
    </EmptyState>
  );
}
