import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../crypto/request.ts';
import type { AnswerOf } from '../../crypto/requests.ts';
import { Button } from '../../design/button.tsx';
import { Badge } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';

export type Session = AnswerOf<'identity.sessions'>['items'][number];

/** Sessions, and ending them from afar. */
export function SessionList({ sessions }: { sessions: readonly Session[] }) {
  const { t, dateTime } = useText();
  const cache = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => request('identity.endSession', { params: { id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <>
      {end.error && <FailureBanner failure={end.error} />}
      <ul className="rows">
        {sessions.map((item) => (
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
    </>
  );
}
