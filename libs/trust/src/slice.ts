// Verifying in slices, apart from the replay: what is given to a worker and what it answers, both plain data. A worker needs no
// state, so slices of a log may be verified in any order; entriesOf puts a slice's answers together with its leaves for reduceAll.
import { fromUtf8, toHex, unpackLeaves, type Bytes, type TrustEntry } from '#protocol';
import type { Objection } from './refusal.ts';
import type { QuotedCheckpoint } from './rule.ts';
import { Signers, type SigningKey } from './signers.ts';
import { verifySignatures, type NetworkKeys, type VerifiedEntry, type VerifiedOrNot } from './verify-signatures.ts';

export interface Slice {
  /** As packLeaves writes them. */
  readonly leaves: Bytes;
  /** Of each leaf, side by side: computed before, when the leaves were shown to make the checkpoint's tree. */
  readonly leafHashes: Bytes;
  /** Who signed in it: certificate hash → key, null where the certificate is not what it must be. Missing: not at hand. */
  readonly signers: ReadonlyMap<string, SigningKey | null>;
  /** The keys that judge quoted checkpoints at its first leaf (keysAt). */
  readonly keys: NetworkKeys | null;
}

export interface SliceVerdict {
  /** SHA-256 of each statement, 32 bytes each; of no meaning where refused. */
  readonly hashes: Bytes;
  /** By place in the slice. */
  readonly refused: ReadonlyMap<number, NonNullable<Objection>>;
  readonly quoted: ReadonlyMap<number, QuotedCheckpoint>;
}

const HASH = 32;

/** What a worker does. Never throws on what the leaves hold; RangeError on what packLeaves did not write. */
export async function verifySlice({ leaves, leafHashes, signers, keys }: Slice): Promise<SliceVerdict> {
  const unpacked = unpackLeaves(leaves);
  const verified = await verifySignatures(unpacked, { signers: Signers.known(signers), keys, leafHashes: unpacked.map((_, place) => hashAt(leafHashes, place)) });
  const hashes = new Uint8Array(verified.length * HASH);
  const refused = new Map<number, NonNullable<Objection>>();
  const quoted = new Map<number, QuotedCheckpoint>();
  for (const [place, entry] of verified.entries()) {
    if ('refused' in entry) refused.set(place, entry.refused);
    else {
      for (let i = 0; i < HASH; i++) hashes[place * HASH + i] = Number.parseInt(entry.hash.slice(2 * i, 2 * i + 2), 16);
      if (entry.quoted !== null) quoted.set(place, entry.quoted);
    }
  }
  return { hashes, refused, quoted };
}

const hashAt = (hashes: Bytes, place: number): Bytes => hashes.slice(place * HASH, (place + 1) * HASH);

/** The entries of a slice, believed because the caller's own worker verified exactly these leaves. `leafHashes`: the slice's. */
export function entriesOf(leaves: readonly Uint8Array[], leafHashes: Bytes, { hashes, refused, quoted }: SliceVerdict): VerifiedOrNot[] {
  if (hashes.length !== leaves.length * HASH || leafHashes.length !== hashes.length) throw new RangeError('not the verdict on these leaves');
  return leaves.map((leaf, place) => {
    const objection = refused.get(place);
    if (objection !== undefined) return { refused: objection };
    return {
      // Canonical and of the schema, or it were refused.
      entry: JSON.parse(fromUtf8(leaf)) as TrustEntry,
      hash: toHex(hashAt(hashes, place)),
      leafHash: hashAt(leafHashes, place),
      quoted: quoted.get(place) ?? null,
    } as VerifiedEntry;
  });
}

/** One letter a byte, whatever the bytes are. */
const latin1 = new TextDecoder('latin1');
const SIGNED_BY = '"certificate":"';
const STATEMENT = new TextEncoder().encode('],"statement":{');

/** The certificates that leaves name as their signers', read from the bytes before anything is parsed: a superset is harmless. */
export function signersNamed(leaves: readonly Uint8Array[]): string[] {
  const named = new Set<string>();
  for (const leaf of leaves) {
    const end = endOfSignatures(leaf);
    const text = latin1.decode(leaf.subarray(0, end));
    for (let at = text.indexOf(SIGNED_BY); at !== -1; at = text.indexOf(SIGNED_BY, at + 1)) {
      const hash = text.slice(at + SIGNED_BY.length, at + SIGNED_BY.length + 64);
      if (/^[0-9a-f]{64}$/.test(hash)) named.add(hash);
    }
  }
  return [...named];
}

/** An entry begins with its signatures, the shorter part. */
function endOfSignatures(leaf: Uint8Array): number {
  for (let at = leaf.indexOf(STATEMENT[0]!); at !== -1; at = leaf.indexOf(STATEMENT[0]!, at + 1)) {
    if (STATEMENT.every((byte, i) => leaf[at + i] === byte)) return at;
  }
  return 0;
}

