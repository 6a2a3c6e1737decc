import { useQuery } from '@tanstack/react-query';
import { request } from '../crypto/request.ts';
import { useText } from '../i18n/text.tsx';

/** Code of a State → its UN name in the reader's language; the code itself until the names are there. */
export function useStateName(): (code: string) => string {
  const { language } = useText();
  const states = useQuery({ queryKey: ['states'], queryFn: () => request('directory.states'), staleTime: Infinity, select: namesByCode });
  return (code) => states.data?.get(code)?.[language] ?? code;
}

function namesByCode({ states }: { states: readonly { code: string; names: Readonly<Record<string, string>> }[] }): Map<string, Readonly<Record<string, string>>> {
  return new Map(states.map(({ code, names }) => [code, names]));
}
