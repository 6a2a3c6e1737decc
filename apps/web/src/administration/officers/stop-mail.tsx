import { useState } from 'react';
import { engine } from '../../crypto/engine.ts';
import { Button } from '../../design/button.tsx';
import { useText } from '../../i18n/text.tsx';
import { ActDialog } from '../act-dialog.tsx';

/** "This was not us": any officer of the member stops its mail. */
export function StopMail() {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="danger" onPress={() => setAsking(true)}>{t('administration.freeze')}</Button>
      {asking && <ActDialog title={t('administration.freeze')} what={t('administration.freeze.what')} danger act={() => engine.freezeMember(null)} onClose={() => setAsking(false)} />}
    </>
  );
}
