import { useQuery } from '@tanstack/react-query';
import type { MemberDeviceView } from '#client';
import { engine } from '../../crypto/engine.ts';
import { useSession } from '../../session/session.ts';

/** Looking is recorded, so it is not done again with every other look at the roster. */
const STALE_MS = 10 * 60 * 1000;

/** Devices of the member's officers, for its security officers; undefined for others, or until they are there. */
export function useMemberDevices(): ReadonlyMap<string, readonly MemberDeviceView[]> | undefined {
  const session = useSession();
  const security = session.phase === 'open' && session.who.role === 'security';
  return useQuery({ queryKey: ['member-devices'], queryFn: () => engine.memberDevices(), enabled: security, staleTime: STALE_MS }).data;
}
