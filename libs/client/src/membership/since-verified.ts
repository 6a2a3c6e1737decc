// What became of a member since somebody verified it on this device. Pure.
import { equalBytes, type Bytes } from '#protocol';
import { changesSince, type TrustState } from '#trust';

/** What is remembered of the log. */
export interface VerifiedAt {
  readonly member: string;
  /** Size of the trust log and its root when the member was verified. */
  readonly size: number;
  readonly root: Bytes;
  /** Size of the log up to which what was signed since has been looked at; at first the same. */
  readonly seen: number;
}

/**
 * contradicted: the log is not the one in which the member was verified: shorter, or with other entries, or without the member. Nothing it says about the
 * member counts then. Otherwise positions, oldest first; `unseen` are among the changes.
 */
export type SinceVerified = { readonly state: 'contradicted' } | { readonly state: 'verified'; readonly changes: readonly number[]; readonly unseen: readonly number[] };

/** `now`: the log as this client has verified it in whole. */
export async function sinceVerified({ member, size, root, seen }: VerifiedAt, now: { readonly state: TrustState; rootAt(size: number): Promise<Bytes> }): Promise<SinceVerified> {
  const { state } = now;
  if (state.tree.range.size < size || !state.members.has(member) || !equalBytes(await now.rootAt(size), root)) return { state: 'contradicted' };
  const changes = changesSince(state, member, size);
  return { state: 'verified', changes, unseen: changes.filter((position) => position >= seen) };
}
