import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ApplicationDetail, ApplicationForm } from '#protocol';
import { Invite } from '../administration/invite.tsx';
import { useEnrolled } from '../administration/people.ts';
import { ProposalCard } from '../administration/proposal-card.tsx';
import { useProposals } from '../administration/proposals.tsx';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Badge } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import type { OnDetail } from './application-page.tsx';
import { LinkEntry } from './link-entry.tsx';

/** From here on people: founders are invited, enrol, are proved to be who they are, and the member is proposed. */
export function Founders({ detail, form, onDetail }: { detail: ApplicationDetail; form: ApplicationForm | null; onDetail: OnDetail }) {
  const { t } = useText();
  // Who signed what, and who is missing; once it is void, or withdrawn, another can be proposed.
  const proposal = useProposals().data?.find(({ id }) => id === detail.proposal);
  return (
    <section className="card stack" aria-labelledby="founders">
      <h2 id="founders">{t('founders.title')}</h2>
      {detail.authority === null ? <LinkEntry detail={detail} form={form} onDetail={onDetail} /> : <Invited detail={detail} authority={detail.authority} form={form} proposed={proposal !== undefined} />}
      {proposal && <ProposalCard proposal={proposal} />}
    </section>
  );
}

function Invited({ detail, authority, form, proposed }: { detail: ApplicationDetail; authority: string; form: ApplicationForm | null; proposed: boolean }) {
  const { t } = useText();
  const cache = useQueryClient();
  const enrolled = useEnrolled();
  const [inviting, setInviting] = useState(false);
  const founders = (enrolled.data?.items ?? []).filter((item) => item.purpose === 'founder' && item.authority === authority);
  const proved = founders.filter(({ certificate }) => detail.proved.includes(certificate));
  return (
    <>
      <p className="soft">{t('founders.lead')}</p>
      {form && <p className="small">{t('founders.named', { count: form.securityOfficers.length })}</p>}
      <div className="row">
        <Button onPress={() => setInviting(true)}>{t('founders.invite')}</Button>
        <Button isPending={enrolled.isFetching} onPress={() => { void enrolled.refetch(); void cache.invalidateQueries({ queryKey: ['application', detail.id] }); }}>{t('audit.refresh')}</Button>
        <Link to="/administration" className="button">{t('invitation.title')}</Link>
      </div>
      {enrolled.error && <FailureBanner failure={enrolled.error} />}
      {founders.length === 0 && <p className="soft">{t('founders.none-enrolled')}</p>}
      {founders.length > 0 && (
        <ul className="rows">
          {founders.map(({ officer, certificate, card }) => (
            <li key={officer}>
              <div className="grow"><p><bdi>{card.name}</bdi></p><p className="soft small"><bdi>{card.function}</bdi></p></div>
              <Badge tone={detail.proved.includes(certificate) ? 'good' : 'warn'}>{t(detail.proved.includes(certificate) ? 'founders.proved' : 'founders.unproved')}</Badge>
            </li>
          ))}
        </ul>
      )}
      {detail.missing.length > 0 && <p className="soft">{t('founders.not-yet')}</p>}
      {detail.missing.length === 0 && proved.length >= 2 && !proposed && <Propose authority={authority} application={detail.id} founders={proved} />}
      {inviting && <Invite founder={{ authority, note: detail.authorityName.slice(0, 200) }} onClose={() => setInviting(false)} />}
    </>
  );
}

function Propose({ authority, application, founders }: { authority: string; application: string; founders: Parameters<typeof engine.proposeMember>[1] }) {
  const { t, list } = useText();
  const cache = useQueryClient();
  const withStepUp = useStepUp();
  const propose = useMutation({
    mutationFn: () => withStepUp(() => engine.proposeMember(authority, founders)),
    onSettled: () => Promise.all([['proposals'], ['application', application]].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
  return (
    <>
      <p>{t('founders.propose.what', { names: list(founders.map(({ card }) => card.name)) })}</p>
      {propose.error && <FailureBanner failure={propose.error} />}
      <Button kind="primary" isPending={propose.isPending} onPress={() => propose.mutate()}>{t('founders.propose')}</Button>
    </>
  );
}
