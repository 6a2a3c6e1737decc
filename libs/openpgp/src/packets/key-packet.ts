// Key packets: public-key encrypted session key, version 6, ML-KEM-768+X25519 (RFC 9580, section 5.1.2; draft-ietf-openpgp-pqc).
import { toHex, type Bytes } from '#protocol';
import { demand } from '../refusal.ts';
import { ByteReader } from './byte-reader.ts';
import { readOnePacket, readPackets, TAG } from './framing.ts';
import { ALGORITHM, KEY_VERSION } from './public-key.ts';

const KEY_PACKET_VERSION = 6;
const FINGERPRINT_SIZE = 32;
/** Octets: X25519 ephemeral share, ML-KEM-768 ciphertext, and a 32-octet session key under AES key wrap (RFC 3394). */
const X25519_SHARE = 32;
const MLKEM_CIPHERTEXT = 1088;
const WRAPPED_KEY = 40;

export interface KeyPacket {
  /** Hexadecimal fingerprint of the ML-KEM subkey it is for. */
  readonly recipient: string;
  readonly body: Bytes;
}

/** Reads exactly one key packet; refuses older versions, other algorithms, anonymous recipients and anything beside it. */
export function readKeyPacket(bytes: Uint8Array): KeyPacket {
  const { body } = readOnePacket(bytes, TAG.keyPacket);
  const reader = new ByteReader(body);
  demand(reader.octet() === KEY_PACKET_VERSION, 'key-packet-version');
  demand(reader.octet() === 1 + FINGERPRINT_SIZE && reader.octet() === KEY_VERSION, 'key-packet-recipient');
  const recipient = toHex(reader.take(FINGERPRINT_SIZE));
  demand(reader.octet() === ALGORITHM.mlkem768X25519, 'key-packet-algorithm');
  reader.take(X25519_SHARE + MLKEM_CIPHERTEXT);
  // Version 6 packets name no cipher, so the count covers the wrapped key alone.
  demand(reader.octet() === WRAPPED_KEY, 'packet-contents');
  reader.take(WRAPPED_KEY);
  reader.end();
  return { recipient, body };
}

/** Splits one key packet from the encrypted data packet that follows it. */
export function splitKeyPacket(bytes: Uint8Array): { keyPacket: Bytes; encrypted: Bytes } {
  const [keyPacket, encrypted, ...others] = readPackets(bytes, 3);
  demand(keyPacket !== undefined && encrypted !== undefined && others.length === 0, 'packet-sequence');
  return { keyPacket: keyPacket.whole, encrypted: encrypted.whole };
}
