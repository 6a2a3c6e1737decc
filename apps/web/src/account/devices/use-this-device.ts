import { useQuery } from '@tanstack/react-query';
import { engine } from '../../crypto/engine.ts';
import { useSession } from '../../session/session.ts';

/** What this device is called, asked once for each session that is open: the session is known to be on it from then on. */
export function useThisDevice() {
  const session = useSession();
  const open = session.phase === 'open' && session.who.role !== 'pending';
  return useQuery({ queryKey: ['this-device', session.phase === 'out' ? null : session.who.id], queryFn: () => engine.thisDevice(), enabled: open, staleTime: Infinity, retry: 1 });
}
