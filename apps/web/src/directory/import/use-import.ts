// One import as the hub has it: asked for again while the worker is at it.
import { useQuery } from '@tanstack/react-query';
import type { ImportSummary } from '#protocol';
import { request } from '../../crypto/request.ts';

/** Between looks while something runs, milliseconds. */
const LOOK = 700;
const BUSY: ReadonlySet<ImportSummary['stage']> = new Set(['checking', 'running', 'undoing']);

export function isBusy({ stage }: Pick<ImportSummary, 'stage'>): boolean {
  return BUSY.has(stage);
}

export function useImport(id: string) {
  return useQuery({
    queryKey: ['import', id],
    queryFn: () => request('directory-import.importSummary', { params: { id } }),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? LOOK : false),
    staleTime: 0,
  });
}
