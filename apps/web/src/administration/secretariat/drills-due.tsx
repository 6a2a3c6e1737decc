// Members of which a security officer has to rehearse recovery, the most urgent first. By what the hub has on record.
import { useInfiniteQuery } from '@tanstack/react-query';
import { request } from '../../crypto/request.ts';
import type { AnswerOf } from '../../crypto/requests.ts';
import { Button } from '../../design/button.tsx';
import { Badge, Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { MemberName } from '../../network/member-name.tsx';
import { useMembers } from '../../network/member-names.ts';
import { FailureBanner } from '../../shell/failure-text.tsx';

type Page = AnswerOf<'drill.dueDrills'>;

export function DrillsDue() {
  const { t } = useText();
  const { members } = useMembers();
  const pages = useInfiniteQuery({
    queryKey: ['drills', 'due'],
    queryFn: ({ pageParam }) => request('drill.dueDrills', { query: pageParam === null ? {} : { cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: Page) => next,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const total = pages.data?.pages.at(-1)?.total ?? 0;
  return (
    <section className="stack" aria-labelledby="drills-due">
      <h2 id="drills-due">{t('drill.due.title')}</h2>
      <p className="soft">{t('drill.due.lead')}</p>
      {pages.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {pages.error && <FailureBanner failure={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && <p>{t('drill.due.total', { count: total })}</p>}
      {items.length > 0 && (
        <ul className="rows">
          {items.map(({ member, officers }) => (
            <li key={member}>
              <div className="grow"><MemberName member={members.get(member)} id={member} /></div>
              <Drills officers={officers} />
            </li>
          ))}
        </ul>
      )}
      {pages.hasNextPage && <div className="row"><Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>{t('action.more')}</Button></div>}
    </section>
  );
}

/** How many count, and when the next one is due where all do. */
function Drills({ officers }: { officers: Page['items'][number]['officers'] }) {
  const { t, date, number } = useText();
  const counting = officers.filter(({ counts }) => counts);
  const next = officers.flatMap(({ due }) => due ?? []).toSorted()[0];
  return (
    <Badge tone={counting.length < officers.length ? 'warn' : 'plain'}>
      {counting.length < officers.length || next === undefined ? t('drill.due.count', { count: number(counting.length), all: number(officers.length) }) : t('drill.due.next', { date: date(next) })}
    </Badge>
  );
}
