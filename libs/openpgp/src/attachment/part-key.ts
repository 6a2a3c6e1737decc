// The key of one part (TRUST.md "Attachments").
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, utf8, type Bytes } from '#protocol';
import { uuidBytes } from '../message/commitment.ts';
import { uint32 } from '../packets/byte-reader.ts';

const DOMAIN = utf8('attachment-part.v1');

/** HKDF-SHA-256 of the attachment's key, no salt, info `attachment-part.v1` ‖ attachment id (16 raw bytes) ‖ part number (uint32): 32 bytes. */
export function partKey(attachmentKey: Uint8Array, id: string, index: number): Bytes {
  return new Uint8Array(hkdf(sha256, attachmentKey, undefined, concat(DOMAIN, uuidBytes(id), uint32(index)), 32));
}
