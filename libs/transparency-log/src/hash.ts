// Hashes of the Merkle tree: RFC 6962, section 2.1 (RFC 9162, section 2.1.1), with SHA-256.
import { sha256, type Bytes } from '#protocol';

/** Bytes of every hash in the tree. */
export const HASH_SIZE = 32;

/** What leaves and inner nodes are hashed with in front, so that neither can pass for the other. */
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hash of a leaf: SHA-256(0x00 ‖ leaf data). */
export function leafHash(data: Uint8Array): Bytes {
  return sha256(LEAF, data);
}

/** Hash of an inner node: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  return sha256(NODE, left, right);
}

/** Root of the tree without leaves: SHA-256 of nothing. */
export function emptyRoot(): Bytes {
  return sha256();
}

/** Root over a run of adjacent subtrees, largest first: the right-most pair is joined first (RFC 6962, section 2.1). */
export function joinRoots(roots: readonly Bytes[]): Bytes {
  const last = roots.at(-1);
  if (last === undefined) return emptyRoot();
  return roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}
