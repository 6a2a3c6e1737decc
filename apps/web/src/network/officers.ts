import { useQuery } from '@tanstack/react-query';
import { engine } from '../crypto/engine.ts';
import type { OfficerView } from '../crypto/network-api.ts';
import { useSession } from '../session/session.ts';

/** Officers of a member by id; nobody for null. The replay is looked at twice a minute; the hub is asked for cards of new officers only. */
export function useOfficers(member: string | null): ReadonlyMap<string, OfficerView> {
  const open = useSession().phase === 'open';
  const officers = useQuery({ queryKey: ['officers', member], queryFn: () => engine.officers(member!), enabled: open && member !== null, staleTime: 30_000, refetchInterval: 30_000, select: byId });
  return officers.data ?? NOBODY;
}

const NOBODY: ReadonlyMap<string, OfficerView> = new Map();
function byId(officers: readonly OfficerView[]): ReadonlyMap<string, OfficerView> {
  return new Map(officers.map((officer) => [officer.officer, officer]));
}
