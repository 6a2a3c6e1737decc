import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { StateCounts } from '#protocol';
import { request } from '../../crypto/request.ts';
import { EmptyState, Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import type { DirectorySearch } from '../directory-search.ts';
import { useStates } from '../states.ts';
import { StateTable } from './state-table.tsx';
import './map.css';

const StateMap = lazy(() => import('./state-map.tsx'));

export interface ShownState extends Omit<StateCounts, 'state'> {
  readonly code: string;
  readonly m49: string;
  readonly name: string;
}

/** What was found, State by State: on a map and, equal to it, in a table. Choosing a State narrows the list to it. */
export function CountsView({ search, onChoose }: { search: DirectorySearch; onChoose(state: string): void }) {
  const { t, language, compare } = useText();
  const known = useStates();
  const { view: _, ...query } = search;
  const { data, error, refetch } = useQuery({ queryKey: ['by-state', query], queryFn: () => request('directory-states.countsByState', { query }), placeholderData: keepPreviousData });
  if (error) return <FailureBanner failure={error} retry={() => void refetch()} />;
  if (!data || !known) return <Waiting>{t('shell.loading')}</Waiting>;
  if (data.states.length === 0) return <EmptyState title={t('directory.none')}><p>{t('directory.none.lead')}</p></EmptyState>;
  const states = data.states
    .map(({ state: code, ...counts }): ShownState => ({ ...counts, code, m49: known.get(code)?.m49 ?? '', name: known.get(code)?.names[language] ?? code }))
    .toSorted((a, b) => compare(a.name, b.name));
  return (
    <div className="by-state wide">
      <Suspense fallback={<Waiting>{t('shell.loading')}</Waiting>}><StateMap states={states} onChoose={onChoose} /></Suspense>
      <StateTable states={states} onChoose={onChoose} />
    </div>
  );
}
