import { useQuery } from '@tanstack/react-query';
import { engine } from '../../crypto/engine.ts';
import { useSession } from '../../session/session.ts';

/** My member's roster by this client's replay, looked at twice a minute. */
export function useRoster() {
  const session = useSession();
  const enabled = session.phase === 'open' && session.who.member !== null;
  return useQuery({ queryKey: ['roster'], queryFn: () => engine.roster(), enabled, refetchInterval: 30_000 });
}
