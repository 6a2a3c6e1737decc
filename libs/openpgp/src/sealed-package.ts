// The outer layer of an epoch package (TRUST.md "Certificates", "Statements"): an epoch's secret sealed to one officer.
import { toHex } from '#protocol';
import { sha256 } from '@noble/hashes/sha2.js';
import { readEncryptedData } from './packets/encrypted-data.ts';
import { readKeyPacket, splitKeyPacket } from './packets/key-packet.ts';
import { asVerdictSync, demand, type Refused } from './refusal.ts';

/** Bytes; a package has about 3,000. */
export const MAXIMUM_PACKAGE = 8192;

export type SealedPackageVerdict =
  | { readonly ok: true; /** SHA-256 of the bytes, hexadecimal: what statements pin. */ readonly hash: string; /** Fingerprint of the officer's ML-KEM subkey. */ readonly recipient: string }
  | Refused;

/** Whether bytes are one key packet and one encrypted data packet of the forms allowed. Decrypts nothing. */
export function readSealedPackage(sealed: Uint8Array): SealedPackageVerdict {
  return asVerdictSync(() => {
    demand(sealed.length <= MAXIMUM_PACKAGE, 'too-large');
    const { keyPacket, encrypted } = splitKeyPacket(sealed);
    readEncryptedData(encrypted);
    return { ok: true, hash: toHex(sha256(sealed)), recipient: readKeyPacket(keyPacket).recipient };
  });
}
