import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Proposal } from '#protocol';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useToast } from '../design/toast.tsx';
import { useText } from '../i18n/text.tsx';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { useLookAgain } from './look-again.ts';

export interface ActDialogProps {
  title: string;
  /** What signing does, in plain words. */
  what: string;
  /** Drafts, signs and proposes; null: somebody did it already. */
  act(): Promise<Proposal | null>;
  /** Words of the button that signs. */
  confirm?: string | undefined;
  danger?: boolean;
  disabled?: boolean;
  broad?: boolean;
  onClose(): void;
  children?: ReactNode;
}

/** One statement: what it does, what it needs to know, and the signature. Says afterwards whether it counts already or gathers signatures. */
export function ActDialog({ title, what, act, confirm, danger = false, disabled = false, broad = false, onClose, children }: ActDialogProps) {
  const { t } = useText();
  const toast = useToast();
  const withStepUp = useStepUp();
  const lookAgain = useLookAgain();
  const sign = useMutation({
    mutationFn: () => withStepUp(act),
    onSuccess: (proposal) => {
      toast(t(proposal === null ? 'administration.already' : proposal.state === 'appended' ? 'administration.appended' : 'administration.gathers'));
      const index = proposal?.index ?? null;
      if (index !== null) void engine.careForMailbox(index + 1).catch(() => undefined).then(lookAgain);
      onClose();
    },
    onSettled: lookAgain,
  });
  return (
    <Dialog title={title} open onClose={onClose} broad={broad} role="alertdialog">
      <p>{what}</p>
      {children}
      {sign.error && <FailureBanner failure={sign.error} />}
      <div className="row end">
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button kind={danger ? 'danger' : 'primary'} isDisabled={disabled} isPending={sign.isPending} onPress={() => sign.mutate()}>{confirm ?? t('administration.sign-now')}</Button>
      </div>
    </Dialog>
  );
}
