// The compact range of a tree: all that is needed to append to it and to know its root, at most 53 hashes.
import { concat, type Bytes } from '#protocol';
import { HASH_SIZE, joinRoots, leafHash, nodeHash } from './hash.ts';
import { isTreeSize, perfectSubtrees, type TreeNode } from './subtree.ts';

/** The roots of the perfect subtrees of a tree with `size` leaves, largest (left-most) first. A value: appending makes a new one. */
export interface CompactRange {
  readonly size: number;
  readonly hashes: readonly Bytes[];
}

export const EMPTY_RANGE: CompactRange = { size: 0, hashes: [] };

/**
 * The range after one more leaf, given by its leaf hash. `made` hears of every perfect subtree that the leaf completes,
 * itself (level 0) first. `known`: the hashes of those above itself, smallest first, from a caller who has them: they are taken as they are.
 */
export function appendLeafHash(range: CompactRange, leaf: Bytes, made?: (node: TreeNode, hash: Bytes) => void, known?: readonly Bytes[]): CompactRange {
  const hashes = [...range.hashes];
  let node: TreeNode = { level: 0, index: range.size };
  let hash = leaf;
  made?.(node, hash);
  while (node.index % 2 === 1) {
    const left = hashes.pop()!;
    hash = known?.[node.level] ?? nodeHash(left, hash);
    node = { level: node.level + 1, index: (node.index - 1) / 2 };
    made?.(node, hash);
  }
  hashes.push(hash);
  return { size: range.size + 1, hashes };
}

/** The root (RFC 6962 Merkle Tree Hash) of the tree that the range stands for. */
export function rangeRoot(range: CompactRange): Bytes {
  return joinRoots(range.hashes);
}

/** Root of the tree over these leaf data. */
export function treeRoot(leafData: Iterable<Uint8Array>): Bytes {
  let range = EMPTY_RANGE;
  for (const data of leafData) range = appendLeafHash(range, leafHash(data));
  return rangeRoot(range);
}

/** Size as 8 bytes, big-endian, then the hashes. */
export function serialiseRange(range: CompactRange): Bytes {
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(range.size));
  return concat(size, ...range.hashes);
}

/** Reads what serialiseRange wrote; throws RangeError on anything else (our own stored state is damaged). */
export function restoreRange(bytes: Uint8Array): CompactRange {
  if (bytes.length < 8) throw new RangeError('not a compact range');
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
  if (!isTreeSize(size)) throw new RangeError('not a compact range');
  const count = perfectSubtrees({ begin: 0, end: size }).length;
  if (bytes.length !== 8 + count * HASH_SIZE) throw new RangeError('not a compact range');
  return { size, hashes: Array.from({ length: count }, (_, i) => bytes.slice(8 + i * HASH_SIZE, 8 + (i + 1) * HASH_SIZE) as Bytes) };
}
