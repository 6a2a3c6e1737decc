import { useState } from 'react';
import { Banner } from '../design/display.tsx';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { useText } from '../i18n/text.tsx';

/** The hub knows the person now, but this device cannot open the vault: it lacks the code from the recovery sheet. */
export function RecoveryCodeForm({ busy, wrong, onSubmit }: { busy: boolean; wrong: boolean; onSubmit(code: string): void }) {
  const { t } = useText();
  const [code, setCode] = useState('');
  return (
    <form noValidate className="stack" onSubmit={(event) => { event.preventDefault(); onSubmit(code); }}>
      <Banner tone={wrong ? 'bad' : 'plain'} alert>{t(wrong ? 'sign-in.recovery.wrong' : 'sign-in.recovery.needed')}</Banner>
      <Field label={t('sign-in.recovery')} hint={t('sign-in.recovery.hint')} value={code} onChange={setCode} first isRequired code autoComplete="off" />
      <Button kind="primary" type="submit" isPending={busy} isDisabled={code === ''}>{t('sign-in.unlock')}</Button>
    </form>
  );
}
