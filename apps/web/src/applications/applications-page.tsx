// The secretariat's queue, and beneath it what the network looks like from there.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Badge, EmptyState, Waiting } from '../design/display.tsx';
import { useStateName } from '../directory/states.ts';
import { useText } from '../i18n/text.tsx';
import { Unlocked } from '../session/unlocked.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { ApplicationsFilters } from './applications-filters.tsx';
import { Dashboard } from './dashboard.tsx';
import { STATE_TONES } from './state-tones.ts';
import './applications.css';

/** Asking is recorded, so not often. */
const LOOK_EVERY_MS = 60_000;

export function ApplicationsPage() {
  const { t } = useText();
  return (
    <Page title={t('applications.title')} lead={t('applications.lead')} acts={<Link className="button" to="/applications/checklists">{t('checklists.title')}</Link>}>
      <Unlocked>
        <Queue />
        <Dashboard />
      </Unlocked>
    </Page>
  );
}

function Queue() {
  const { t, date, number } = useText();
  const search = useSearch({ from: '/inside/applications' });
  const navigate = useNavigate();
  const stateName = useStateName();
  // A colleague who came later can open nothing until somebody's client has wrapped it for them.
  useQuery({ queryKey: ['letters-care'], queryFn: () => engine.careForLetters(), refetchInterval: LOOK_EVERY_MS, staleTime: LOOK_EVERY_MS });
  const queue = useInfiniteQuery({
    queryKey: ['applications', search],
    queryFn: ({ pageParam }) => request('applications.applications', { query: { ...search, limit: 25, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: LOOK_EVERY_MS,
    staleTime: LOOK_EVERY_MS,
  });
  const items = queue.data?.pages.flatMap((page) => page.items) ?? [];
  const [first] = queue.data?.pages ?? [];
  return (
    <section className="stack" aria-labelledby="queue">
      <div className="row apart wide">
        <h2 id="queue">{first ? t('applications.waiting', { open: first.open, stale: number(first.stale) }) : t('applications.queue')}</h2>
        <Button isPending={queue.isFetching} onPress={() => void queue.refetch()}>{t('audit.refresh')}</Button>
      </div>
      <ApplicationsFilters search={search} onChange={(next) => void navigate({ to: '/applications', search: next, replace: true })} />
      {queue.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {queue.error && <FailureBanner failure={queue.error} retry={() => void queue.refetch()} />}
      {queue.data && items.length === 0 && <EmptyState title={t('applications.none')}><p>{t('applications.none.hint')}</p></EmptyState>}
      {items.length > 0 && (
        <ul className="rows">
          {items.map((item) => (
            <li key={item.id}>
              <div className="grow">
                <Link to="/applications/$application" params={{ application: item.id }}><bdi>{item.authorityName}</bdi></Link>
                <p className="soft small"><bdi>{stateName(item.country)}</bdi> · {t('applications.submitted', { date: date(item.submitted) })} · {t('applications.steps', { done: number(item.stepsDone), steps: number(item.steps) })}</p>
              </div>
              {item.stale && <Badge tone="warn">{t('applications.stale')}</Badge>}
              <Badge tone={STATE_TONES[item.state]}>{t(`application.state.${item.state}`)}</Badge>
            </li>
          ))}
        </ul>
      )}
      {queue.hasNextPage && <Button isPending={queue.isFetchingNextPage} onPress={() => void queue.fetchNextPage()}>{t('action.more')}</Button>}
    </section>
  );
}
