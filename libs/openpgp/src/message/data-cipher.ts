// Encrypting and decrypting SEIPD version 2 (RFC 9580, section 5.13.2) with WebCrypto's AES-GCM, a chunk at a time.
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, type Bytes } from '#protocol';
import { uint32 } from '../packets/byte-reader.ts';
import { CHUNK_SIZE, SEIPD_HEADER, SEIPD_SALT_SIZE, TAG_SIZE, type EncryptedData } from '../packets/encrypted-data.ts';
import { packetHeader, TAG } from '../packets/framing.ts';
import { randomBytes } from '../random.ts';
import { RefusedError } from '../refusal.ts';

const KEY_SIZE = 32;
/** GCM takes 12 octets: 4 from HKDF, then the chunk's number in 8. */
const NONCE_PREFIX = 4;

/** One whole encrypted data packet under a session key, with a fresh salt each time. */
export async function encryptData(sessionKey: Uint8Array, plain: Bytes): Promise<Bytes> {
  const salt = randomBytes(SEIPD_SALT_SIZE);
  const { key, nonce } = await chunkKey(sessionKey, salt, 'encrypt');
  const chunks = Math.ceil(plain.length / CHUNK_SIZE);
  const fields = concat(SEIPD_HEADER.subarray(1), salt);
  const header = packetHeader(TAG.encrypted, fields.length + plain.length + (chunks + 1) * TAG_SIZE);
  const packet = new Uint8Array(header.length + fields.length + plain.length + (chunks + 1) * TAG_SIZE);
  packet.set(header);
  packet.set(fields, header.length);
  const start = header.length + fields.length;
  const sealChunk = async (number: number, data: Bytes, at: number, additionalData: Bytes) => {
    packet.set(new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce(number), additionalData }, key, data)), at);
  };
  await Promise.all([
    ...Array.from({ length: chunks }, (_, i) =>
      sealChunk(i, plain.subarray(i * CHUNK_SIZE, (i + 1) * CHUNK_SIZE), start + i * (CHUNK_SIZE + TAG_SIZE), SEIPD_HEADER)),
    sealChunk(chunks, new Uint8Array(0), packet.length - TAG_SIZE, lastHeader(plain.length)),
  ]);
  return packet;
}

/** The plain octets, none of them before all chunks and the last tag have verified; refuses `does-not-decrypt`. */
export async function decryptData(sessionKey: Uint8Array, { salt, chunks, lastTag }: EncryptedData): Promise<Bytes> {
  const { key, nonce } = await chunkKey(sessionKey, salt, 'decrypt');
  const sealedSize = CHUNK_SIZE + TAG_SIZE;
  const count = Math.ceil(chunks.length / sealedSize);
  const plain = new Uint8Array(chunks.length - count * TAG_SIZE);
  const openChunk = async (number: number, data: Bytes, additionalData: Bytes) => {
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce(number), additionalData }, key, data);
    plain.set(new Uint8Array(opened), Math.min(number * CHUNK_SIZE, plain.length));
  };
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: count }, (_, i) => openChunk(i, chunks.subarray(i * sealedSize, (i + 1) * sealedSize), SEIPD_HEADER)),
    openChunk(count, lastTag, lastHeader(plain.length)),
  ]);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) {
    plain.fill(0);
    // WebCrypto names a tag that does not verify OperationError; whatever else happened is no verdict on the message.
    if (isNamed(failure.reason, 'OperationError')) throw new RefusedError('does-not-decrypt');
    throw failure.reason;
  }
  return plain;
}

async function chunkKey(sessionKey: Uint8Array, salt: Bytes, usage: 'encrypt' | 'decrypt') {
  const derived = new Uint8Array(hkdf(sha256, sessionKey, salt, SEIPD_HEADER, KEY_SIZE + NONCE_PREFIX));
  const key = await crypto.subtle.importKey('raw', derived.subarray(0, KEY_SIZE), 'AES-GCM', false, [usage]);
  derived.fill(0, 0, KEY_SIZE);
  const prefix = derived.subarray(KEY_SIZE);
  return { key, nonce: (number: number): Bytes => concat(prefix, uint64(number)) };
}

/** Associated data of the last tag: the five octets, then how many plain octets there are in all. */
function lastHeader(size: number): Bytes {
  return concat(SEIPD_HEADER, uint64(size));
}

function isNamed(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === name;
}

function uint64(value: number): Bytes {
  return concat(uint32(Math.floor(value / 2 ** 32)), uint32(value % 2 ** 32));
}
