import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import type { Checklist, ChecklistStep, InstrumentKind } from '#protocol';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Choices } from '../design/checkbox.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { Select } from '../design/select.tsx';
import { useStateName } from '../directory/states.ts';
import { useText } from '../i18n/text.tsx';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { useStepWords } from './step-words.ts';

const INSTRUMENTS = ['note-verbale', 'ministerial-letter', 'decree', 'notification', 'other'] as const satisfies readonly InstrumentKind[];
const KINDS = ['article-36', 'state-confirmation', 'instrument'] as const;
const MOST = 12;

export interface EditedChecklist extends Checklist {
  /** Null: for all States without one of their own. */
  readonly state: string | null;
  readonly version: number;
}

/** Steps and instruments of one list. What was filed before keeps the list it was filed under. */
export function ChecklistEditor({ before, onClose }: { before: EditedChecklist; onClose(): void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const stateName = useStateName();
  const stepWords = useStepWords();
  const withStepUp = useStepUp();
  const [steps, setSteps] = useState<readonly ChecklistStep[]>(before.steps);
  const [instruments, setInstruments] = useState<readonly InstrumentKind[]>(before.instruments);
  const { state, version } = before;
  const save = useMutation({
    mutationFn: (checklist: Checklist | null) => withStepUp(() => request('applications.editChecklist', { body: { state, version, checklist } })),
    onSuccess: onClose,
    onSettled: () => cache.invalidateQueries({ queryKey: ['checklists'] }),
  });
  const set = (id: string, changed: Partial<ChecklistStep>) => setSteps((now) => now.map((step) => (step.id === id ? { ...step, ...changed } : step)));
  const absent = KINDS.filter((kind) => steps.every((step) => step.kind !== kind));
  const complete = instruments.length > 0 && steps.every(({ kind, words }) => kind !== 'other' || (words ?? '').trim() !== '');
  return (
    <Dialog title={state === null ? t('checklists.all') : stateName(state)} open onClose={onClose} broad>
      <Form className="stack" onSubmit={(event) => { event.preventDefault(); if (complete) save.mutate({ steps: [...steps], instruments: [...instruments] }); }}>
        {steps.map((step) => (
          <div key={step.id} className="editor-step">
            {step.kind === 'other' ? <Field label={t('checklists.words')} value={step.words ?? ''} onChange={(words) => set(step.id, { words })} isRequired maxLength={200} /> : <p>{stepWords(step)}</p>}
            <Select label={t('checklists.persons')} choices={(['1', '2'] as const).map((value) => ({ value, label: value }))} value={step.persons === 2 ? '2' : '1'} onChange={(persons) => set(step.id, { persons: Number(persons) })} />
            {step.kind === 'founders-identity' ? <span className="soft small">{t('checklists.always')}</span> : <Button kind="quiet" onPress={() => setSteps((now) => now.filter(({ id }) => id !== step.id))}>{t('action.remove')}</Button>}
          </div>
        ))}
        {steps.length < MOST && (
          <div className="row">
            {absent.map((kind) => <Button key={kind} onPress={() => setSteps((now) => [...now, { id: kind, kind, words: null, persons: 1 }])}>{t('checklists.add', { step: t(`checklist.step.${kind}`) })}</Button>)}
            <Button onPress={() => setSteps((now) => [...now, { id: `own-${crypto.randomUUID().slice(0, 8)}`, kind: 'other', words: '', persons: 1 }])}>{t('checklists.add-own')}</Button>
          </div>
        )}
        <Choices label={t('checklists.instruments')} choices={INSTRUMENTS.map((value) => ({ value, label: t(`instrument.${value}`) }))} values={instruments} onChange={setInstruments} />
        {save.error && <FailureBanner failure={save.error} />}
        <div className="row end wide">
          {state !== null && version > 0 && <Button kind="danger" isPending={save.isPending} onPress={() => save.mutate(null)}>{t('checklists.drop')}</Button>}
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" type="submit" isDisabled={!complete} isPending={save.isPending}>{t('checklists.save')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
