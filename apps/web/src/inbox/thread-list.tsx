// However many threads there are, only the rows in sight exist.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { request } from '../crypto/request.ts';
import { Checkbox } from '../design/checkbox.tsx';
import { EmptyState, Waiting } from '../design/display.tsx';
import { Field } from '../design/field.tsx';
import { useText } from '../i18n/text.tsx';
import { useRowsInSight } from '../design/use-rows-in-sight.ts';
import { useMembers } from '../network/member-names.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import { ThreadRow } from './thread-row.tsx';

const ROW_REM = 5.25;
const POLL_MS = 10_000;

export function ThreadList({ current }: { current: string | undefined }) {
  const { t, language } = useText();
  const { members } = useMembers();
  const [typed, setTyped] = useState('');
  const [unreadOnly, setUnreadOnly] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const pages = useInfiniteQuery({
    queryKey: ['threads'],
    queryFn: ({ pageParam }) => request('messaging.listThreads', { query: { limit: 200, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: POLL_MS,
  });
  const shown = useMemo(() => {
    const wanted = typed.trim().toLocaleLowerCase(language);
    const named = (id: string) => `${members.get(id)?.name ?? ''} ${members.get(id)?.stateName ?? ''}`.toLocaleLowerCase(language);
    return (pages.data?.pages ?? []).flatMap(({ threads }) => threads).filter((thread) => (!unreadOnly || thread.unread > 0) && (wanted === '' || thread.members.some((id) => named(id).includes(wanted))));
  }, [pages.data, typed, unreadOnly, members, language]);
  const { first, end, rowHeight } = useRowsInSight(scroller, shown.length, ROW_REM);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  useEffect(() => {
    if (end >= shown.length - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [end, shown.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <>
      <div className="filter">
        <Field label={t('inbox.filter')} value={typed} onChange={setTyped} type="search" autoComplete="off" />
        <Checkbox checked={unreadOnly} onChange={setUnreadOnly}>{t('inbox.unread-only')}</Checkbox>
      </div>
      {pages.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {pages.error && <FailureBanner failure={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && shown.length === 0 && <EmptyState title={t(typed === '' && !unreadOnly ? 'inbox.empty' : 'inbox.none')} />}
      {/* A region that scrolls must be reachable by keyboard; the rows in it are links. */}
      <div className="scroller" ref={scroller}>
        <ul className="track" aria-label={t('inbox.threads')} style={{ blockSize: `${shown.length * rowHeight}px` }}>
          {shown.slice(first, end).map((thread, place) => (
            <ThreadRow key={thread.id} thread={thread} members={members} active={thread.id === current} offset={(first + place) * rowHeight} place={first + place + 1} of={shown.length} />
          ))}
        </ul>
      </div>
    </>
  );
}
