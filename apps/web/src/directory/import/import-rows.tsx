import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { DoubleReason, RowFilter } from '#protocol';
import { request } from '../../crypto/request.ts';
import { Button } from '../../design/button.tsx';
import { Waiting } from '../../design/display.tsx';
import { Select } from '../../design/select.tsx';
import { useText, type TextKey } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { DecideAll } from './decide-all.tsx';
import { ImportRowView } from './import-row-view.tsx';

const PAGE_SIZE = 50;

const NAMED: Readonly<Record<Exclude<RowFilter, DoubleReason>, TextKey>> = {
  refused: 'import.count.refused', warned: 'import.count.warned', doubles: 'import.rows.doubles', doubtful: 'import.count.doubtful', create: 'import.count.create', kept: 'import.count.kept',
};
function isReason(show: RowFilter): show is DoubleReason {
  return !(show in NAMED);
}

export interface ImportRowsProps {
  id: string;
  filters: readonly RowFilter[];
  /** Shown first. */
  first: RowFilter;
  /** Decisions can be taken. */
  deciding: boolean;
  acts: ReactNode;
}

/** The rows of an import, by what there is to say of them. */
export function ImportRows({ id, filters, first, deciding, acts }: ImportRowsProps) {
  const { t } = useText();
  const [show, setShow] = useState(first);
  const found = useInfiniteQuery({
    queryKey: ['import-rows', id, show],
    queryFn: ({ pageParam: after }) => request('directory-import.importRows', { params: { id }, query: { show, after, limit: PAGE_SIZE } }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const total = found.data?.pages[0]?.total ?? 0;
  return (
    <section className="stack wide" aria-labelledby="import-rows">
      <div className="row apart wide">
        <h2 id="import-rows">{t('import.rows')}</h2>
        <div className="row">{acts}</div>
      </div>
      <div className="import-fields wide">
        <Select label={t('import.rows.show')} choices={filters.map((value) => ({ value, label: t(isReason(value) ? `import.reason.${value}` : NAMED[value]) }))} value={show} onChange={setShow} />
      </div>
      {deciding && isReason(show) && total > 0 && <DecideAll id={id} reason={show} />}
      {found.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {found.error && <FailureBanner failure={found.error} retry={() => void found.refetch()} />}
      <p className="soft small" role="status">{found.data && (total === 0 ? t('import.rows.none') : t('import.rows.total', { count: total }))}</p>
      {items.length > 0 && <ul className="rows" aria-busy={found.isPlaceholderData}>{items.map((item) => <ImportRowView key={item.row} id={id} item={item} deciding={deciding} />)}</ul>}
      {found.hasNextPage && <div className="row"><Button isPending={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>{t('directory.more')}</Button></div>}
    </section>
  );
}
