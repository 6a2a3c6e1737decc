// Encryption of what a device keeps for itself: drafts, the search index. AES-256-GCM, random nonce in front, purpose as associated data.
import { concat, utf8, type Bytes } from '#protocol';

const NONCE_BYTES = 12;

function parameters(nonce: Bytes, purpose: string) {
  return { name: 'AES-GCM', iv: nonce, additionalData: utf8(`globe local v1 ${purpose}`) };
}

function keyFrom(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

export async function encryptLocal(key: Bytes, plain: Bytes, purpose: string): Promise<Bytes> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  return concat(nonce, new Uint8Array(await crypto.subtle.encrypt(parameters(nonce, purpose), await keyFrom(key), plain)));
}

/** Null: another key or purpose, or altered. */
export async function decryptLocal(key: Bytes, sealed: Bytes, purpose: string): Promise<Bytes | null> {
  const nonce = sealed.slice(0, NONCE_BYTES);
  return crypto.subtle.decrypt(parameters(nonce, purpose), await keyFrom(key), sealed.slice(NONCE_BYTES)).then(
    (plain) => new Uint8Array(plain),
    () => null,
  );
}
