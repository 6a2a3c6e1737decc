import { useQuery } from '@tanstack/react-query';
import { engine } from '../crypto/engine.ts';
import type { OfficerView } from '../crypto/network-api.ts';
import { useSession } from '../session/session.ts';

/** Officers of a member by id; nobody for null. Asked for once in a while: looking is recorded. */
export function useOfficers(member: string | null): ReadonlyMap<string, OfficerView> {
  const open = useSession().phase === 'open';
  const officers = useQuery({ queryKey: ['officers', member], queryFn: () => engine.officers(member!), enabled: open && member !== null, staleTime: 600_000, select: byId });
  return officers.data ?? NOBODY;
}

const NOBODY: ReadonlyMap<string, OfficerView> = new Map();
function byId(officers: readonly OfficerView[]): ReadonlyMap<string, OfficerView> {
  return new Map(officers.map((officer) => [officer.officer, officer]));
}
