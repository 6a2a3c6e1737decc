import { useEffect, useState } from 'react';
import { Banner } from '../design/display.tsx';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { useText } from '../i18n/text.tsx';
import { demonstrationCode, type DemonstrationAccount } from './demonstration-link.ts';

export interface PassphraseDetails {
  readonly signInName: string;
  readonly passphrase: string;
  readonly code: string;
  /** Only with a demonstration link; otherwise this device knows it, or it is asked for afterwards. */
  readonly recoveryCode?: string;
}

export interface PassphraseFormProps {
  busy: boolean;
  /** From the link of a demonstration. */
  demonstration: DemonstrationAccount | null;
  /** Sign-in name of the session that is locked. */
  known: string;
  onSubmit(details: PassphraseDetails): void;
}

export function PassphraseForm({ busy, demonstration, known, onSubmit }: PassphraseFormProps) {
  const { t } = useText();
  const [signInName, setSignInName] = useState(demonstration?.login ?? known);
  const [passphrase, setPassphrase] = useState(demonstration?.passphrase ?? '');
  const [code, setCode] = useState('');
  const [shown, setShown] = useState(false);

  useEffect(() => {
    if (demonstration) void demonstrationCode(demonstration).then(setCode);
  }, [demonstration]);
  const submit = async () => {
    // A code filled in by the link may have run out while the page stood open.
    const linked = demonstration && signInName === demonstration.login ? { code: await demonstrationCode(demonstration), recoveryCode: demonstration.accountSecret } : { code };
    onSubmit({ signInName, passphrase, ...linked });
  };

  return (
    <form noValidate className="stack" onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      {demonstration && <Banner tone="warn">{t('sign-in.demonstration')}</Banner>}
      <Field label={t('sign-in.name')} hint={t('sign-in.name.hint')} value={signInName} onChange={setSignInName} isRequired code autoComplete="username" />
      <div className="stack tight wide">
        <Field label={t('sign-in.passphrase')} type={shown ? 'text' : 'password'} value={passphrase} onChange={setPassphrase} isRequired code autoComplete="current-password" />
        <Button kind="quiet" onPress={() => setShown(!shown)}>{t(shown ? 'sign-in.passphrase.hide' : 'sign-in.passphrase.show')}</Button>
      </div>
      <Field label={t('sign-in.code')} hint={t('sign-in.code.hint')} value={code} onChange={setCode} isRequired code inputMode="numeric" autoComplete="one-time-code" />
      <Button kind="primary" type="submit" isPending={busy} isDisabled={signInName === '' || passphrase === '' || code === ''}>
        {t(busy ? 'sign-in.working' : 'sign-in.with-passphrase')}
      </Button>
    </form>
  );
}
