import { useState, type ReactNode } from 'react';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';

export interface SureButtonProps {
  act: string;
  title: string;
  lead: string;
  /** Loses something. */
  danger?: boolean;
  step: { mutate(value: void, then: { onSuccess(): void }): void; isPending: boolean; error: unknown };
  children?: ReactNode;
}

/** An act that asks once more, and says what it will do. */
export function SureButton({ act, title, lead, danger = false, step, children }: SureButtonProps) {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind={danger ? 'danger' : 'primary'} onPress={() => setAsking(true)}>{act}</Button>
      <Dialog title={title} open={asking} onClose={() => setAsking(false)} role="alertdialog">
        <p>{lead}</p>
        {children}
        {step.error !== null && <FailureBanner failure={step.error} />}
        <div className="row end wide">
          <Button onPress={() => setAsking(false)}>{t('action.cancel')}</Button>
          <Button kind={danger ? 'danger' : 'primary'} isPending={step.isPending} onPress={() => step.mutate(undefined, { onSuccess: () => setAsking(false) })}>{act}</Button>
        </div>
      </Dialog>
    </>
  );
}
