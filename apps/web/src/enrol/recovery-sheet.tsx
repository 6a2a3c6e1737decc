import { useState } from 'react';
import type { AboutMe, Enrolled } from '#client';
import type { OpenedInvitation } from '../crypto/enrol-api.ts';
import { Banner, DataList, Fact } from '../design/display.tsx';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { useText } from '../i18n/text.tsx';
import { Phrase } from './compare-phrase.tsx';

/** Shown once. Without it, a new device cannot open the vault; nobody at the hub can help. */
export function RecoverySheet({ invitation, about, enrolled, onKept }: { invitation: OpenedInvitation; about: AboutMe; enrolled: Enrolled; onKept(): void }) {
  const { t, date } = useText();
  const [kept, setKept] = useState(false);
  const [made] = useState(() => new Date());
  return (
    <>
      <div className="no-print"><Banner tone="warn" title={t('sheet.once')}><p>{t('sheet.why')}</p></Banner></div>
      <section className="sheet" aria-labelledby="sheet">
        <h2 id="sheet">{t('sheet.title')}</h2>
        <DataList>
          <Fact name={t('sheet.hub')}><code className="fixed">{window.location.origin}</code></Fact>
          <Fact name={t('enrol.about.name')}><bdi>{about.name}</bdi></Fact>
          <Fact name={t('sign-in.name')}><code className="fixed">{enrolled.session.signInName}</code></Fact>
          <Fact name={t('sign-in.recovery')}><code className="fixed secret" data-testid="recovery-code" translate="no">{enrolled.recoveryCode}</code></Fact>
          <Fact name={t('sheet.made')}>{date(made)}</Fact>
        </DataList>
        {invitation.phrase && (
          <div className="stack tight">
            <h3>{t('sheet.phrase')}</h3>
            <div className="wide"><Phrase words={invitation.phrase} /></div>
          </div>
        )}
        <p className="small">{t('sheet.keep')}</p>
      </section>
      <div className="stack no-print">
        <Button onPress={() => window.print()}>{t('sheet.print')}</Button>
        <Checkbox checked={kept} onChange={setKept}>{t('sheet.kept')}</Checkbox>
        <Button kind="primary" isDisabled={!kept} onPress={onKept}>{t('sheet.done')}</Button>
      </div>
    </>
  );
}
