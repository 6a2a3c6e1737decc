import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { usePeople } from '../administration/people.ts';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Badge, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { StatementRow } from './statement-row.tsx';
import { useVerifications } from './verifications.ts';

/** Everything the log says about the member, newest first, page by page: which positions, the replay says. */
export function useMemberHistory(member: string) {
  const history = useInfiniteQuery({
    queryKey: ['member-history', member],
    queryFn: ({ pageParam }) => engine.memberHistory(member, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
  const items = useMemo(() => history.data?.pages.flatMap((page) => page.items) ?? [], [history.data]);
  return { history, items, count: history.data?.pages[0]?.count ?? 0 };
}

export function MemberHistory({ member }: { member: string }) {
  const { t } = useText();
  const { history, items, count } = useMemberHistory(member);
  const people = usePeople(items.flatMap(({ signers }) => signers.map(({ certificate }) => certificate)), member);
  const verification = useVerifications()?.get(member);
  const since = verification?.state === 'verified' ? verification : null;
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history" tabIndex={-1}>{t('member-page.history')}</h2>
      {history.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {history.error && <FailureBanner failure={history.error} retry={() => void history.refetch()} />}
      {items.length > 0 && (
        <>
          <p className="soft">{t('member-page.history.count', { count })}</p>
          <ul className="rows" aria-labelledby="history">
            {items.map((said) => (
              <StatementRow
                key={said.position} said={said} people={people}
                before={since?.changes.includes(said.position) && <Badge tone={since.unseen.includes(said.position) ? 'warn' : 'plain'}>{t('verified.since')}</Badge>}
              />
            ))}
          </ul>
        </>
      )}
      {history.hasNextPage && <div><Button isPending={history.isFetchingNextPage} onPress={() => void history.fetchNextPage()}>{t('action.more')}</Button></div>}
    </section>
  );
}
