// The replay as clients and the server run it: leaf bytes from anywhere, believed only as far as they verify and rebuild the root
// of a checkpoint that was verified before.
import { equalBytes, type Bytes } from '#protocol';
import { rangeRoot, type TreeHead } from '#transparency-log';
import { reduce } from './reduce.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { Signers } from './signers.ts';
import type { TrustState } from './state.ts';
import { verifySignatures, type VerifiedOrNot } from './verify-signatures.ts';

export interface ReplayContext {
  readonly signers: Signers;
  /** The network id that the user compared by its phrase. null only where a network is being made, or in its own hub. */
  readonly network: string | null;
}

export interface Replayed {
  /** As far as the entries count; the entry at refusal.index and all after it do not. */
  readonly state: TrustState;
  readonly refusal: Refusal | null;
}

/** Continues a state with the leaves that follow it, in order. Stops at the first that does not count: nothing after it is believed. */
export async function replay(state: TrustState, leaves: readonly Uint8Array[], context: ReplayContext): Promise<Replayed> {
  return reduceAll(state, await verifySignatures(leaves, { signers: context.signers, keys: state.network }), context.network);
}

/** The perfect subtrees above it that the leaf of this index completes, smallest first, from a tree that the caller has built of the same leaves. */
export type KnownNodes = (index: number) => readonly Bytes[];

/** The second half of replay, for entries whose signatures were verified elsewhere (in slices, by workers). `known`: spares hashing the tree again. */
export function reduceAll(state: TrustState, entries: Iterable<VerifiedOrNot>, network: string | null, known?: KnownNodes): Replayed {
  let reached = state;
  for (const entry of entries) {
    const index = reached.tree.range.size;
    if ('refused' in entry) return { state: reached, refusal: { ...entry.refused, index } };
    const step = reduce(reached, entry, known?.(index));
    if (!step.ok) return { state: reached, refusal: step.refusal };
    if (index === 0 && network !== null && step.state.network?.id !== network) return { state: reached, refusal: { ...refuse('wrong-network'), index } };
    reached = step.state;
  }
  return { state: reached, refusal: null };
}

export type Followed =
  | { readonly ok: true; readonly state: TrustState }
  /** `entries`: one of them does not count. `root`: all count, but the tree they make is not the checkpoint's: evidence, if both are kept. */
  | { readonly ok: false; readonly reason: 'entries'; readonly refusal: Refusal }
  | { readonly ok: false; readonly reason: 'size' | 'root'; readonly refusal: null };

/**
 * Continues a state to a checkpoint whose note and cosignatures the caller has verified. `leaves` are those from the state's
 * size to the head's. Since the root is rebuilt from every leaf since the first, success proves that the log the state came
 * from is a prefix of this checkpoint's. A state of its own size and root is confirmed with no leaves.
 */
export async function follow(state: TrustState, head: TreeHead, leaves: readonly Uint8Array[], context: ReplayContext): Promise<Followed> {
  if (state.tree.range.size + leaves.length !== head.size) return { ok: false, reason: 'size', refusal: null };
  const { state: reached, refusal } = await replay(state, leaves, context);
  if (refusal !== null) return { ok: false, reason: 'entries', refusal };
  return equalBytes(rangeRoot(reached.tree.range), head.root) ? { ok: true, state: reached } : { ok: false, reason: 'root', refusal: null };
}

/** Size and root of what was replayed. */
export function treeHeadOf(state: TrustState): TreeHead {
  return { size: state.tree.range.size, root: rangeRoot(state.tree.range) };
}
