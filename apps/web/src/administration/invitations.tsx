import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Badge, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Invite } from './invite.tsx';

/** One-time links by which people enrol. */
export function Invitations() {
  const { t, dateTime } = useText();
  const cache = useQueryClient();
  const [inviting, setInviting] = useState(false);
  const invitations = useQuery({ queryKey: ['invitations'], queryFn: () => request('identity.invitations') });
  const withdraw = useMutation({
    mutationFn: (id: string) => request('identity.withdrawInvitation', { params: { id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['invitations'] }),
  });
  return (
    <section className="stack" aria-labelledby="invitations">
      <div className="row apart wide">
        <h2 id="invitations">{t('invitation.title')}</h2>
        <Button onPress={() => setInviting(true)}>{t('invitation.new')}</Button>
      </div>
      {invitations.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {invitations.error && <FailureBanner failure={invitations.error} retry={() => void invitations.refetch()} />}
      {withdraw.error && <FailureBanner failure={withdraw.error} />}
      {invitations.data && invitations.data.items.length > 0 && (
        <ul className="rows">
          {invitations.data.items.map((item) => (
            <li key={item.id}>
              <div className="grow">
                <p><bdi>{item.note}</bdi></p>
                <p className="soft small">{t(`enrol.purpose.${item.purpose}`)}{item.role && <> · {t(`officer-role.${item.role}`)}</>} · {item.state === 'open' ? <>{t('enrol.expires')} {dateTime(item.expires)}</> : dateTime(item.created)}</p>
              </div>
              <Badge tone={item.state === 'open' ? 'warn' : item.state === 'used' ? 'good' : 'plain'}>{t(`invitation.state.${item.state}`)}</Badge>
              {item.state === 'open' && <Button isDisabled={withdraw.isPending} onPress={() => withdraw.mutate(item.id)}>{t('invitation.withdraw')}</Button>}
            </li>
          ))}
        </ul>
      )}
      {inviting && <Invite onClose={() => { setInviting(false); void cache.invalidateQueries({ queryKey: ['invitations'] }); }} />}
    </section>
  );
}
