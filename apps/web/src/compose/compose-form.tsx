import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import type { HandlingLabels } from '#protocol';
import type { Draft } from '../crypto/drafts.ts';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { useText } from '../i18n/text.tsx';
import { DisagreementBanner } from '../network/disagreement-banner.tsx';
import { useDisputed, type KnownMember } from '../network/member-names.ts';
import { stopsSending, useVerifications } from '../network/verifications.ts';
import { useReplay } from '../session/replay.ts';
import { useAutosave } from '../session/use-autosave.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import { LabelFields } from './label-fields.tsx';
import { MemberPicker } from './member-picker.tsx';
import { queue } from './outbox.ts';
import { UploadList } from './upload-list.tsx';
import { NotLiveYet, WaitsHere } from './waiting-reasons.tsx';
import './compose.css';

const SAVE_AFTER_MS = 1500;

export interface ComposeFormProps {
  initial: Draft;
  members: ReadonlyMap<string, KnownMember>;
  /** In a thread: counterparts are fixed. */
  inline?: boolean;
  /** Queued for sending, or discarded. */
  onDone(outcome: 'queued' | 'discarded'): void;
}

/** A message being written. Kept as an encrypted draft on this device while one types. */
export function ComposeForm({ initial, members, inline = false, onDone }: ComposeFormProps) {
  const { t, language } = useText();
  const cache = useQueryClient();
  const [draft, setDraft] = useState<Draft>(initial);
  const [uploading, setUploading] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const saved = useAutosave(draft, initial, SAVE_AFTER_MS, async (now) => {
    await engine.saveDraft({ ...now, saved: new Date().toISOString() });
    await cache.invalidateQueries({ queryKey: ['drafts'] });
  });
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const complete = draft.members.length > 0 && draft.text.trim() !== '' && !uploading && !lacksWords(draft.labels);
  const replaying = useReplay().progress !== null;
  const stopped = useStopped(draft.members);

  const send = async () => {
    try {
      saved.stop();
      await queue({ ...draft, language: draft.language ?? language });
      onDone('queued');
    } catch (error) {
      setFailure(error);
    }
  };
  const discard = async () => {
    saved.stop();
    await engine.removeDraft(draft.id).catch(() => undefined);
    await cache.invalidateQueries({ queryKey: ['drafts'] });
    onDone('discarded');
  };
  return (
    <Form className={`compose${inline ? ' inline' : ''}`} onSubmit={(event) => { event.preventDefault(); if (complete && !replaying && !stopped) void send(); }}>
      {failure !== null && <FailureBanner failure={failure} />}
      <DisagreementBanner />
      {!inline && <MemberPicker members={members} chosen={draft.members} onChange={(chosen) => change({ members: chosen })} />}
      <LabelFields labels={draft.labels} onChange={(labels) => change({ labels })} />
      {!inline && <Field label={t('compose.subject')} value={draft.subject} onChange={(subject) => change({ subject })} maxLength={300} />}
      <Field label={t('compose.text')} lines first={inline} value={draft.text} onChange={(text) => change({ text })} maxLength={200_000} isRequired />
      <UploadList
        attachments={draft.attachments}
        onAttached={(attached) => setDraft((now) => ({ ...now, attachments: [...now.attachments, attached] }))}
        onRemove={(id) => change({ attachments: draft.attachments.filter((attached) => attached.id !== id) })}
        onBusy={setUploading}
      />
      <div className="row">
        <Button kind="primary" type="submit" isDisabled={!complete || replaying || stopped}>{t('compose.send')}</Button>
        <Button onPress={() => void discard()}>{t('compose.discard')}</Button>
        <output className="soft small">{t(saved.saved === null ? 'compose.not-saved' : 'compose.saved')}</output>
      </div>
      {stopped && <p className="small">{t('disagreement.stops')}</p>}
      {replaying && <p className="small">{t('compose.replaying')}</p>}
      <WaitsHere members={draft.members.map((id) => members.get(id))} />
      <NotLiveYet members={draft.members.map((id) => members.get(id))} />
      <p className="soft small">{t('compose.sealed-to', { count: draft.members.length })}</p>
    </Form>
  );
}

/** The worker refuses to send then, whatever this page shows; here it is said before anybody tries. */
function useStopped(members: readonly string[]): boolean {
  const disputed = useDisputed();
  const verifications = useVerifications();
  return members.some((id) => disputed.some(({ member }) => member === id) || stopsSending(verifications?.get(id)));
}

/** H3 says that its restriction stands in words. */
function lacksWords({ use, useNote: words }: HandlingLabels): boolean {
  return use.includes('H3') && (words ?? '').trim() === '';
}
