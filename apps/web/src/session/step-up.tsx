// Some acts need a fresh confirmation that it is you. Wrap them: when the hub asks for it, the dialog opens and the act is repeated.
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { engine } from '../crypto/engine.ts';
import { Failure } from '../crypto/channel.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { useSession } from './session.ts';

/** Runs an act; when it needs step-up, asks for it and runs the act again. Fails with `step-up-required` when the user declines. */
export type WithStepUp = <T>(act: () => Promise<T>) => Promise<T>;
const StepUpContext = createContext<WithStepUp | null>(null);

export function useStepUp(): WithStepUp {
  const guard = useContext(StepUpContext);
  if (!guard) throw new Error('useStepUp outside of StepUpRoot');
  return guard;
}

interface Asking {
  confirmed(): void;
  declined(): void;
}

export function StepUpRoot({ children }: { children: ReactNode }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const ask = useCallback(
    () =>
      new Promise<boolean>((resolve) => {
        const answer = (confirmed: boolean) => () => {
          setAsking(null);
          resolve(confirmed);
        };
        setAsking({ confirmed: answer(true), declined: answer(false) });
      }),
    [],
  );
  const guard = useMemo<WithStepUp>(
    () => async (act) => {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== 'step-up-required' || !(await ask())) throw error;
        return act();
      }
    },
    [ask],
  );
  return (
    <StepUpContext value={guard}>
      {children}
      {asking && <StepUpDialog {...asking} />}
    </StepUpContext>
  );
}

function StepUpDialog({ confirmed, declined }: Asking) {
  const { t } = useText();
  const session = useSession();
  const [passphrase, setPassphrase] = useState('');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const attempt = (act: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(null);
    act().then(confirmed, setFailure).finally(() => setBusy(false));
  };
  const withPasskey = session.phase !== 'out' && session.who.method === 'passkey';
  return (
    <Dialog title={t('step-up.title')} open onClose={declined}>
      <p className="soft">{t('step-up.lead')}</p>
      {failure !== null && <FailureBanner failure={failure} />}
      {withPasskey ? (
        <div className="row end">
          <Button onPress={declined}>{t('action.cancel')}</Button>
          <Button kind="primary" isPending={busy} onPress={() => attempt(() => engine.stepUpWithPasskey())}>{t('step-up.passkey')}</Button>
        </div>
      ) : (
        <Form className="stack" onSubmit={(event) => { event.preventDefault(); attempt(() => engine.stepUpWithPassphrase(passphrase, code)); }}>
          <Field label={t('sign-in.passphrase')} type="password" value={passphrase} onChange={setPassphrase} isRequired code first autoComplete="current-password" />
          <Field label={t('sign-in.code')} value={code} onChange={setCode} isRequired code inputMode="numeric" autoComplete="one-time-code" />
          <div className="row end wide">
            <Button onPress={declined}>{t('action.cancel')}</Button>
            <Button kind="primary" type="submit" isPending={busy} isDisabled={passphrase === '' || code === ''}>{t('step-up.confirm')}</Button>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
