import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { InvitationItem } from '#protocol';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Badge, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Invite } from './invite.tsx';

/** Links wait to be used by people elsewhere. */
const LOOK_EVERY_MS = 10_000;
/** Past invitations shown at a time. */
const PAGE = 20;

/** One-time links by which people enrol. */
export function Invitations() {
  const { t } = useText();
  const cache = useQueryClient();
  const [inviting, setInviting] = useState(false);
  const [shown, setShown] = useState(PAGE);
  const invitations = useQuery({ queryKey: ['invitations'], queryFn: () => request('identity.invitations'), refetchInterval: LOOK_EVERY_MS });
  const withdraw = useMutation({
    mutationFn: (id: string) => request('identity.withdrawInvitation', { params: { id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['invitations'] }),
  });
  const [open, past] = [true, false].map((wanted) => (invitations.data?.items ?? []).filter(({ state }) => (state === 'open') === wanted)) as [InvitationItem[], InvitationItem[]];
  return (
    <section className="stack" aria-labelledby="invitations">
      <div className="row apart wide">
        <h2 id="invitations">{t('invitation.title')}</h2>
        <Button onPress={() => setInviting(true)}>{t('invitation.new')}</Button>
      </div>
      {invitations.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {invitations.error && <FailureBanner failure={invitations.error} retry={() => void invitations.refetch()} />}
      {withdraw.error && <FailureBanner failure={withdraw.error} />}
      {open.length > 0 && <ul className="rows">{open.map((item) => <InvitationRow key={item.id} item={item} busy={withdraw.isPending} withdraw={withdraw.mutate} />)}</ul>}
      {invitations.data && open.length === 0 && <p className="soft">{t('invitation.none-open')}</p>}
      {past.length > 0 && (
        <details className="wide">
          <summary>{t('invitation.past', { count: past.length })}</summary>
          <ul className="rows">{past.slice(0, shown).map((item) => <InvitationRow key={item.id} item={item} busy={withdraw.isPending} withdraw={withdraw.mutate} />)}</ul>
          {past.length > shown && <div><Button onPress={() => setShown(shown + PAGE)}>{t('action.more')}</Button></div>}
        </details>
      )}
      {inviting && <Invite onClose={() => { setInviting(false); void cache.invalidateQueries({ queryKey: ['invitations'] }); }} />}
    </section>
  );
}

function InvitationRow({ item, busy, withdraw }: { item: InvitationItem; busy: boolean; withdraw(id: string): void }) {
  const { t, dateTime } = useText();
  return (
    <li>
      <div className="grow">
        <p><bdi>{item.note}</bdi></p>
        <p className="soft small">{t(`enrol.purpose.${item.purpose}`)}{item.role && <> · {t(`officer-role.${item.role}`)}</>} · {item.state === 'open' ? <>{t('enrol.expires')} {dateTime(item.expires)}</> : dateTime(item.created)}</p>
      </div>
      <Badge tone={item.state === 'open' ? 'warn' : item.state === 'used' ? 'good' : 'plain'}>{t(`invitation.state.${item.state}`)}</Badge>
      {item.state === 'open' && <Button isDisabled={busy} onPress={() => withdraw(item.id)}>{t('invitation.withdraw')}</Button>}
    </li>
  );
}
