// What is read from packed leaves before anything is parsed or believed: their hashes in the tree, whose roster each changes, who is named as its
// signers. By where a canonical entry has it; of an entry that is not canonical the replay will say so.
import { compileHashes, unpackLeaves, type Bytes } from '#protocol';
import { HASH_SIZE, leafHash } from '#transparency-log';

/** Plain data: a worker answers it. */
export interface Outline {
  /** Leaf hashes, side by side. */
  readonly hashes: Bytes;
  /** Of each leaf; null: no canonical entry. */
  readonly rosters: readonly (string | null)[];
  /** Hashes of certificates, each once. */
  readonly signers: readonly string[];
}

/** One letter a byte, whatever the bytes are. */
const latin1 = new TextDecoder('latin1');
/** A quotation mark inside a text is escaped, so no text can hold this; nothing else in an entry has these two members side by side. */
const SIGNED_BY = /"certificate":"([0-9a-f]{64})","signature":"/g;
const TAIL = /"roster":"([^"]{1,40})","subject":"[^"]{36}","version":1\}\}$/;
/** Bytes that hold the tail of every canonical entry. */
const TAIL_SIZE = 160;

/** Throws RangeError on what packLeaves does not write. */
export async function outlineOf(packed: Bytes): Promise<Outline> {
  await compileHashes();
  const leaves = unpackLeaves(packed);
  const hashes = new Uint8Array(leaves.length * HASH_SIZE);
  for (const [i, leaf] of leaves.entries()) hashes.set(leafHash(leaf), i * HASH_SIZE);
  // All at once: a decoder's call costs more than the letters.
  const text = latin1.decode(packed);
  const rosters = leaves.map(({ byteOffset, length }) => {
    const begin = byteOffset - packed.byteOffset;
    return rosterIn(text.slice(begin + Math.max(0, length - TAIL_SIZE), begin + length));
  });
  return { hashes, rosters, signers: [...namedIn(text)] };
}

/** The roster that a leaf changes; null: no canonical entry. */
export function rosterOf(leaf: Uint8Array): string | null {
  return rosterIn(latin1.decode(leaf.subarray(-TAIL_SIZE)));
}

/** The certificates that leaves name as their signers', each once. */
export function signersNamed(leaves: readonly Uint8Array[]): string[] {
  return [...new Set(leaves.flatMap((leaf) => [...namedIn(latin1.decode(leaf))]))];
}

const rosterIn = (tail: string): string | null => TAIL.exec(tail)?.[1] ?? null;

function namedIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(SIGNED_BY), ([, hash]) => hash!));
}
