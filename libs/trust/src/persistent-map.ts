// An immutable map from strings: `with` copies only the path to the changed key, so a trust state of 80,000 statements can
// be advanced, kept and compared without copying it. Hash array mapped trie, 16 ways a level, order of iteration unspecified.

const WAYS = 16;
const BITS = 4;
/** 32 bits of key hash are used up after this many levels; below it keys lie in one list. */
const LEVELS = 8;

interface Leaf<V> {
  readonly key: string;
  readonly hash: number;
  readonly value: V;
}
type Node<V> = Leaf<V> | readonly (Node<V> | undefined)[];

/** FNV-1a. Chosen collisions only cost time: equal hashes share a short list. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const isLeaf = <V>(node: Node<V>): node is Leaf<V> => !Array.isArray(node);
const wayOf = (hash: number, level: number) => (hash >>> (level * BITS)) & (WAYS - 1);

function insert<V>(node: Node<V> | undefined, leaf: Leaf<V>, level: number): Node<V> {
  if (node === undefined) return leaf;
  if (level === LEVELS) {
    const list = isLeaf(node) ? [node] : (node as readonly Leaf<V>[]);
    return [...list.filter((other) => other.key !== leaf.key), leaf];
  }
  if (isLeaf(node)) {
    if (node.key === leaf.key) return leaf;
    return insert(insert(Array.from<undefined>({ length: WAYS }), node, level), leaf, level);
  }
  const way = wayOf(leaf.hash, level);
  const copy = node.slice();
  copy[way] = insert(node[way], leaf, level + 1);
  return copy;
}

function leaves<V>(node: Node<V> | undefined, into: Leaf<V>[] = []): Leaf<V>[] {
  if (node === undefined) return into;
  if (isLeaf(node)) into.push(node);
  else for (const child of node) leaves(child, into);
  return into;
}

export class PersistentMap<V extends NonNullable<unknown>> {
  readonly size: number;
  readonly #root: Node<V> | undefined;

  private constructor(root: Node<V> | undefined, size: number) {
    this.#root = root;
    this.size = size;
  }

  static empty<V extends NonNullable<unknown>>(): PersistentMap<V> {
    return new PersistentMap<V>(undefined, 0);
  }

  static from<V extends NonNullable<unknown>>(entries: Iterable<readonly [string, V]>): PersistentMap<V> {
    let map = PersistentMap.empty<V>();
    for (const [key, value] of entries) map = map.with(key, value);
    return map;
  }

  get(key: string): V | undefined {
    return this.#find(key, hashOf(key));
  }

  #find(key: string, hash: number): V | undefined {
    let node = this.#root;
    for (let level = 0; node !== undefined && !isLeaf(node); level++) {
      if (level === LEVELS) return (node as readonly Leaf<V>[]).find((leaf) => leaf.key === key)?.value;
      node = node[wayOf(hash, level)];
    }
    return node !== undefined && node.key === key ? node.value : undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** A map that differs in this key only. Values are never undefined. */
  with(key: string, value: V): PersistentMap<V> {
    const hash = hashOf(key);
    return new PersistentMap(insert(this.#root, { key, hash, value }, 0), this.#find(key, hash) === undefined ? this.size + 1 : this.size);
  }

  *entries(): Generator<readonly [string, V]> {
    for (const leaf of leaves(this.#root)) yield [leaf.key, leaf.value];
  }

  *values(): Generator<V> {
    for (const leaf of leaves(this.#root)) yield leaf.value;
  }
}
