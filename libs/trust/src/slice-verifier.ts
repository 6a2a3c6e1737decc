// Where the costly half of a replay is done: here, or in workers that a platform provides. What they are given and answer is plain
// data; a worker of this client's own is believed as this code is.
import { readCertificate } from '#openpgp';
import { compileHashes, type Bytes } from '#protocol';
import { outlineOf, type Outline } from './outline.ts';
import type { SigningKey } from './signers.ts';
import { verifySlice, type Slice, type SliceVerdict } from './slice.ts';

export interface SliceVerifier {
  /** How many calls are worth having under way at once. */
  readonly width: number;
  /** Of packed leaves. Throws RangeError on what packLeaves does not write. */
  outline(leaves: Bytes): Promise<Outline>;
  /** What each certificate signs by; null: not in the required form. */
  keys(certificates: readonly Bytes[]): Promise<readonly (SigningKey | null)[]>;
  verify(slice: Slice): Promise<SliceVerdict>;
}

/** In the thread that asks: for short logs, and the far end of a worker. */
export const verifyHere: SliceVerifier = {
  width: 1,
  outline: outlineOf,
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
