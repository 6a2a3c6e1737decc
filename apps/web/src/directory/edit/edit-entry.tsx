// The form with what it changes, kept while one types, and proposed in the end.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { contentFaults, diffContent, type ContentFault } from '#protocol/entry';
import { Failure } from '../../crypto/channel.ts';
import { engine } from '../../crypto/engine.ts';
import type { EntryDraft } from '../../crypto/entry-drafts-api.ts';
import { request } from '../../crypto/request.ts';
import { Banner } from '../../design/display.tsx';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { useToast } from '../../design/toast.tsx';
import { useText } from '../../i18n/text.tsx';
import { useAutosave } from '../../session/use-autosave.ts';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { ContentDiffView } from './content-diff-view.tsx';
import { EntryForm } from './entry-form.tsx';
import { Overlaps } from './overlaps.tsx';
import { tidied } from './part-fields.ts';
import { faultsOf, proposeDraft, type NewerEntry } from './propose-draft.ts';
import './edit.css';

/** After the last key, milliseconds. */
const PAUSE = 400;

export function EditEntry({ place, draft: begun }: { place: string; draft: EntryDraft }) {
  const { t } = useText();
  const [draft, setDraft] = useState(begun);
  const [faults, setFaults] = useState<readonly ContentFault[]>([]);
  const [newer, setNewer] = useState<NewerEntry | null>(null);
  const kept = useAutosave(draft, begun, PAUSE, (now) => engine.saveEntryDraft(place, now));
  const changesHeading = useRef<HTMLHeadingElement>(null);
  const chosen = newer === null && draft.baseVersion !== begun.baseVersion;
  // What was chosen is proposed from here.
  useEffect(() => {
    if (chosen) changesHeading.current?.focus();
  }, [chosen]);
  const toast = useToast();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const change = (changed: Partial<EntryDraft>) => {
    setDraft({ ...draft, ...changed });
    setFaults([]);
  };
  const propose = useMutation({
    mutationFn: (ready: EntryDraft) => proposeDraft(ready),
    onSuccess: async (proposal) => {
      kept.stop();
      await engine.removeEntryDraft(place);
      await Promise.all(['entry-proposals', 'entry-proposal', 'entry-draft'].map((key) => cache.invalidateQueries({ queryKey: [key] })));
      toast(t('entry.proposed'));
      await navigate({ to: '/directory/proposals/$proposal', params: { proposal: proposal.id } });
    },
    onError: async (failure) => {
      setFaults(faultsOf(failure));
      if (failure instanceof Failure && failure.details.verdict === 'overlap') {
        const { version, content } = await request('directory-history.authorityContent', { params: { id: draft.authority } });
        setNewer({ version, content });
      }
    },
  });
  const submit = () => {
    const content = tidied(draft.content);
    const found = contentFaults(draft.base, content);
    setFaults(found);
    if (found.length === 0) propose.mutate({ ...draft, content });
  };
  const discard = useMutation({
    mutationFn: async () => {
      kept.stop();
      await engine.removeEntryDraft(place);
      await cache.resetQueries({ queryKey: ['entry-draft', place] });
    },
    onSuccess: () => navigate(begun.base === null ? { to: '/directory/proposals' } : { to: '/directory/$authority', params: { authority: draft.authority } }),
  });
  const changes = diffContent(draft.base, tidied(draft.content)).length;
  if (newer !== null) {
    return (
      <Overlaps base={draft.base} current={newer.content} mine={tidied(draft.content)} onResolved={(content) => {
        change({ base: newer.content, baseVersion: newer.version, content });
        setNewer(null);
        propose.reset();
      }} />
    );
  }
  return (
    <Form className="stack wide" validationBehavior="aria" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <EntryForm content={draft.content} isNew={draft.base === null} faults={faults} onChange={(content) => change({ content })} />
      <section className="card stack" aria-labelledby="changes">
        <h2 id="changes" ref={changesHeading} tabIndex={-1}>{t('entry.changes')}</h2>
        <ContentDiffView before={draft.base} after={tidied(draft.content)} />
        <Field label={t('entry.source')} hint={t('entry.source.hint')} value={draft.source} onChange={(source) => change({ source })} maxLength={500} />
        <Field lines label={t('entry.note')} hint={t('entry.note.hint')} value={draft.note} onChange={(note) => change({ note })} maxLength={2000} />
        <Faults faults={faults} />
        {propose.error && faults.length === 0 && <FailureBanner failure={propose.error} />}
        <div className="row">
          <Button kind="primary" type="submit" isPending={propose.isPending} isDisabled={changes === 0}>{t('entry.propose')}</Button>
          <Button kind="danger" isPending={discard.isPending} onPress={() => discard.mutate()}>{t('entry.discard')}</Button>
          <span className="soft small" role="status">{kept.saved === draft ? t('entry.draft-kept') : ''}</span>
        </div>
      </section>
    </Form>
  );
}

/** How many values are off, and the way to the first. Takes the focus, so that it is read out. */
function Faults({ faults }: { faults: readonly ContentFault[] }) {
  const { t } = useText();
  const [first] = faults;
  if (first === undefined) return null;
  const go = () => {
    const value = first.id === '' ? null : document.querySelector<HTMLElement>(`[data-value="${CSS.escape(first.id)}"]`);
    const target = value?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? value?.querySelector<HTMLElement>('input, button, textarea') ?? document.querySelector<HTMLElement>(`#part-${first.part}`);
    target?.focus();
  };
  return (
    <Banner tone="bad" alert title={t('entry.faults', { count: faults.length })}>
      <p><Button kind="quiet" onPress={go}>{t('entry.faults.first')}</Button></p>
    </Banner>
  );
}
