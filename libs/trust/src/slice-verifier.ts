// Where the costly half of a replay is done: here, or in workers that a platform provides. What they are given and answer is plain
// data; a worker of this client's own is believed as this code is.
import { readCertificate } from '#openpgp';
import { compileHashes, unpackLeaves, type Bytes } from '#protocol';
import { HASH_SIZE, leafHash } from '#transparency-log';
import type { SigningKey } from './signers.ts';
import { verifySlice, type Slice, type SliceVerdict } from './slice.ts';

export interface SliceVerifier {
  /** How many calls are worth having under way at once. */
  readonly width: number;
  /** Leaf hashes of packed leaves, side by side. */
  hash(leaves: Bytes): Promise<Bytes>;
  /** What each certificate signs by; null: not in the required form. */
  keys(certificates: readonly Bytes[]): Promise<readonly (SigningKey | null)[]>;
  verify(slice: Slice): Promise<SliceVerdict>;
}

/** In the thread that asks: for short logs, and the far end of a worker. */
export const verifyHere: SliceVerifier = {
  width: 1,
  hash: async (packed) => {
    await compileHashes();
    const leaves = unpackLeaves(packed);
    const hashes = new Uint8Array(leaves.length * HASH_SIZE);
    for (const [i, leaf] of leaves.entries()) hashes.set(leafHash(leaf), i * HASH_SIZE);
    return hashes;
  },
  keys: async (certificates) => {
    await compileHashes();
    return Promise.all(
      certificates.map(async (bytes) => {
        const read = await readCertificate(bytes);
        return read.ok ? { fingerprint: read.certificate.fingerprint, ed25519: read.certificate.ed25519 } : null;
      }),
    );
  },
  verify: verifySlice,
};
