import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Badge, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';

/** Where I am signed in, and ending it from afar. */
export function Sessions() {
  const { t, dateTime } = useText();
  const cache = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => request('identity.sessions') });
  const end = useMutation({
    mutationFn: (id: string) => request('identity.endSession', { params: { id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <section className="stack" aria-labelledby="sessions">
      <h2 id="sessions">{t('account.sessions')}</h2>
      {sessions.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {sessions.error && <FailureBanner failure={sessions.error} retry={() => void sessions.refetch()} />}
      {end.error && <FailureBanner failure={end.error} />}
      {sessions.data && (
        <ul className="rows">
          {sessions.data.items.map((item) => (
            <li key={item.id}>
              <div className="grow">
                <p className="row">
                  <bdi>{item.client}</bdi>
                  {item.current && <Badge tone="good">{t('account.this-session')}</Badge>}
                </p>
                <p className="soft small">
                  {t('account.session-line', { method: t(`method.${item.method}`), since: dateTime(item.created), seen: dateTime(item.lastSeen) })} <bdi>{item.address}</bdi>
                </p>
              </div>
              {!item.current && <Button isDisabled={end.isPending} onPress={() => end.mutate(item.id)}>{t('account.end-session')}</Button>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
