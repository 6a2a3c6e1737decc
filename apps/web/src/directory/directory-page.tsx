import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { EmptyState, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { useSession } from '../session/session.ts';
import { AuthorityRow } from './authority-row.tsx';
import { DirectoryActs } from './directory-acts.tsx';
import { DirectoryFilters } from './directory-filters.tsx';
import type { DirectorySearch } from './directory-search.ts';
import { ExportMenu } from './export-menu.tsx';
import { CountsView } from './map/counts-view.tsx';
import './directory.css';

const PAGE_SIZE = 50;

export function DirectoryPage() {
  const { t } = useText();
  const search = useSearch({ from: '/inside/directory' });
  const navigate = useNavigate();
  const session = useSession();
  const change = (changed: DirectorySearch) => void navigate({ to: '/directory', search: changed, replace: true, resetScroll: false });
  const { view, ...asked } = search;
  return (
    <Page title={t('directory.title')} lead={t('directory.lead')} acts={<DirectoryActs />}>
      <DirectoryFilters search={search} onChange={change} />
      <nav className="row views no-print" aria-label={t('directory.views')}>
        <Link to="/directory" search={asked} replace aria-current={view === undefined ? 'true' : undefined}>{t('directory.view.list')}</Link>
        <Link to="/directory" search={{ ...asked, view: 'map' }} replace aria-current={view === 'map' ? 'true' : undefined}>{t('directory.view.map')}</Link>
        {session.phase !== 'out' && session.who.role === 'secretariat' && <Link to="/directory/coverage">{t('coverage.title')}</Link>}
      </nav>
      <div className="row no-print"><ExportMenu query={asked} /><Link className="button" to="/directory/sheet" search={asked}>{t('directory.sheet')}</Link></div>
      {view === 'map' ? <CountsView search={search} onChoose={(state) => void navigate({ to: '/directory', search: { ...asked, state } })} /> : <FoundList search={asked} onClear={() => change({})} />}
    </Page>
  );
}

function FoundList({ search, onClear }: { search: DirectorySearch; onClear(): void }) {
  const { t } = useText();
  const found = useInfiniteQuery({
    queryKey: ['authorities', search],
    queryFn: ({ pageParam: cursor }) => request('directory.listAuthorities', { query: { ...search, limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {found.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {found.error && <FailureBanner failure={found.error} retry={() => void found.refetch()} />}
      {items.length > 0 && (
        <ul className="rows" aria-busy={found.isPlaceholderData}>
          {items.map((authority) => <AuthorityRow key={authority.id} authority={authority} />)}
        </ul>
      )}
      {found.hasNextPage && (
        <div className="row">
          <Button onPress={() => void found.fetchNextPage()} isDisabled={found.isFetchingNextPage}>
            {found.isFetchingNextPage ? t('shell.loading') : t('directory.more')}
          </Button>
        </div>
      )}
      <div className="wide" role="status">
        {found.data && items.length === 0 && (
          <EmptyState title={t('directory.none')}>
            <p>{t('directory.none.lead')}</p>
            <Button onPress={onClear}>{t('directory.clear')}</Button>
          </EmptyState>
        )}
      </div>
    </>
  );
}
