// Certificates (TRUST.md "Certificates"): one exact shape for officers and mailbox epochs, everything else refused.
import { concat, equalBytes, fromUtf8, sha256, toHex, Uuid, type Bytes } from '#protocol';
import { isSoundEd25519Key } from './ed25519.ts';
import { uint32 } from './packets/byte-reader.ts';
import { asBytes, readPackets, TAG, type Packet } from './packets/framing.ts';
import { ALGORITHM, fingerprintText, readPublicKey, type PublicKey } from './packets/public-key.ts';
import { readSignature, SIGNATURE_TYPE, verifySignature } from './packets/signature.ts';
import { createdOf, onlySubpacket, SUBPACKET } from './packets/subpackets.ts';
import { asVerdict, demand, type Refused } from './refusal.ts';

export interface Certificate {
  /** SHA-256 of exactly these bytes, lower-case hexadecimal: what statements pin. */
  readonly hash: string;
  readonly bytes: Bytes;
  /** Version 6 fingerprint of the primary key, 64 hexadecimal digits. It does not pin the subkeys. */
  readonly fingerprint: string;
  /** Raw public primary key, 32 bytes. */
  readonly ed25519: Bytes;
  /** A random UUID: certificates carry no personal data. */
  readonly userId: string;
  /** When all three keys were made, seconds since 1970 by their maker's clock. Informs; no verdict depends on it. */
  readonly created: number;
  readonly x25519Fingerprint: string;
  /** The only subkey that messages are sealed to. */
  readonly mlkemFingerprint: string;
}

export type CertificateVerdict = { readonly ok: true; readonly certificate: Certificate } | Refused;

/** Bytes; a well-formed certificate has about 2,015. */
const MAXIMUM_SIZE = 4096;

const CERTIFY_AND_SIGN = Uint8Array.of(0x03);
const ENCRYPT = Uint8Array.of(0x0c);
/** Features (RFC 9580, section 5.2.3.32): SEIPD version 2. */
const SEIPD_V2 = 0x08;

/** The packets of a certificate in order, and what each signature's hashed area may hold: exactly these, once each. */
const SHAPE = [TAG.publicKey, TAG.signature, TAG.userId, TAG.signature, TAG.publicSubkey, TAG.signature, TAG.publicSubkey, TAG.signature];
const SUBPACKETS = {
  directKey: [
    SUBPACKET.created, SUBPACKET.symmetricPreference, SUBPACKET.hashPreference, SUBPACKET.compressionPreference,
    SUBPACKET.keyFlags, SUBPACKET.features, SUBPACKET.issuerFingerprint, SUBPACKET.cipherSuitePreference,
  ],
  certifyUserId: [SUBPACKET.created, SUBPACKET.primaryUserId, SUBPACKET.issuerFingerprint],
  bindSubkey: [SUBPACKET.created, SUBPACKET.keyFlags, SUBPACKET.issuerFingerprint],
} as const;

/**
 * Reads and verifies a certificate: version 6 Ed25519 primary that signs and certifies, one User ID (a UUID), subkeys X25519
 * then ML-KEM-768+X25519 that only encrypt, each bound by the primary, all made at one time, none expiring. Nothing else.
 */
export function readCertificate(bytes: Uint8Array): Promise<CertificateVerdict> {
  return asVerdict(async () => ({ ok: true, certificate: await parseCertificate(bytes) }));
}

async function parseCertificate(input: Uint8Array): Promise<Certificate> {
  demand(input.length <= MAXIMUM_SIZE, 'too-large');
  const bytes = new Uint8Array(asBytes(input)); // the caller's buffer may change while signatures are verified
  const packets = readPackets(bytes, SHAPE.length);
  demand(packets.length === SHAPE.length && packets.every((packet, i) => packet.tag === SHAPE[i]), 'packet-sequence');
  const [primaryPacket, direct, userIdPacket, certification, xPacket, xBinding, mlkemPacket, mlkemBinding] = packets as PacketsInShape;

  const primary = keyOf(primaryPacket, ALGORITHM.ed25519);
  demand(isSoundEd25519Key(primary.material), 'key-weak');
  const x25519 = keyOf(xPacket, ALGORITHM.x25519);
  const mlkem = keyOf(mlkemPacket, ALGORITHM.mlkem768X25519);
  const userId = userIdOf(userIdPacket);

  const directSubpackets = await selfSignature(direct, primary, 'directKey', []);
  demand(equalBytes(directSubpackets(SUBPACKET.keyFlags), CERTIFY_AND_SIGN), 'key-flags');
  const features = directSubpackets(SUBPACKET.features);
  demand(features.length === 1 && (features[0]! & SEIPD_V2) !== 0, 'features');
  const hashedUserId = concat(Uint8Array.of(0xb4), uint32(userIdPacket.body.length), userIdPacket.body);
  await selfSignature(certification, primary, 'certifyUserId', [hashedUserId]);
  for (const [key, binding] of [[x25519, xBinding], [mlkem, mlkemBinding]] as const) {
    demand(key.created === primary.created, 'creation-time');
    const subpackets = await selfSignature(binding, primary, 'bindSubkey', [key.hashed]);
    demand(equalBytes(subpackets(SUBPACKET.keyFlags), ENCRYPT), 'key-flags');
  }
  return {
    hash: toHex(sha256(bytes)),
    bytes,
    fingerprint: fingerprintText(primary),
    ed25519: primary.material,
    userId,
    created: primary.created,
    x25519Fingerprint: fingerprintText(x25519),
    mlkemFingerprint: fingerprintText(mlkem),
  };
}

type PacketsInShape = [Packet, Packet, Packet, Packet, Packet, Packet, Packet, Packet];

function keyOf(packet: Packet, algorithm: number): PublicKey {
  const key = readPublicKey(packet.body);
  demand(key.algorithm === algorithm, 'key-algorithm');
  return key;
}

function userIdOf({ body }: Packet): string {
  let text = '';
  try {
    text = fromUtf8(body);
  } catch {
    demand(false, 'user-id');
  }
  demand(Uuid.safeParse(text).success, 'user-id');
  return text;
}

/** Verifies a signature of the primary key about itself and returns a look-up of its subpackets' bodies. */
async function selfSignature(packet: Packet, primary: PublicKey, kind: keyof typeof SUBPACKETS, about: Bytes[]): Promise<(type: number) => Bytes> {
  const signature = readSignature(packet.body);
  const { subpackets } = signature;
  demand(signature.type === SIGNATURE_TYPE[kind], 'signature-type');
  const allowed: readonly number[] = SUBPACKETS[kind];
  demand(subpackets.length === allowed.length && allowed.every((type) => subpackets.some((one) => one.type === type)), 'signature-subpackets');
  demand(equalBytes(onlySubpacket(subpackets, SUBPACKET.issuerFingerprint).body, issuerBody(primary.fingerprint)), 'signature-issuer');
  demand(createdOf(subpackets) === primary.created, 'creation-time');
  demand(await verifySignature(signature, primary.material, primary.hashed, ...about), 'signature-invalid');
  return (type) => onlySubpacket(subpackets, type).body;
}

/** Body of an issuer fingerprint subpacket (RFC 9580, section 5.2.3.35): key version, fingerprint. */
export function issuerBody(fingerprint: Uint8Array): Bytes {
  return concat(Uint8Array.of(6), fingerprint);
}
