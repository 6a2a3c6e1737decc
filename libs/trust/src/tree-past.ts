// The tree that the replay has rebuilt, at its size now and at every size since the last checkpoint that log.time quoted.
// Immutable, so a refused entry leaves nothing behind.
import type { Bytes } from '#protocol';
import { appendLeafHash, EMPTY_RANGE, type CompactRange } from '#transparency-log';

export interface TreePast {
  readonly range: CompactRange;
  /** One leaf less; null where the past is forgotten. */
  readonly older: TreePast | null;
}

export const EMPTY_TREE: TreePast = { range: EMPTY_RANGE, older: null };

/** `nodes`: as appendLeafHash takes them. */
export function grow(tree: TreePast, leafHash: Bytes, nodes?: readonly Bytes[]): TreePast {
  return { range: appendLeafHash(tree.range, leafHash, undefined, nodes), older: tree };
}

/** The sizes that are still known, newest first. */
export function* pastOf(tree: TreePast): Generator<CompactRange> {
  for (let past: TreePast | null = tree; past !== null; past = past.older) yield past.range;
}

/** Links ranges, oldest first, each one leaf larger than the one before. */
export function linkPast(ranges: Iterable<CompactRange>): TreePast {
  let tree: TreePast | null = null;
  for (const range of ranges) tree = { range, older: tree };
  return tree ?? EMPTY_TREE;
}

/** Forgets what lies before this size. */
export function forgetBefore(tree: TreePast, size: number): TreePast {
  return linkPast([...pastOf(tree)].filter((range) => range.size >= size).toReversed());
}
