// Encrypted data: SEIPD version 2 with AES-256, GCM and 256 KiB chunks (RFC 9580, section 5.13.2). The form, not the cipher.
import { type Bytes } from '#protocol';
import { demand } from '../refusal.ts';
import { ByteReader } from './byte-reader.ts';
import { readOnePacket, TAG } from './framing.ts';

export const SEIPD_VERSION = 2;
export const AES256 = 9;
export const GCM = 3;
/** Chunks of 2^(12 + 6) octets. */
export const CHUNK_OCTET = 12;
export const CHUNK_SIZE = 2 ** (CHUNK_OCTET + 6);
export const SEIPD_SALT_SIZE = 32;
export const TAG_SIZE = 16;

/** Associated data and HKDF info begin with these five octets (section 5.13.2). */
export const SEIPD_HEADER: Bytes = Uint8Array.of(0xc0 | TAG.encrypted, SEIPD_VERSION, AES256, GCM, CHUNK_OCTET);

export interface EncryptedData {
  readonly salt: Bytes;
  /** Chunks, each followed by its tag, then the last tag. */
  readonly chunks: Bytes;
  readonly lastTag: Bytes;
}

/** Reads exactly one encrypted data packet; refuses version 1, other ciphers, modes and chunk sizes, and anything beside it. */
export function readEncryptedData(bytes: Uint8Array): EncryptedData {
  const { body } = readOnePacket(bytes, TAG.encrypted);
  const reader = new ByteReader(body);
  demand(reader.octet() === SEIPD_VERSION, 'body-version');
  demand(reader.octet() === AES256, 'body-cipher');
  demand(reader.octet() === GCM, 'body-aead');
  demand(reader.octet() === CHUNK_OCTET, 'body-chunk-size');
  const salt = reader.take(SEIPD_SALT_SIZE);
  demand(reader.left >= TAG_SIZE, 'packet-contents');
  const chunks = reader.take(reader.left - TAG_SIZE);
  // A last chunk that is all tag would be an empty chunk, which no encrypter writes.
  const partial = chunks.length % (CHUNK_SIZE + TAG_SIZE);
  demand(partial === 0 || partial > TAG_SIZE, 'packet-contents');
  return { salt, chunks, lastTag: reader.rest() };
}
