// Who calls, once a route's access is checked: somebody of a member.
import { Problem, type Access } from '#protocol';
import { requireAccess } from '../platform/access-guard.ts';
import type { Clock } from '../platform/clock.ts';
import { currentContext, type Principal } from '../platform/request-context.ts';

export interface MemberCaller extends Principal {
  readonly member: string;
}

/** The first line of each use case here. Throws Problem('not-signed-in' | 'not-allowed' | 'step-up-required'). */
export function requireMember(access: Access, clock: Clock): MemberCaller {
  const { principal } = currentContext();
  requireAccess(access, principal, clock.now());
  const { member } = principal;
  if (member === null) throw new Problem('not-allowed');
  return { ...principal, member };
}
