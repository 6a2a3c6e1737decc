// AES-256-GCM for the few secrets that the database has to hold, under a key that it does not.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** nonce (12) ‖ ciphertext ‖ tag (16), bound to `about`. */
export function sealAtRest(key: Buffer, plain: string, about: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** Throws when altered, under another key, or about something else. */
export function openAtRest(key: Buffer, sealed: Buffer, about: string): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 }).setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8');
}
