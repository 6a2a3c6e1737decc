import { useQuery } from '@tanstack/react-query';
import { request } from '../../crypto/request.ts';
import { useSession } from '../../session/session.ts';

/** Looking is recorded, so it is not done again with every other look at the roster. */
const STALE_MS = 10 * 60 * 1000;

/** Since when, ISO 8601, mail does not reach an officer of my member; for its security officers. */
export function useMailFailures(member: string): ReadonlyMap<string, string> {
  const session = useSession();
  const security = session.phase === 'open' && session.who.role === 'security';
  const failures = useQuery({ queryKey: ['mail-failures', member], queryFn: () => request('notices.failures', { params: { member } }), enabled: security, staleTime: STALE_MS });
  return new Map(failures.data?.items.map(({ officer, since }) => [officer, since]));
}
