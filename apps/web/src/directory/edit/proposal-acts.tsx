import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import type { EntryProposal } from '#protocol';
import { request } from '../../crypto/request.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { useToast } from '../../design/toast.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';

/** What an act may have changed. */
const AFTERWARDS = ['entry-proposal', 'entry-proposals', 'authority', 'authorities', 'entry-history'];

/** Approve, return with a reason, change, withdraw: as far as the hub lets the reader. */
export function ProposalActs({ proposal }: { proposal: EntryProposal }) {
  const { t } = useText();
  const toast = useToast();
  const cache = useQueryClient();
  const [returning, setReturning] = useState(false);
  const { id, revision, authority, currentVersion, may, baseVersion } = proposal;
  const lookAgain = () => Promise.all(AFTERWARDS.map((key) => cache.invalidateQueries({ queryKey: [key] })));
  const approve = useMutation({
    mutationFn: () => request('directory-proposals.approveEntryProposal', { params: { id }, body: { revision, version: currentVersion } }),
    onSuccess: ({ state }) => void toast(t(state === 'applied' ? 'entry.applied' : 'entry.approval-added')),
    onSettled: lookAgain,
  });
  const withdraw = useMutation({ mutationFn: () => request('directory-proposals.withdrawEntryProposal', { params: { id }, body: { revision } }), onSuccess: () => void toast(t('entry.withdrawn')), onSettled: lookAgain });
  if (!may.approve && !may.change && !may.return && !may.withdraw) return null;
  return (
    <section className="stack" aria-label={t('entry.acts')}>
      {(approve.error ?? withdraw.error) && <FailureBanner failure={approve.error ?? withdraw.error} />}
      <div className="row">
        {may.approve && <Button kind="primary" isPending={approve.isPending} onPress={() => approve.mutate()}>{t('entry.approve')}</Button>}
        {may.return && <Button onPress={() => setReturning(true)}>{t('entry.return')}</Button>}
        {may.change && <Link className="button" to="/directory/$authority/edit" params={{ authority }} search={{ proposal: id, ...(baseVersion === 0 ? { new: true } : {}) }}>{t('entry.change')}</Link>}
        {may.withdraw && <Button kind="danger" isPending={withdraw.isPending} onPress={() => withdraw.mutate()}>{t('entry.withdraw')}</Button>}
      </div>
      {returning && <ReturnDialog proposal={proposal} onClose={() => setReturning(false)} onDone={lookAgain} />}
    </section>
  );
}

function ReturnDialog({ proposal: { id, revision }, onClose, onDone }: { proposal: EntryProposal; onClose(): void; onDone(): Promise<unknown> }) {
  const { t } = useText();
  const toast = useToast();
  const [reason, setReason] = useState('');
  const complete = reason.trim() !== '';
  const giveBack = useMutation({
    mutationFn: () => request('directory-proposals.returnEntryProposal', { params: { id }, body: { revision, reason: reason.trim() } }),
    onSuccess: async () => {
      onClose();
      toast(t('entry.returned'));
      await onDone();
    },
  });
  return (
    <Dialog title={t('entry.return')} open onClose={onClose}>
      <Form className="stack" onSubmit={(event) => { event.preventDefault(); if (complete) giveBack.mutate(); }}>
        <Field lines first label={t('entry.reason')} hint={t('entry.reason.hint')} value={reason} onChange={setReason} isRequired maxLength={2000} />
        {giveBack.error && <FailureBanner failure={giveBack.error} />}
        <div className="row end wide">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" type="submit" isPending={giveBack.isPending} isDisabled={!complete}>{t('entry.return')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
