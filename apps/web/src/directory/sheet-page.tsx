import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { AuthoritySummary } from '#protocol';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Banner, EmptyState, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { AuthorityName } from './authority-name.tsx';
import { ConfirmationLine } from './confirmation-banner.tsx';
import type { DirectorySearch } from './directory-search.ts';
import { useStateName } from './states.ts';
import './directory.css';

const PAGE_SIZE = 100;
/** More is a file's business: a thousand entries are some forty sheets of paper. */
const MOST = 1000;

const COLUMNS = ['directory.sheet.name', 'directory.state', 'directory.sheet.for'] as const;

interface Found {
  readonly items: readonly AuthoritySummary[];
  readonly cut: boolean;
  readonly at: Date;
}

/** All that was found, page by page. */
async function findAll(query: Omit<DirectorySearch, 'view'>): Promise<Found> {
  const items: AuthoritySummary[] = [];
  for (let cursor: string | null = null; items.length < MOST; ) {
    const page: { items: AuthoritySummary[]; next: string | null } = await request('directory.listAuthorities', { query: { ...query, limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) } });
    items.push(...page.items);
    cursor = page.next;
    if (cursor === null) return { items, cut: false, at: new Date() };
  }
  return { items, cut: true, at: new Date() };
}

/** The list as it is printed: what was looked for, when, and every entry in a line of a table. */
export function SheetPage() {
  const { t, dateTime, number } = useText();
  const { view: _, ...query } = useSearch({ from: '/inside/directory/sheet' });
  const { data, error, refetch } = useQuery({ queryKey: ['authorities', 'sheet', query], queryFn: () => findAll(query) });
  return (
    <Page
      title={t('directory.title')}
      acts={<span className="row no-print"><Link to="/directory" search={query}>{t('directory.view.list')}</Link><Button kind="primary" isDisabled={!data} onPress={() => globalThis.print()}>{t('directory.print')}</Button></span>}
    >
      <Asked query={query} />
      {error && <FailureBanner failure={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting>{t('shell.loading')}</Waiting>}
      {data && (
        <>
          <p className="soft small" role="status">{t('directory.sheet.made', { count: data.items.length, date: dateTime(data.at) })}</p>
          {data.cut && <Banner tone="warn">{t('directory.sheet.cut', { count: number(MOST) })}</Banner>}
          {data.items.length === 0 ? <EmptyState title={t('directory.none')} /> : <Sheet items={data.items} />}
        </>
      )}
    </Page>
  );
}

/** In words, what narrows the list; nothing for the whole directory. */
function Asked({ query: { q, state, function: wanted, member, answering } }: { query: DirectorySearch }) {
  const { t, list } = useText();
  const stateName = useStateName();
  const narrowed = [
    ...(q === undefined ? [] : [`“${q}”`]),
    ...(state === undefined ? [] : [stateName(state)]),
    ...(wanted === undefined ? [] : [t(`directory.function.${wanted}`)]),
    ...(member === undefined ? [] : [t('directory.filter.members')]),
    ...(answering === undefined ? [] : [t('directory.filter.answering')]),
  ];
  return narrowed.length === 0 ? null : <p><bdi>{list(narrowed)}</bdi></p>;
}

function Sheet({ items }: { items: readonly AuthoritySummary[] }) {
  const { t, language, list } = useText();
  const stateName = useStateName();
  return (
    <table className="sheet-table">
      <thead><tr>{COLUMNS.map((key) => <th key={key} scope="col">{t(key)}</th>)}</tr></thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row">
              <AuthorityName of={item} />
              {item.acronym !== null && item.acronym !== (item.names[language] ?? item.name) && <> (<bdi>{item.acronym}</bdi>)</>}
              {item.native !== null && item.native.name !== (item.names[language] ?? item.name) && <p className="small"><bdi lang={item.native.language}>{item.native.name}</bdi></p>}
              <ConfirmationLine entry={item} />
            </th>
            <td><bdi>{stateName(item.state)}</bdi></td>
            <td>{item.functions.length > 0 ? list(item.functions.map((name) => t(`directory.function.${name}`))) : t(`directory.kind.${item.kind}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
