import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { EntryVersion } from '#protocol';
import { usePeople } from '../../administration/people.ts';
import { request } from '../../crypto/request.ts';
import { Button } from '../../design/button.tsx';
import { Select } from '../../design/select.tsx';
import { Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { Page } from '../../shell/page.tsx';
import { ContentDiffView } from '../edit/content-diff-view.tsx';
import '../edit/edit.css';

/** Versions of an entry, who changed it and who approved, and what any two of them differ in. */
export function HistoryPage() {
  const { t } = useText();
  const { authority } = useParams({ from: '/inside/directory/$authority/history' });
  const entry = useQuery({ queryKey: ['authority', authority], queryFn: () => request('directory.authority', { params: { id: authority } }), retry: false });
  const found = useInfiniteQuery({
    queryKey: ['entry-history', authority],
    queryFn: ({ pageParam: before }) => request('directory-history.authorityHistory', { params: { id: authority }, query: before === null ? {} : { before } }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('entry.history')} lead={entry.data ? <Link to="/directory/$authority" params={{ authority }}><bdi>{entry.data.name}</bdi></Link> : undefined}>
      {found.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {found.error && <FailureBanner failure={found.error} retry={() => void found.refetch()} />}
      {items.length > 0 && (
        <section className="card">
          <ol className="events" reversed>{items.map((item) => <Version key={item.version} of={item} />)}</ol>
        </section>
      )}
      {found.hasNextPage && <Button onPress={() => void found.fetchNextPage()} isDisabled={found.isFetchingNextPage}>{t('directory.more')}</Button>}
      {items.length > 1 && <Compare authority={authority} versions={items} />}
    </Page>
  );
}

const KINDS = ['added', 'changed', 'removed'] as const;

function Version({ of: { version, at, origin, side, proposedBy, approvedBy, approvals, removed, changes } }: { of: EntryVersion }) {
  const { t, dateTime, number, list } = useText();
  const people = usePeople();
  const who = [t(`entry.side.${side}`), ...(proposedBy === null ? [] : [people.nameOf(proposedBy)])];
  return (
    <li>
      <p><strong>{t('entry.version', { version: number(version) })}</strong>{' · '}{t(`entry.origin.${origin.kind}`)}{removed && ` · ${t('entry.removed')}`}</p>
      <p className="soft small">{dateTime(at)}{' · '}{who.join(' · ')}</p>
      {approvals > 0 && <p className="soft small">{t('entry.approved-by')}: {approvedBy === null ? t('entry.approvers', { count: approvals }) : list(people.namesOf(approvedBy))}</p>}
      {changes.length > 0 && (
        <ul className="small">{changes.map(({ part, ...counts }) => <li key={part}>{t(`entry.part.${part}`)}: {list(KINDS.filter((kind) => counts[kind] > 0).map((kind) => `${t(`entry.diff.${kind}`)} ${number(counts[kind])}`))}</li>)}</ul>
      )}
    </li>
  );
}

function Compare({ authority, versions }: { authority: string; versions: readonly EntryVersion[] }) {
  const { t, date, number } = useText();
  const there = versions.filter(({ removed }) => !removed);
  const [older, setOlder] = useState(String(there[1]?.version ?? there[0]!.version));
  const [newer, setNewer] = useState(String(there[0]!.version));
  const choices = there.map(({ version, at }) => ({ value: String(version), label: `${t('entry.version', { version: number(version) })} · ${date(at)}` }));
  const content = (version: string) => request('directory-history.authorityContent', { params: { id: authority }, query: { version } });
  const both = useQuery({ queryKey: ['entry-versions', authority, older, newer], queryFn: () => Promise.all([content(older), content(newer)]) });
  return (
    <section className="card stack" aria-labelledby="compare">
      <h2 id="compare">{t('entry.compare')}</h2>
      <div className="row">
        <Select label={t('entry.compare.from')} choices={choices} value={older} onChange={setOlder} />
        <Select label={t('entry.compare.to')} choices={choices} value={newer} onChange={setNewer} />
      </div>
      {both.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {both.error && <FailureBanner failure={both.error} retry={() => void both.refetch()} />}
      {both.data && <ContentDiffView before={both.data[0].content} after={both.data[1].content} />}
    </section>
  );
}
