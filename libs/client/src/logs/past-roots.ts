// The roots a tree had at every size so far, from the hashes of its perfect subtrees.
import { appendLeafHash, EMPTY_RANGE, rootAt, type CompactRange, type TreeNode } from '#transparency-log';
import { Problem, type Bytes } from '#protocol';

const nameOf = ({ level, index }: TreeNode) => `${level}/${index}`;

export class PastRoots {
  readonly #nodes = new Map<string, Bytes>();
  #range: CompactRange = EMPTY_RANGE;

  get size(): number {
    return this.#range.size;
  }

  append(leaf: Bytes): void {
    this.#range = appendLeafHash(this.#range, leaf, (node, hash) => this.#nodes.set(nameOf(node), hash));
  }

  /** Throws Problem('not-found') beyond the present size. */
  rootAt(size: number): Promise<Bytes> {
    if (size > this.size) throw new Problem('not-found');
    return rootAt(size, async (wanted) => wanted.map((node) => this.#nodes.get(nameOf(node))!));
  }
}
