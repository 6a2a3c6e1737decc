import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import type { ApplicationDetail, DecisionReason } from '#protocol';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { Select } from '../design/select.tsx';
import { useText } from '../i18n/text.tsx';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import type { OnDetail } from './application-page.tsx';

const REASONS = [
  'incomplete', 'instrument-illegible', 'instrument-insufficient', 'not-confirmed', 'article-36-unclear', 'identity-not-proved', 'authority-unclear', 'duplicate', 'not-eligible', 'other',
] as const satisfies readonly DecisionReason[];
type Decision = 'returned' | 'refused';

/** Back to the applicant, or no: each with its reason. Yes is a statement that several sign. */
export function Decisions({ detail, canWrite, onDetail }: { detail: ApplicationDetail; canWrite: boolean; onDetail: OnDetail }) {
  const { t } = useText();
  const [deciding, setDeciding] = useState<Decision | null>(null);
  return (
    <section className="stack" aria-labelledby="decision">
      <h2 id="decision">{t('decision.title')}</h2>
      <div className="row">
        {detail.state !== 'returned' && <Button onPress={() => setDeciding('returned')}>{t('decision.return')}</Button>}
        <Button kind="danger" onPress={() => setDeciding('refused')}>{t('decision.refuse')}</Button>
      </div>
      {deciding && <Decide detail={detail} decision={deciding} canWrite={canWrite} onClose={() => setDeciding(null)} onDetail={onDetail} />}
    </section>
  );
}

function Decide({ detail, decision, canWrite, onClose, onDetail }: { detail: ApplicationDetail; decision: Decision; canWrite: boolean; onClose(): void; onDetail: OnDetail }) {
  const { t } = useText();
  const withStepUp = useStepUp();
  const [reason, setReason] = useState<DecisionReason>('incomplete');
  const [words, setWords] = useState('');
  const decide = useMutation({
    mutationFn: () => withStepUp(() => engine.decideApplication(detail, decision, reason, words.trim())),
    onSuccess: (now) => {
      onDetail(now);
      onClose();
    },
  });
  return (
    <Dialog title={t(decision === 'returned' ? 'decision.return' : 'decision.refuse')} open onClose={onClose}>
      <Form className="stack" onSubmit={(event) => { event.preventDefault(); if (!decide.isPending) decide.mutate(); }}>
        <p>{t(decision === 'returned' ? 'decision.return.what' : 'decision.refuse.what')}</p>
        <Select label={t('decision.reason')} choices={REASONS.map((value) => ({ value, label: t(`application.reason.${value}`) }))} value={reason} onChange={setReason} />
        {canWrite && <Field label={t('decision.words')} hint={t('decision.words.hint')} value={words} onChange={setWords} lines maxLength={4000} />}
        {decide.error && <FailureBanner failure={decide.error} />}
        <div className="row end wide">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button kind={decision === 'refused' ? 'danger' : 'primary'} type="submit" isPending={decide.isPending}>{t(decision === 'returned' ? 'decision.return' : 'decision.refuse')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
