// Makes inclusion and consistency proofs over whatever stores the hashes.
import type { Bytes } from '#protocol';
import { joinRoots } from './hash.ts';
import { consistencyPath, inclusionPath, isTreeSize, perfectSubtrees, type Subtree, type TreeNode } from './subtree.ts';

/** Reads the hashes of perfect subtrees, in the order asked for; one call for a whole proof. Rejects when one is missing. */
export type HashReader = (nodes: readonly TreeNode[]) => Promise<readonly Bytes[]>;

/** RFC 9162, section 2.1.3.1: the hashes from the leaf's sibling up. Throws RangeError unless 0 ≤ index < size. */
export async function inclusionProof(index: number, size: number, read: HashReader): Promise<Bytes[]> {
  if (!isTreeSize(size) || !isTreeSize(index) || index >= size) throw new RangeError('no such leaf in a tree of this size');
  return readSubtrees(inclusionPath(index, size), read);
}

/** RFC 9162, section 2.1.4.1. Empty when size1 is 0 or equals size2. Throws RangeError unless 0 ≤ size1 ≤ size2. */
export async function consistencyProof(size1: number, size2: number, read: HashReader): Promise<Bytes[]> {
  if (!isTreeSize(size1) || !isTreeSize(size2) || size1 > size2) throw new RangeError('a tree does not shrink');
  if (size1 === 0 || size1 === size2) return [];
  const { shared, siblings } = consistencyPath(size1, size2);
  return readSubtrees(shared === null ? siblings : [shared, ...siblings], read);
}

/** Root of the tree at `size`. */
export async function rootAt(size: number, read: HashReader): Promise<Bytes> {
  if (!isTreeSize(size)) throw new RangeError('not a tree size');
  return joinRoots(await read(perfectSubtrees({ begin: 0, end: size })));
}

async function readSubtrees(subtrees: readonly Subtree[], read: HashReader): Promise<Bytes[]> {
  const parts = subtrees.map(perfectSubtrees);
  const hashes = await read(parts.flat());
  let at = 0;
  return parts.map(({ length }) => joinRoots(hashes.slice(at, (at += length))));
}
