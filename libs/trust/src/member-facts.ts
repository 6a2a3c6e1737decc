// What two clients have to agree on about a member before one of them calls it verified, as one hash: docs/adr/0010.
import { sha256 } from '@noble/hashes/sha2.js';
import { canonicalBytes, toHex, type Json, type OfficerRole } from '#protocol';
import { positionsOfMember } from './positions-of.ts';
import type { TrustState } from './state.ts';
import { headOf, TrustAt } from './trust-at.ts';

export interface MemberFacts {
  readonly version: 1;
  /** Not a statement, an entry or a checkpoint. */
  readonly kind: 'member.facts';
  readonly network: string;
  readonly member: string;
  /** Directory id. */
  readonly authority: string;
  /** Hash of the last statement of the member's roster: each names the one before, so this fixes all that was signed about the member. */
  readonly head: string;
  /** On the roster, the suspended among them; sorted by id. */
  readonly officers: readonly { readonly officer: string; readonly certificate: string; readonly role: OfficerRole | null }[];
  /** SHA-256 of the certificate of the mailbox keys last confirmed; null: none yet. */
  readonly epoch: string | null;
}

/** As the newest state has them: for a state of the whole log only. Null: no such member. */
export function memberFacts(state: TrustState, member: string): MemberFacts | null {
  const at = new TrustAt(state);
  const known = at.member(member);
  const head = headOf(state, member);
  if (known === null || head === null || state.network === null) return null;
  const officers = at.officersOf(member).map(({ id, certificate, role }) => ({ officer: id, certificate, role }));
  return {
    version: 1, kind: 'member.facts', network: state.network.id, member, authority: known.authority, head: head.hash,
    officers: officers.toSorted((a, b) => (a.officer < b.officer ? -1 : 1)), epoch: at.currentEpoch(member).epoch?.certificate ?? null,
  };
}

/** SHA-256 of the canonical facts, lower-case hex: what the twelve words and the QR code say. */
export function memberHash(facts: MemberFacts): string {
  return toHex(sha256(canonicalBytes(facts as unknown as Json)));
}

/** Oldest first: what concerns a member at or after this size of the log. */
export function changesSince(state: TrustState, member: string, size: number): number[] {
  const known = state.members.get(member);
  return known === undefined ? [] : positionsOfMember(known).filter((position) => position >= size);
}
