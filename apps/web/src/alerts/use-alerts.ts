import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { MemberTrouble } from '../crypto/alerts-api.ts';
import { engine } from '../crypto/engine.ts';
import { useSession } from '../session/session.ts';

/** The stream says when the log has grown; this is for when it does not. */
const EVERY_MS = 60_000;

export function useUnreadAlerts(): number {
  const open = useSession().phase === 'open';
  return useQuery({ queryKey: ['alerts', 'unread'], queryFn: () => engine.unreadAlerts(), enabled: open, refetchInterval: EVERY_MS }).data ?? 0;
}

/** Newest first, page by page. */
export function useAlerts() {
  return useInfiniteQuery({
    queryKey: ['alerts', 'list'],
    queryFn: ({ pageParam }) => engine.alerts(pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    // What was new when the page was opened stays marked while it is looked at.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

const NONE: MemberTrouble = { frozen: null, waits: [] };

export function useMemberTrouble(): MemberTrouble {
  const session = useSession();
  const asks = session.phase === 'open' && session.who.member !== null;
  return useQuery({ queryKey: ['alerts', 'trouble'], queryFn: () => engine.memberTrouble(), enabled: asks, refetchInterval: EVERY_MS }).data ?? NONE;
}
