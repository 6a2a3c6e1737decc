// Leaves of the trust log packed for the way: each as its length (four bytes, big-endian) and its bytes. Nothing here is believed:
// what a bundle holds is hashed into the tree by whoever unpacks it.
import type { Bytes } from './bytes.ts';

/** Leaves of a full bundle. Bundle n begins with leaf n · BUNDLE_WIDTH; full ones never change. */
export const BUNDLE_WIDTH = 1024;

export function packLeaves(leaves: readonly Uint8Array[]): Bytes {
  let size = 0;
  for (const leaf of leaves) size += 4 + leaf.length;
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const leaf of leaves) {
    view.setUint32(at, leaf.length);
    out.set(leaf, at + 4);
    at += 4 + leaf.length;
  }
  return out;
}

/** The leaves, as views of the same memory. Throws RangeError on what packLeaves does not write. */
export function unpackLeaves(packed: Bytes): Bytes[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const leaves: Bytes[] = [];
  let at = 0;
  while (at < packed.length) {
    if (at + 4 > packed.length) throw new RangeError('a bundle is cut short');
    const end = at + 4 + view.getUint32(at);
    if (end > packed.length) throw new RangeError('a bundle is cut short');
    leaves.push(packed.subarray(at + 4, end));
    at = end;
  }
  return leaves;
}
