// One-pass signature, version 6 (RFC 9580, section 5.4): announces the signature that follows the data.
import type { Bytes } from '#protocol';
import { TAG, writePacket } from './framing.ts';
import { ALGORITHM } from './public-key.ts';
import { SALT_SIZE, SHA512_ID, SIGNATURE_TYPE } from './signature.ts';

const ONE_PASS_VERSION = 6;
const LAST = 1;

/** The one form there is for a signature with this salt by the key with this fingerprint: readers compare bytes. */
export function onePassPacket(salt: Uint8Array, fingerprint: Uint8Array): Bytes {
  const fields = Uint8Array.of(ONE_PASS_VERSION, SIGNATURE_TYPE.binary, SHA512_ID, ALGORITHM.ed25519, SALT_SIZE);
  return writePacket(TAG.onePassSignature, fields, salt, fingerprint, Uint8Array.of(LAST));
}
