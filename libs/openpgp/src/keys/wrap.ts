// Wrapping a session key for one certificate: the library makes the key packet, our parser checks it.
import { Problem, type Bytes } from '#protocol';
import type { Certificate } from '../certificate.ts';
import { readKeyPacket } from '../packets/key-packet.ts';
import { SESSION_KEY_SIZE } from './decryption-secret.ts';
import { certificateFrom } from './known-certificates.ts';
import { wrapSessionKey } from './library.ts';

export interface KeyPacketFor {
  /** SHA-256 of the recipient's certificate. */
  readonly certificate: string;
  /** One whole key packet. */
  readonly bytes: Bytes;
}

/** Reads what was made: version, algorithm and the ML-KEM subkey's fingerprint must be the ones meant. */
export async function wrapFor(sessionKey: Bytes, certificate: Certificate): Promise<KeyPacketFor> {
  if (sessionKey.length !== SESSION_KEY_SIZE) throw new Problem('bad-request');
  const bytes = await wrapSessionKey(sessionKey, certificate);
  if (readKeyPacket(bytes).recipient !== certificate.mlkemFingerprint) throw new Problem('internal', { verdict: 'key-packet-recipient' });
  return { certificate: certificate.hash, bytes };
}

/** Adds a key packet for one more certificate, say a later epoch of the same member, to a message that was opened. */
export async function rewrap({ sessionKey, certificate }: { readonly sessionKey: Bytes; readonly certificate: Uint8Array }): Promise<KeyPacketFor> {
  return wrapFor(sessionKey, await certificateFrom(certificate));
}
