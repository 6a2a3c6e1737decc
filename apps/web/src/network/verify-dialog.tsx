import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { engine } from '../crypto/engine.ts';
import type { VerifiedMeans } from '../crypto/verified-members.ts';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { Banner } from '../design/display.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { InSight } from '../design/in-sight.tsx';
import { Select } from '../design/select.tsx';
import { useToast } from '../design/toast.tsx';
import { useText } from '../i18n/text.tsx';
import { ScanCode } from '../scan/scan-code.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { useMembers } from './member-names.ts';
import { WordsAndCode } from './words-and-code.tsx';

const MEANS = ['known-telephone', 'in-person', 'video', 'other'] as const satisfies readonly VerifiedMeans[];

export interface VerifyDialogProps {
  member: string;
  name: string;
  compared: { readonly hash: string; readonly phrase: readonly string[] };
  onClose(): void;
}

/** The words are compared aloud, or typed as they are heard, or read from the other side's QR code. */
export function VerifyDialog({ member, name, compared: given, onClose }: VerifyDialogProps) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  // What is on the screen when the telephone is picked up stays there; if something is signed meanwhile, saving says so.
  const [compared] = useState(given);
  const [typed, setTyped] = useState('');
  const [same, setSame] = useState(false);
  const [differ, setDiffer] = useState(false);
  const [means, setMeans] = useState<VerifiedMeans>('known-telephone');
  const [note, setNote] = useState('');
  const [scannedElse, setScannedElse] = useState(false);
  const { members } = useMembers();
  const outcome = useQuery({ queryKey: ['typed', typed, compared.hash], queryFn: () => compareWith(compared.hash, typed), enabled: typed.trim() !== '', gcTime: 0, staleTime: Infinity }).data;
  const answer = typed.trim() === '' ? (same ? 'same' : null) : (outcome?.answer ?? null);
  const by = typed.trim() === '' ? 'compared' : /^\s*\S+\s*$/.test(typed) ? 'code' : 'typed';
  const save = useMutation({
    mutationFn: () => engine.verifyMember(member, compared.hash, { means, by, note: note.trim() }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['verifications'] });
      toast(t('verified.kept', { name }));
      onClose();
    },
  });
  const refused = differ || answer === 'differs';
  const whose = answer === 'differs' && !differ ? (outcome?.whose ?? null) : null;
  const other = whose === null ? '' : (members.get(whose)?.name ?? whose.slice(0, 8));
  // As if it had been pasted; but what is no such code at all is not put into the field.
  const scan = async (text: string) => {
    const isCode = (await engine.compareTyped(text, compared.hash)) !== 'unreadable';
    setScannedElse(!isCode);
    setTyped(isCode ? text : '');
  };
  return (
    <Dialog title={t('verified.verify.of', { name })} open onClose={onClose} broad role="alertdialog">
      <Form className="stack" onSubmit={(event) => { event.preventDefault(); if (answer === 'same' && !refused && !save.isPending) save.mutate(); }}>
        <p>{t('verified.verify.lead', { name })}</p>
        <WordsAndCode compared={compared} />
        <Checkbox checked={same} onChange={setSame}>{t('verified.compared')}</Checkbox>
        <Field label={t('verified.typed')} hint={t('verified.typed.hint')} mistake={answer === 'unreadable' ? t('verified.typed.unreadable') : undefined} value={typed} onChange={(now) => { setTyped(now); setScannedElse(false); }} code maxLength={400} autoComplete="off" />
        <ScanCode onText={(text) => void scan(text)} />
        {scannedElse && <InSight><p className="mistake" role="alert">{t('scan.something-else')}</p></InSight>}
        {answer === 'same' && by === 'code' && <InSight><Banner tone="good">{t('scan.same')}</Banner></InSight>}
        {refused && whose !== null && <InSight><Banner tone="warn" alert title={t('scan.other-member', { other, name })}><p>{t('scan.other-member.what', { name })}</p></Banner></InSight>}
        {refused && whose === null && <InSight><Banner tone="bad" alert title={t('verified.differ.title')}><p>{by === 'code' && !differ && t('scan.nobodys')} {t('verified.differ.what')}</p></Banner></InSight>}
        <Select label={t('checklist.means')} choices={MEANS.map((value) => ({ value, label: t(`checklist.means.${value}`) }))} value={means} onChange={setMeans} />
        <Field label={t('verified.note')} hint={t('verified.note.hint')} value={note} onChange={setNote} maxLength={400} autoComplete="off" />
        {save.error && <FailureBanner failure={save.error} />}
        <div className="row end wide">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button kind="danger" isDisabled={refused} onPress={() => setDiffer(true)}>{t('verified.differ')}</Button>
          <Button kind="primary" type="submit" isDisabled={answer !== 'same' || refused} isPending={save.isPending}>{t('verified.keep')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** `whose`: where it is not this member's, the member whose it is. */
async function compareWith(hash: string, typed: string) {
  const answer = await engine.compareTyped(typed, hash);
  return { answer, whose: answer === 'differs' ? await engine.memberOfTyped(typed) : null };
}
