// "Verify this member" once, and what was signed about it since.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MemberFactsView, VerificationView } from '../crypto/member-api.ts';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Banner, DataList, Fact } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { ForgetVerification } from './forget-verification.tsx';
import { useMemberHistory } from './member-history.tsx';
import { useVerifications } from './verifications.ts';
import { useVerifiedWords } from './verified-words.ts';
import { VerifyDialog } from './verify-dialog.tsx';

export function VerifyMember({ facts, name }: { facts: MemberFactsView; name: string }) {
  const { t } = useText();
  const [verifying, setVerifying] = useState(false);
  const view = useVerifications()?.get(facts.member);
  return (
    <section className="card stack" aria-labelledby="verify">
      <h2 id="verify">{t('verified.title')}</h2>
      {view === undefined ? <p>{t('verified.not.lead', { name })}</p> : <Verified view={view} />}
      <div className="row">
        <Button kind={view === undefined ? 'primary' : 'plain'} isDisabled={facts.compared === null} onPress={() => setVerifying(true)}>{t(view === undefined ? 'verified.verify' : 'verified.anew')}</Button>
        {view !== undefined && <ForgetVerification member={facts.member} name={name} />}
      </div>
      {verifying && facts.compared !== null && <VerifyDialog member={facts.member} name={name} compared={facts.compared} onClose={() => setVerifying(false)} />}
    </section>
  );
}

function Verified({ view }: { view: VerificationView }) {
  const { t, dateTime } = useText();
  const words = useVerifiedWords();
  if (view.state === 'altered') return <Banner tone="bad" alert title={words(view)}><p>{t('verified.altered.what')}</p></Banner>;
  return (
    <>
      {view.state === 'contradicted' && <Banner tone="bad" alert title={words(view)}><p>{t('verified.contradicted.what')}</p></Banner>}
      {view.state === 'verified' && (view.unseen.length > 0 ? <Changes member={view.member} unseen={view.unseen} title={words(view)} /> : <Banner tone="good" title={words(view)}>{view.changes.length > 0 && <p>{t('verified.all-seen', { count: view.changes.length })}</p>}</Banner>)}
      <DataList>
        <Fact name={t('verified.who')}>{t('verified.who.me', { date: dateTime(view.at) })}</Fact>
        <Fact name={t('verified.how')}>{t(`verified.by.${view.by}`)} · {t(`checklist.means.${view.means}`)}</Fact>
        {view.note !== '' && <Fact name={t('verified.with')}><bdi>{view.note}</bdi></Fact>}
      </DataList>
    </>
  );
}

/** Each is marked in the history below; looked at is what was listed there. */
function Changes({ member, unseen, title }: { member: string; unseen: readonly number[]; title: string }) {
  const { t } = useText();
  const cache = useQueryClient();
  const { items } = useMemberHistory(member);
  const listed = unseen.every((position) => items.some((said) => said.position === position));
  const seen = useMutation({ mutationFn: () => engine.changesSeen(member, unseen.at(-1)! + 1), onSuccess: () => cache.invalidateQueries({ queryKey: ['verifications'] }) });
  return (
    <Banner tone="warn" title={title}>
      <p>{t('verified.changed.what')}</p>
      {seen.error && <FailureBanner failure={seen.error} />}
      <p className="row">
        <Button kind="quiet" onPress={() => document.getElementById('history')?.focus()}>{t('verified.look')}</Button>
        <Button isDisabled={!listed} isPending={seen.isPending} onPress={() => seen.mutate()}>{t('verified.seen')}</Button>
      </p>
      {!listed && <p className="small">{t('verified.more')}</p>}
    </Banner>
  );
}
