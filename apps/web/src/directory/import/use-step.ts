// A step of an import, as the page takes it: with step-up where it is asked for, and everything about the import looked at anew.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ImportSummary } from '#protocol';
import { useStepUp } from '../../session/step-up.tsx';

export function useStep<V = void>(id: string, act: (value: V) => Promise<ImportSummary>, done?: (summary: ImportSummary) => void) {
  const cache = useQueryClient();
  const withStepUp = useStepUp();
  return useMutation({
    mutationFn: (value: V) => withStepUp(() => act(value)),
    onSuccess: (summary) => {
      cache.setQueryData(['import', id], summary);
      done?.(summary);
    },
    onSettled: () => Promise.all([['import', id], ['import-rows', id], ['imports']].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
}
