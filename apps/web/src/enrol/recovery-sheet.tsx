import { useState } from 'react';
import type { AboutMe, Enrolled } from '#client';
import type { OpenedInvitation } from '../crypto/enrol-api.ts';
import { Banner } from '../design/display.tsx';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { useText } from '../i18n/text.tsx';
import { Sheet } from './sheet.tsx';

/** Without it, a new device cannot open the vault; nobody at the hub can help. The account page asks for two groups of the code afterwards. */
export function RecoverySheet({ invitation, about, enrolled, onKept }: { invitation: OpenedInvitation; about: AboutMe; enrolled: Enrolled; onKept(): void }) {
  const { t } = useText();
  const [kept, setKept] = useState(false);
  return (
    <>
      <div className="no-print"><Banner tone="warn" title={t('sheet.once')}><p>{t('sheet.why')}</p></Banner></div>
      <Sheet name={about.name} signInName={enrolled.session.signInName} code={enrolled.recoveryCode} phrase={invitation.phrase} />
      <div className="stack no-print">
        <Button onPress={() => window.print()}>{t('sheet.print')}</Button>
        <Checkbox checked={kept} onChange={setKept}>{t('sheet.kept')}</Checkbox>
        <Button kind="primary" isDisabled={!kept} onPress={onKept}>{t('sheet.done')}</Button>
      </div>
    </>
  );
}
