// The commitment to a message: fixes body and session key, so that nobody can later show another text for the same body.
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, fromHex, toHex, utf8, type Bytes } from '#protocol';

const DOMAIN = utf8('commit.v1');

export interface Committed {
  /** Network id: SHA-256 of the genesis statement, hexadecimal. */
  readonly network: string;
  /** Message id: a UUID as text. */
  readonly message: string;
  /** The body exactly as stored and sent. */
  readonly body: Uint8Array;
  readonly sessionKey: Uint8Array;
}

/**
 * SHA-256, hexadecimal, of: the nine letters `commit.v1`, the network id as 32 raw bytes, the message id as the UUID's 16 raw
 * bytes, SHA-256 of the body (32), the session key (32). Every part has a fixed length.
 */
export function commitmentOf({ body, ...rest }: Committed): string {
  return commitmentToHash({ ...rest, bodyHash: sha256(body) });
}

/** The same by SHA-256 of the body alone. */
export function commitmentToHash({ network, message, bodyHash, sessionKey }: Omit<Committed, 'body'> & { readonly bodyHash: Uint8Array }): string {
  const preimage = concat(DOMAIN, fromHex(network), uuidBytes(message), bodyHash, sessionKey);
  const commitment = toHex(sha256(preimage));
  preimage.fill(0);
  return commitment;
}

/** A UUID's 16 bytes. */
export function uuidBytes(uuid: string): Bytes {
  return fromHex(uuid.replaceAll('-', ''));
}
