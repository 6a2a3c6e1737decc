// Signature packets, version 6 (RFC 9580, section 5.2.3), narrowed: Ed25519, SHA-512, no unhashed subpackets.
import { concat, equalBytes, sha512, type Bytes } from '#protocol';
import { verifyEd25519 } from '../ed25519.ts';
import { demand } from '../refusal.ts';
import { ByteReader, uint32 } from './byte-reader.ts';
import { ALGORITHM } from './public-key.ts';
import { readSubpackets, type Subpacket } from './subpackets.ts';

export const SIGNATURE_VERSION = 6;
export const SHA512_ID = 10;
/** Octets of salt that a version 6 signature with SHA-512 has (RFC 9580, section 9.5, table 23). */
export const SALT_SIZE = 32;
export const ED25519_SIGNATURE_SIZE = 64;

export const SIGNATURE_TYPE = { binary: 0x00, certifyUserId: 0x13, bindSubkey: 0x18, directKey: 0x1f } as const;

/** Above this many octets hashing is left to WebCrypto; below it the round trip costs more than the hash. */
const HASH_HERE_UP_TO = 4096;

export interface Signature {
  readonly type: number;
  readonly subpackets: readonly Subpacket[];
  /** Version to hashed subpackets as on the wire: hashed at the end of what is signed. */
  readonly hashedPart: Bytes;
  readonly digestPrefix: Bytes;
  readonly salt: Bytes;
  readonly value: Bytes;
}

/** Reads a signature packet's body; checks form and algorithms, judges no subpacket and verifies nothing. */
export function readSignature(body: Bytes): Signature {
  const reader = new ByteReader(body);
  demand(reader.octet() === SIGNATURE_VERSION, 'signature-version');
  const type = reader.octet();
  demand(reader.octet() === ALGORITHM.ed25519, 'signature-algorithm');
  demand(reader.octet() === SHA512_ID, 'signature-algorithm');
  const area = reader.take(reader.uint32());
  const hashedPart = body.subarray(0, body.length - reader.left);
  // Unhashed subpackets are signed by nobody: whoever passes the packet on could change them.
  demand(reader.uint32() === 0, 'signature-subpackets');
  const digestPrefix = reader.take(2);
  demand(reader.octet() === SALT_SIZE, 'packet-contents');
  const salt = reader.take(SALT_SIZE);
  const value = reader.take(ED25519_SIGNATURE_SIZE);
  reader.end();
  return { type, subpackets: readSubpackets(area), hashedPart, digestPrefix, salt, value };
}

/** SHA-512 of what a version 6 signature signs (RFC 9580, section 5.2.4): salt, data, hashed part, trailer. */
export async function signedDigest(salt: Bytes, data: readonly Uint8Array[], hashedPart: Bytes): Promise<Bytes> {
  const parts = [salt, ...data, hashedPart, Uint8Array.of(SIGNATURE_VERSION, 0xff), uint32(hashedPart.length)];
  if (parts.reduce((size, part) => size + part.length, 0) > HASH_HERE_UP_TO) {
    return new Uint8Array(await crypto.subtle.digest('SHA-512', concat(...parts)));
  }
  return sha512(...parts);
}

/** Whether the signature over `data` is by this raw Ed25519 key. */
export async function verifySignature(signature: Signature, key: Bytes, ...data: Uint8Array[]): Promise<boolean> {
  const digest = await signedDigest(signature.salt, data, signature.hashedPart);
  return equalBytes(digest.subarray(0, 2), signature.digestPrefix) && verifyEd25519(key, signature.value, digest);
}
