// Where the hub's word about a member differs from what this client's own replay of the trust log says. The replay is what counts.
import type { AuthoritySummary } from '#protocol';
import type { MemberView } from '../crypto/network-api.ts';

/** unknown: the log knows no such member; open, shut: the hub says that it can, or cannot, be written to; keys: it names other ones. */
export type Disagreement = 'unknown' | 'open' | 'shut' | 'keys';

interface Replayed {
  readonly standing: MemberView['standing'];
  readonly epoch: { readonly certificate: string } | null;
}

/** `hub`: what the directory says; null: it does not call the authority a member. */
export function disagreementOf(replayed: Replayed | undefined, hub: AuthoritySummary['member']): Disagreement | null {
  if (hub === null) return null;
  if (replayed === undefined) return 'unknown';
  const current = replayed.standing === 'current';
  if (hub.canBeWrittenTo !== current) return hub.canBeWrittenTo ? 'open' : 'shut';
  return current && hub.epoch?.certificate !== replayed.epoch?.certificate ? 'keys' : null;
}

export interface Disputed {
  readonly member: string;
  readonly authority: AuthoritySummary;
  readonly about: Disagreement;
}

export function disputedOf(replayed: readonly (Replayed & Pick<MemberView, 'id'>)[], said: readonly AuthoritySummary[]): Disputed[] {
  const known = new Map(replayed.map((member) => [member.id, member]));
  return said.flatMap((authority) => {
    const about = authority.member && disagreementOf(known.get(authority.member.id), authority.member);
    return about ? [{ member: authority.member!.id, authority, about }] : [];
  });
}
