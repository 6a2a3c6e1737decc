// A log's tree in memory, with proofs: the audit log of a hub that exists in tests only.
import type { Bytes } from '#protocol';
import { appendLeafHash, consistencyProof, EMPTY_RANGE, inclusionProof, leafHash, rangeRoot, type CompactRange, type HashReader, type TreeHead, type TreeNode } from '#transparency-log';

export class MemoryTree {
  readonly #nodes = new Map<string, Bytes>();
  #range: CompactRange = EMPTY_RANGE;
  readonly #read: HashReader = async (nodes) => nodes.map((node) => this.#nodes.get(nameOf(node))!);

  get head(): TreeHead {
    return { size: this.#range.size, root: rangeRoot(this.#range) };
  }

  /** Answers the new leaf's index. */
  append(data: Uint8Array): number {
    this.#range = appendLeafHash(this.#range, leafHash(data), (node, hash) => this.#nodes.set(nameOf(node), hash));
    return this.#range.size - 1;
  }

  inclusion(index: number, size: number): Promise<Bytes[]> {
    return inclusionProof(index, size, this.#read);
  }

  consistency(from: number, to: number): Promise<Bytes[]> {
    return consistencyProof(from, to, this.#read);
  }
}

const nameOf = ({ level, index }: TreeNode) => `${level}/${index}`;
