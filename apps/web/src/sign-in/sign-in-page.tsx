// Signing in, and unlocking after a lock or a reload: the same ceremony, since keys never outlive the page.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Banner } from '../design/display.tsx';
import { Button } from '../design/button.tsx';
import { engine, startEngine } from '../crypto/engine.ts';
import type { SignInOutcome } from '../crypto/sign-in-api.ts';
import { useText } from '../i18n/text.tsx';
import { opened, useSession } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import { useArrival } from '../shell/page.tsx';
import { PlainShell } from '../shell/plain-shell.tsx';
import { placesFor } from '../shell/pages.ts';
import { takeDemonstrationLink } from './demonstration-link.ts';
import { PassphraseForm, type PassphraseDetails } from './passphrase-form.tsx';
import { RecoveryCodeForm } from './recovery-code-form.tsx';
import './sign-in.css';

type Step = { readonly name: 'choose' } | { readonly name: 'recovery'; readonly wrong: boolean };

export function SignInPage() {
  const { t } = useText();
  const session = useSession();
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const title = t(session.phase === 'locked' ? 'sign-in.unlock-title' : 'sign-in.title');
  const heading = useArrival(title);
  const [step, setStep] = useState<Step>({ name: 'choose' });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [demonstration] = useState(takeDemonstrationLink);
  const warmed = useRef(false);
  useEffect(() => {
    // After the page is usable, not before: the worker is larger than the page.
    if (!warmed.current) requestIdleCallback(() => startEngine());
    warmed.current = true;
  }, []);

  const attempt = async (act: () => Promise<SignInOutcome>) => {
    setBusy(true);
    setFailure(null);
    try {
      const outcome = await act();
      if (outcome.kind === 'recovery-code') return setStep({ name: 'recovery', wrong: outcome.wrong });
      opened(outcome.who);
      await navigate({ to: next ?? placesFor(outcome.who.role)[0]!.to });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const withPassphrase = (details: PassphraseDetails) => attempt(() => engine.signInWithPassphrase(details));

  const passkey = (
    <section className="stack" aria-label={t('sign-in.passkey')}>
      <p className="soft">{t('sign-in.passkey.lead')}</p>
      <Button kind={demonstration ? 'plain' : 'primary'} isDisabled={busy} onPress={() => void attempt(() => engine.signInWithPasskey())}>{t('sign-in.passkey')}</Button>
    </section>
  );
  const passphrase = <PassphraseForm busy={busy} demonstration={demonstration} known={session.phase === 'locked' ? session.who.signInName : ''} onSubmit={withPassphrase} />;

  return (
    <PlainShell>
      <h1 ref={heading} tabIndex={-1}>{title}</h1>
      <Reason />
      {failure !== null && <FailureBanner failure={failure} />}
      {step.name === 'choose' ? (
        demonstration ? (
          <>
            {passphrase}
            <hr />
            {passkey}
          </>
        ) : (
          <>
            {passkey}
            <p className="either"><span>{t('sign-in.or')}</span></p>
            {passphrase}
          </>
        )
      ) : (
        <RecoveryCodeForm busy={busy} wrong={step.wrong} onSubmit={(code) => void attempt(() => engine.giveRecoveryCode(code))} />
      )}
      {step.name === 'choose' && session.phase === 'out' && <p className="small"><a href="/apply">{t('sign-in.apply')}</a></p>}
    </PlainShell>
  );
}

/** Why keys or session are gone, so that nobody wonders. */
function Reason() {
  const { t } = useText();
  const session = useSession();
  if (session.phase === 'locked') return <Banner>{t(`sign-in.because.${session.because}`, { name: session.who.signInName })}</Banner>;
  if (session.phase === 'out' && session.because !== 'start') return <Banner>{t(session.because === 'signed-out' || session.because === 'expired' ? `sign-in.because.${session.because}` : 'sign-in.because.ended')}</Banner>;
  return null;
}
