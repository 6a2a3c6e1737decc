// Where an account stands: not where its officer does, unless the trust log has the officer under the account's own certificate. During a
// re-issue an officer has two accounts; the new one is pending until its certificate is in force, the old one from that very entry on.
import type { Standing, TrustView } from '../membership/membership.port.ts';

export type AccountStanding = Pick<Standing, 'role' | 'member'>;

export async function accountStanding(trust: Pick<TrustView, 'standing'>, { officer, certificate }: { readonly officer: string; readonly certificate: string }): Promise<AccountStanding> {
  const standing = await trust.standing(officer);
  const another = standing.certificate !== null && standing.certificate !== certificate;
  return another ? { role: 'pending', member: null } : { role: standing.role, member: standing.member };
}
