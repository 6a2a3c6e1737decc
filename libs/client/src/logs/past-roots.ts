// The roots a tree had at every size so far, from the hashes of its perfect subtrees, level by level in one stretch of memory each.
import { HASH_SIZE, nodeHash, rootAt } from '#transparency-log';
import { Problem, type Bytes } from '#protocol';

export class PastRoots {
  /** Hashes of the perfect subtrees of each level, side by side; longer than what is used of them. */
  readonly #levels: Bytes[] = [];
  #size = 0;

  /** From leaf hashes, side by side, as `leafHashes` gives them. */
  static of(leaves: Bytes): PastRoots {
    const roots = new PastRoots();
    roots.appendAll(leaves);
    return roots;
  }

  appendAll(leaves: Bytes): void {
    for (let at = 0; at < leaves.length; at += HASH_SIZE) this.append(leaves.subarray(at, at + HASH_SIZE));
  }

  get size(): number {
    return this.#size;
  }

  /** Of all leaves, side by side. */
  get leafHashes(): Bytes {
    return (this.#levels[0] ?? new Uint8Array(0)).slice(0, this.#size * HASH_SIZE);
  }

  append(leaf: Bytes): void {
    let index = this.#size;
    let hash = leaf;
    this.#put(0, index, hash);
    for (let level = 1; index % 2 === 1; level++) {
      hash = nodeHash(this.#node(level - 1, index - 1), hash);
      index = (index - 1) / 2;
      this.#put(level, index, hash);
    }
    this.#size += 1;
  }

  /** What this leaf completes in the tree above itself, smallest first (KnownNodes in #trust). */
  completedBy(leaf: number): Bytes[] {
    const nodes: Bytes[] = [];
    for (let level = 1, index = leaf; index % 2 === 1; level++) {
      index = (index - 1) / 2;
      nodes.push(this.#node(level, index));
    }
    return nodes;
  }

  /** Throws Problem('not-found') beyond the present size. */
  leafHashAt(index: number): Bytes {
    if (index < 0 || index >= this.size) throw new Problem('not-found');
    return this.#node(0, index);
  }

  /** Throws Problem('not-found') beyond the present size. */
  rootAt(size: number): Promise<Bytes> {
    if (size > this.#size) throw new Problem('not-found');
    return rootAt(size, async (wanted) => wanted.map(({ level, index }) => this.#node(level, index)));
  }

  #node(level: number, index: number): Bytes {
    return this.#levels[level]!.slice(index * HASH_SIZE, (index + 1) * HASH_SIZE);
  }

  #put(level: number, index: number, hash: Bytes): void {
    let kept = this.#levels[level] ?? new Uint8Array(64 * HASH_SIZE);
    if ((index + 1) * HASH_SIZE > kept.length) {
      const larger = new Uint8Array(kept.length * 2);
      larger.set(kept);
      kept = larger;
    }
    kept.set(hash, index * HASH_SIZE);
    this.#levels[level] = kept;
  }
}
