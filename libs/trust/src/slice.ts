// Verifying in slices, apart from the replay: what is given to a worker and what it answers, both plain data. A worker needs no
// state, so slices of a log may be verified in any order; entriesOf puts a slice's answers together with its leaves for reduceAll.
import { fromHex, fromUtf8, toHex, unpackLeaves, type Bytes, type TrustEntry } from '#protocol';
import type { Objection } from './refusal.ts';
import type { QuotedCheckpoint } from './rule.ts';
import { Signers, type SigningKey } from './signers.ts';
import { verifySignatures, type NetworkKeys, type VerifiedEntry, type VerifiedOrNot } from './verify-signatures.ts';

export interface Slice {
  /** As packLeaves writes them. */
  readonly leaves: Bytes;
  /** Of each leaf, side by side: computed before, when the leaves were shown to make the checkpoint's tree. */
  readonly leafHashes: Bytes;
  /** Who signed in it. */
  readonly signers: PackedSigners;
  /** The keys that judge quoted checkpoints at its first leaf (keysAt). */
  readonly keys: NetworkKeys | null;
}

/** Keys by certificate hash, in few large values: thousands of small ones cost more to hand over than a slice takes to verify. A hash that is missing: not at hand. */
export interface PackedSigners {
  readonly certificates: readonly string[];
  /** In the same order; null where the certificate is not what it must be. */
  readonly fingerprints: readonly (string | null)[];
  /** Raw public keys, 32 bytes each, in the same order. */
  readonly ed25519: Bytes;
}

export interface SliceVerdict {
  /** SHA-256 of each statement, 32 bytes each; of no meaning where refused. */
  readonly hashes: Bytes;
  /** By place in the slice. */
  readonly refused: ReadonlyMap<number, NonNullable<Objection>>;
  readonly quoted: ReadonlyMap<number, QuotedCheckpoint>;
}

const HASH = 32;
const KEY = 32;

export function packSigners(keys: ReadonlyMap<string, SigningKey | null>): PackedSigners {
  const ed25519 = new Uint8Array(keys.size * KEY);
  for (const [i, key] of [...keys.values()].entries()) if (key !== null) ed25519.set(key.ed25519, i * KEY);
  return { certificates: [...keys.keys()], fingerprints: Array.from(keys.values(), (key) => key?.fingerprint ?? null), ed25519 };
}

function* unpacked({ certificates, fingerprints, ed25519 }: PackedSigners): Generator<[string, SigningKey | null]> {
  for (const [i, certificate] of certificates.entries()) {
    const fingerprint = fingerprints[i] ?? null;
    yield [certificate, fingerprint === null ? null : { fingerprint, ed25519: ed25519.subarray(i * KEY, (i + 1) * KEY) }];
  }
}

/** What a worker does. Never throws on what the leaves hold; RangeError on what packLeaves did not write. */
export async function verifySlice({ leaves, leafHashes, signers, keys }: Slice): Promise<SliceVerdict> {
  const list = unpackLeaves(leaves);
  const verified = await verifySignatures(list, { signers: Signers.known(unpacked(signers)), keys, leafHashes: list.map((_, place) => hashAt(leafHashes, place)) });
  const hashes = new Uint8Array(verified.length * HASH);
  const refused = new Map<number, NonNullable<Objection>>();
  const quoted = new Map<number, QuotedCheckpoint>();
  for (const [place, entry] of verified.entries()) {
    if ('refused' in entry) refused.set(place, entry.refused);
    else {
      hashes.set(fromHex(entry.hash), place * HASH);
      if (entry.quoted !== null) quoted.set(place, entry.quoted);
    }
  }
  return { hashes, refused, quoted };
}

const hashAt = (hashes: Bytes, place: number): Bytes => hashes.subarray(place * HASH, (place + 1) * HASH);

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
