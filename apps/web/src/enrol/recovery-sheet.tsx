import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AboutMe, Enrolled } from '#client';
import { engine } from '../crypto/engine.ts';
import type { OpenedInvitation } from '../crypto/enrol-api.ts';
import { Banner } from '../design/display.tsx';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { CheckSheet } from './check-sheet.tsx';
import { Sheet } from './sheet.tsx';

/** Without it, a new device cannot open the vault; nobody at the hub can help. So two groups of it are typed back, with the sheet out of sight. */
export function RecoverySheet({ invitation, about, enrolled, onKept }: { invitation: OpenedInvitation; about: AboutMe; enrolled: Enrolled; onKept(): void }) {
  const { t } = useText();
  const [kept, setKept] = useState(false);
  const [checking, setChecking] = useState(false);
  const sheet = useQuery({ queryKey: ['recovery-sheet'], queryFn: () => engine.recoverySheet(), enabled: checking, staleTime: Infinity, gcTime: 0 });
  if (checking) {
    return (
      <section className="stack" aria-labelledby="check-sheet">
        <h2 id="check-sheet">{t('sheet.title')}</h2>
        {sheet.error && <FailureBanner failure={sheet.error} retry={() => void sheet.refetch()} />}
        {sheet.data && <CheckSheet ask={sheet.data.ask} onRight={onKept} />}
        <div className="row"><Button onPress={() => setChecking(false)}>{t('action.back')}</Button></div>
      </section>
    );
  }
  return (
    <>
      <div className="no-print"><Banner tone="warn" title={t('sheet.once')}><p>{t('sheet.why')}</p></Banner></div>
      <Sheet name={about.name} signInName={enrolled.session.signInName} code={enrolled.recoveryCode} phrase={invitation.phrase} />
      <div className="stack no-print">
        <Button onPress={() => window.print()}>{t('sheet.print')}</Button>
        <Checkbox checked={kept} onChange={setKept}>{t('sheet.kept')}</Checkbox>
        <Button kind="primary" isDisabled={!kept} onPress={() => setChecking(true)}>{t('action.continue')}</Button>
      </div>
    </>
  );
}
