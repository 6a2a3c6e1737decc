// Checks inclusion and consistency proofs that others made (RFC 9162, sections 2.1.3.2 and 2.1.4.2).
import { equalBytes, type Bytes } from '#protocol';
import { emptyRoot, nodeHash } from './hash.ts';
import { consistencyPath, inclusionPath, isTreeSize } from './subtree.ts';
import { accepted, refused, type Verdict } from './verdict.ts';

/** A tree's size and root, as a checkpoint states them. */
export interface TreeHead {
  readonly size: number;
  readonly root: Bytes;
}

/** Is the leaf with this hash at `index` of the tree? */
export function verifyInclusion(index: number, leaf: Uint8Array, tree: TreeHead, proof: readonly Uint8Array[]): Verdict<null> {
  if (!isTreeSize(tree.size) || !isTreeSize(index) || index >= tree.size) return refused('position-outside-tree');
  const path = inclusionPath(index, tree.size);
  if (proof.length !== path.length) return refused('proof-length-wrong');
  const root = path.reduce((hash, { side }, i) => (side === 'left' ? nodeHash(proof[i]!, hash) : nodeHash(hash, proof[i]!)), leaf);
  return equalBytes(root, tree.root) ? accepted(null) : refused('root-mismatch');
}

/** Is the later tree the earlier one with leaves appended? */
export function verifyConsistency(earlier: TreeHead, later: TreeHead, proof: readonly Uint8Array[]): Verdict<null> {
  if (!isTreeSize(earlier.size) || !isTreeSize(later.size) || earlier.size > later.size) return refused('position-outside-tree');
  if (earlier.size === later.size || earlier.size === 0) {
    if (proof.length !== 0) return refused('proof-length-wrong');
    const expected = earlier.size === later.size ? later.root : emptyRoot();
    return equalBytes(earlier.root, expected) ? accepted(null) : refused('root-mismatch');
  }
  const { shared, siblings } = consistencyPath(earlier.size, later.size);
  const [seed, ...rest] = shared === null ? [earlier.root, ...proof] : proof;
  if (seed === undefined || rest.length !== siblings.length) return refused('proof-length-wrong');
  let earlierRoot: Uint8Array = seed;
  let laterRoot: Uint8Array = seed;
  for (const [i, { side }] of siblings.entries()) {
    if (side === 'left') earlierRoot = nodeHash(rest[i]!, earlierRoot);
    laterRoot = side === 'left' ? nodeHash(rest[i]!, laterRoot) : nodeHash(laterRoot, rest[i]!);
  }
  return equalBytes(earlierRoot, earlier.root) && equalBytes(laterRoot, later.root) ? accepted(null) : refused('root-mismatch');
}
