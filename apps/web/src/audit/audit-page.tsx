// Recorded acts that I may see, newest first. Looking is recorded too.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { EmptyState, Waiting } from '../design/display.tsx';
import { useSettled } from '../design/use-settled.ts';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { AuditFilters, EVERYTHING, filterOf } from './audit-filters.tsx';
import { AuditRow } from './audit-row.tsx';
import './audit.css';

const PAGE = 50;
const SETTLED_MS = 400;

export function AuditPage() {
  const { t } = useText();
  const [chosen, setChosen] = useState(EVERYTHING);
  const filter = filterOf(useSettled(chosen, SETTLED_MS));
  const pages = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => request('audit.auditEntries', { query: { ...filter, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    // Every look is an entry of the log: only when somebody looks.
    refetchOnWindowFocus: false,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')} acts={<Button onPress={() => void pages.refetch()}>{t('audit.refresh')}</Button>}>
      <AuditFilters chosen={chosen} onChange={setChosen} />
      {pages.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {pages.error && <FailureBanner failure={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && items.length === 0 && <EmptyState title={t('audit.none')}><p>{t('audit.none.hint')}</p></EmptyState>}
      {items.length > 0 && (
        <ol className="timeline" aria-label={t('audit.title')}>
          {items.map((item) => <AuditRow key={item.id} item={item} onObject={(objectKind, object) => setChosen({ ...EVERYTHING, objectKind, object })} />)}
        </ol>
      )}
      {pages.hasNextPage && <div><Button isDisabled={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>{t('action.more')}</Button></div>}
    </Page>
  );
}
