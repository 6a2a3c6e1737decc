import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import type { ApplicationDetail, CheckMeans, ChecklistStep } from '#protocol';
import { useEnrolled } from '../administration/people.ts';
import { CertificateWords } from '../administration/certificate-words.tsx';
import { useComparison } from '../administration/comparison.ts';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { Select } from '../design/select.tsx';
import { useText } from '../i18n/text.tsx';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import type { OnDetail } from './application-page.tsx';
import { useStepWords } from './step-words.ts';

const MEANS = ['known-telephone', 'in-person', 'video', 'official-letter', 'mission', 'public-record', 'other'] as const satisfies readonly CheckMeans[];

/** "I did this": how, and what is to be noted. For the founders' identity each one's words are compared. */
export function CheckDialog({ detail, step, onClose, onDetail }: { detail: ApplicationDetail; step: ChecklistStep; onClose(): void; onDetail: OnDetail }) {
  const { t } = useText();
  const stepWords = useStepWords();
  const withStepUp = useStepUp();
  const identity = step.kind === 'founders-identity';
  const [id] = useState(() => crypto.randomUUID());
  const [means, setMeans] = useState<CheckMeans>(identity ? 'known-telephone' : 'official-letter');
  const [note, setNote] = useState('');
  const founders = (useEnrolled().data?.items ?? []).filter(({ purpose, authority }) => purpose === 'founder' && authority !== null && authority === detail.authority);
  const comparison = useComparison(founders.map(({ certificate }) => certificate));
  const compared = founders.map(({ certificate }) => certificate).filter(comparison.has);
  const check = useMutation({
    mutationFn: () => withStepUp(() => engine.checkStep(detail.id, { id, step: step.id, means, note: note.trim(), certificates: identity ? compared : [] })),
    onSuccess: (now) => {
      onDetail(now);
      onClose();
    },
  });
  const ready = !identity || compared.length > 0;
  return (
    <Dialog title={stepWords(step)} open onClose={onClose} broad={identity}>
      <Form className="stack" onSubmit={(event) => { event.preventDefault(); if (ready && !check.isPending) check.mutate(); }}>
        <p className="soft">{t(`checklist.how.${step.kind}`)}</p>
        {identity && founders.length === 0 && <p>{t('founders.none-enrolled')}</p>}
        {identity && founders.map(({ officer, certificate, card }) => (
          <div key={officer} className="founder">
            <CertificateWords certificate={certificate} name={card.name} comparison={comparison} />
            <Checkbox checked={comparison.has(certificate)} onChange={(on) => comparison.say(on, [certificate])}>{t('founders.compared', { name: card.name })}</Checkbox>
          </div>
        ))}
        <Select label={t('checklist.means')} choices={MEANS.map((value) => ({ value, label: t(`checklist.means.${value}`) }))} value={means} onChange={setMeans} />
        <Field label={t('checklist.note')} hint={t('checklist.note.hint')} value={note} onChange={setNote} lines maxLength={4000} />
        {check.error && <FailureBanner failure={check.error} />}
        <div className="row end wide">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" type="submit" isDisabled={!ready} isPending={check.isPending}>{t('checklist.confirm')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
