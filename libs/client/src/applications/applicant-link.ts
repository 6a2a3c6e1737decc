// An application is opened by a link: 256 random bits behind the #, which browsers do not send. What the hub gets of them opens the application
// there and decrypts nothing; the keys stay with who has the link.
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64Url, toBase64Url, utf8, type Bytes } from '#protocol';

export interface LinkSecrets {
  /** For the hub, which keeps its hash. */
  readonly access: string;
  /** Encrypts the draft. */
  readonly draftKey: Bytes;
  /** Travels inside of the sealed form, so that the secretariat can answer. */
  readonly replyKey: Bytes;
}

const TOKEN_BYTES = 32;

export function newApplicationLink(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
}

/** Null: not the end of such a link. */
export function secretsOfLink(token: string): LinkSecrets | null {
  if (!/^[\w-]{43}$/.test(token)) return null;
  let secret: Bytes;
  try {
    secret = fromBase64Url(token);
  } catch {
    return null;
  }
  const derive = (use: string): Bytes => new Uint8Array(hkdf(sha256, secret, undefined, utf8(`globe application ${use} v1`), 32));
  return { access: toBase64Url(derive('access')), draftKey: derive('draft'), replyKey: derive('reply') };
}
