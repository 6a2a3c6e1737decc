// Public-key and public-subkey packets, version 6 (RFC 9580, section 5.5.2.3), of the three algorithms this hub uses.
import { concat, sha256, toHex, type Bytes } from '#protocol';
import { demand } from '../refusal.ts';
import { ByteReader, uint32 } from './byte-reader.ts';

export const KEY_VERSION = 6;

/** Public-key algorithm ids (RFC 9580, section 9.1; ML-KEM-768+X25519 from draft-ietf-openpgp-pqc). */
export const ALGORITHM = { x25519: 25, ed25519: 27, mlkem768X25519: 35 } as const;
export type Algorithm = (typeof ALGORITHM)[keyof typeof ALGORITHM];

/** Octets of the public material: X25519 32; Ed25519 32; X25519 32 then ML-KEM-768 1184. */
const MATERIAL_SIZE: Record<Algorithm, number> = { 25: 32, 27: 32, 35: 32 + 1184 };

export interface PublicKey {
  readonly algorithm: Algorithm;
  /** Seconds since 1970. */
  readonly created: number;
  readonly material: Bytes;
  /** Version 6 fingerprint, 32 octets (RFC 9580, section 5.5.4.3). */
  readonly fingerprint: Bytes;
  /** What signatures over the key hash (section 5.2.4). */
  readonly hashed: Bytes;
  /** Octets the public fields take at the head of a packet body. */
  readonly size: number;
}

/** Reads a packet body that is a public key and nothing more. */
export function readPublicKey(body: Bytes): PublicKey {
  const key = readPublicFields(body);
  demand(key.size === body.length, 'packet-contents');
  return key;
}

/** Reads the public fields at the head of a public or secret key packet's body. */
export function readPublicFields(body: Bytes): PublicKey {
  const reader = new ByteReader(body);
  demand(reader.octet() === KEY_VERSION, 'key-version');
  const created = reader.uint32();
  const algorithm = reader.octet();
  demand(isAlgorithm(algorithm), 'key-algorithm');
  demand(reader.uint32() === MATERIAL_SIZE[algorithm], 'packet-contents');
  const material = reader.take(MATERIAL_SIZE[algorithm]);
  const size = body.length - reader.left;
  const hashed = concat(Uint8Array.of(0x9b), uint32(size), body.subarray(0, size));
  return { algorithm, created, material, fingerprint: sha256(hashed), hashed, size };
}

export function fingerprintText(key: PublicKey): string {
  return toHex(key.fingerprint);
}

function isAlgorithm(value: number): value is Algorithm {
  return value in MATERIAL_SIZE;
}
