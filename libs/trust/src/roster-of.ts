// Which roster a leaf changes, without parsing it.
const TAIL = /"roster":"([^"]{1,40})","subject":"[^"]{36}","version":1\}\}$/;
/** Bytes that hold the tail of every canonical entry. */
const TAIL_SIZE = 160;
const latin1 = new TextDecoder('latin1');

/** The roster that a leaf changes, by where a canonical entry has it; null: no canonical entry, which the replay will refuse. */
export function rosterOf(leaf: Uint8Array): string | null {
  return TAIL.exec(latin1.decode(leaf.subarray(-TAIL_SIZE)))?.[1] ?? null;
}
