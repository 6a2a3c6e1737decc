import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import type { AboutMe, Enrolled, TotpOffer } from '#client';
import { engine } from '../crypto/engine.ts';
import type { OpenedInvitation } from '../crypto/enrol-api.ts';
import { onCodeAsked } from '../crypto/page-api.ts';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { Field } from '../design/field.tsx';
import { Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { QrCode } from './qr-code.tsx';

export interface FirstCredentialProps {
  token: string;
  invitation: OpenedInvitation;
  about: AboutMe;
  onEnrolled(enrolled: Enrolled): void;
}

/** Certificate and account secret are made in the worker now; the choice is how their vault opens. */
export function FirstCredential({ token, invitation, about, onEnrolled }: FirstCredentialProps) {
  const { t } = useText();
  const [way, setWay] = useState<'choose' | 'passphrase'>('choose');
  const [asked, setAsked] = useState<{ offer: TotpOffer; answer(code: string): void } | null>(null);
  const [kept, setKept] = useState(false);
  useEffect(() => {
    onCodeAsked((offer) => new Promise((answer) => setAsked({ offer, answer })));
    return () => onCodeAsked(null);
  }, []);
  const passkey = useMutation({ mutationFn: () => engine.enrolWithPasskey(token, invitation.view, about, t('method.passkey')), onSuccess: onEnrolled });
  const passphrase = useMutation({
    mutationFn: () => engine.enrolWithPassphrase(token, invitation.view, about, t('method.passphrase'), invitation.passphrase),
    onSuccess: onEnrolled,
    onSettled: () => setAsked(null),
  });
  const failure = passkey.error ?? passphrase.error;
  const busy = passkey.isPending || passphrase.isPending;
  return (
    <section className="stack" aria-labelledby="credential">
      <h2 id="credential">{t('enrol.credential.title')}</h2>
      {failure && <FailureBanner failure={failure} />}
      {busy && !asked && <Waiting>{t('enrol.making')}</Waiting>}
      {way === 'choose' && (
        <>
          <p>{t('enrol.credential.lead')}</p>
          <div className="row">
            <Button kind="primary" isDisabled={busy} onPress={() => passkey.mutate()}>{t('enrol.credential.passkey')}</Button>
            <Button isDisabled={busy} onPress={() => setWay('passphrase')}>{t('enrol.credential.passphrase')}</Button>
          </div>
        </>
      )}
      {way === 'passphrase' && !asked && (
        <>
          <p>{t('enrol.passphrase.lead')}</p>
          <code className="fixed secret wide" lang="en" translate="no">{invitation.passphrase}</code>
          <Checkbox checked={kept} onChange={setKept}>{t('enrol.passphrase.kept')}</Checkbox>
          <div className="row">
            <Button onPress={() => setWay('choose')} isDisabled={busy}>{t('action.back')}</Button>
            <Button kind="primary" isDisabled={!kept || busy} onPress={() => passphrase.mutate()}>{t('action.continue')}</Button>
          </div>
        </>
      )}
      {asked && <TotpStep offer={asked.offer} onCode={asked.answer} />}
    </section>
  );
}

function TotpStep({ offer, onCode }: { offer: TotpOffer; onCode(code: string): void }) {
  const { t } = useText();
  const [code, setCode] = useState('');
  return (
    <Form className="stack" onSubmit={(event) => { event.preventDefault(); onCode(code); }}>
      <p>{t('enrol.totp.lead')}</p>
      <div className="totp">
        <QrCode text={offer.uri} label={t('enrol.totp.qr')} />
        <div className="stack tight">
          <span className="small soft">{t('enrol.totp.by-hand')}</span>
          <code className="fixed" data-testid="totp-secret" translate="no">{offer.secret}</code>
        </div>
      </div>
      <Field label={t('sign-in.code')} hint={t('sign-in.code.hint')} value={code} onChange={setCode} isRequired code inputMode="numeric" autoComplete="one-time-code" />
      <Button kind="primary" type="submit" isDisabled={code.trim().length < 6}>{t('enrol.finish')}</Button>
    </Form>
  );
}
