// Where a session that was ended from elsewhere arrives: why, what has left this tab, what was kept, what to do. Nothing else, no form.
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Banner, DataList, Fact } from '../design/display.tsx';
import { useText, type TextKey } from '../i18n/text.tsx';
import { useArrival } from '../shell/page.tsx';
import { PlainShell } from '../shell/plain-shell.tsx';
import { ENDS_TOLD, useSession } from './session.ts';

type Told = 'ended' | 'credential-removed' | 'removed' | 'suspended' | 'rekeyed' | 'role-changed';

const WHY: Readonly<Record<Told, TextKey>> = {
  ended: 'ended.why.ended',
  'credential-removed': 'ended.why.credential-removed',
  removed: 'ended.why.removed',
  suspended: 'ended.why.suspended',
  rekeyed: 'ended.why.rekeyed',
  'role-changed': 'ended.why.role-changed',
};

export function EndedPage() {
  const { t } = useText();
  const session = useSession();
  const navigate = useNavigate();
  const heading = useArrival(t('ended.title'));
  const now = session.phase === 'out' && ENDS_TOLD.includes(session.because) ? (session.because as Told) : null;
  // The reason stays on the page while the way to the next one loads.
  const [why] = useState(now);
  useEffect(() => {
    if (now === null) void navigate({ to: '/' });
  }, [now, navigate]);
  if (why === null) return null;
  const byOthers = why !== 'ended' && why !== 'credential-removed';
  return (
    <PlainShell>
      <h1 ref={heading} tabIndex={-1}>{t('ended.title')}</h1>
      <Banner tone="warn" alert>{t(WHY[why])}</Banner>
      <DataList>
        <Fact name={t('ended.gone')}>{t('ended.gone.text')}</Fact>
        <Fact name={t('ended.kept')}>{t('ended.kept.text')}</Fact>
        <Fact name={t('ended.next')}>{t(byOthers ? 'ended.next.ask' : 'ended.next.check')}</Fact>
      </DataList>
      {why !== 'removed' && <p><a className="button" href="/sign-in">{t('ended.again')}</a></p>}
    </PlainShell>
  );
}
