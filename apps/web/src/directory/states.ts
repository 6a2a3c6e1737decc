import { useQuery } from '@tanstack/react-query';
import type { State } from '#protocol';
import { request } from '../crypto/request.ts';
import { useText } from '../i18n/text.tsx';

/** All States by code; undefined until they are there. */
export function useStates(): ReadonlyMap<string, State> | undefined {
  return useQuery({ queryKey: ['states'], queryFn: () => request('directory.states'), staleTime: Infinity, select: byCode }).data;
}

/** Code of a State → its UN name in the reader's language; the code itself until the names are there. */
export function useStateName(): (code: string) => string {
  const { language } = useText();
  const states = useStates();
  return (code) => states?.get(code)?.names[language] ?? code;
}

function byCode({ states }: { states: readonly State[] }): ReadonlyMap<string, State> {
  return new Map(states.map((state) => [state.code, state]));
}
