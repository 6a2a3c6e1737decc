// Whom I verified on this device, and what was signed about them since.
import { useQuery } from '@tanstack/react-query';
import type { VerificationView } from '../crypto/member-api.ts';
import { engine } from '../crypto/engine.ts';
import { useSession } from '../session/session.ts';

const NOBODY: ReadonlyMap<string, VerificationView> = new Map();
const byMember = (views: readonly VerificationView[]): ReadonlyMap<string, VerificationView> => new Map(views.map((view) => [view.member, view]));

/** By member; null while nothing is known yet. */
export function useVerifications(): ReadonlyMap<string, VerificationView> | null {
  const open = useSession().phase === 'open';
  const { data } = useQuery({ queryKey: ['verifications'], queryFn: () => engine.verifications(), enabled: open, refetchInterval: 60_000, select: byMember });
  return open ? (data ?? null) : NOBODY;
}

/** What this device remembers stands against the log, or cannot be read: nothing is sent to that member. */
export function stopsSending(view: VerificationView | undefined): boolean {
  return view !== undefined && view.state !== 'verified';
}
