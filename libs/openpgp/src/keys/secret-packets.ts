// Secret keys as they are kept: version 6 secret key packets, unencrypted (RFC 9580, section 5.5.3). The vault wraps them.
import { concat, type Bytes } from '#protocol';
import { readPackets, TAG, writePacket, type Packet } from '../packets/framing.ts';
import { ALGORITHM, readPublicFields, type Algorithm, type PublicKey } from '../packets/public-key.ts';
import { demand } from '../refusal.ts';

const UNENCRYPTED = 0;
/** Octets of secret material: Ed25519 seed; X25519 scalar; X25519 scalar then ML-KEM-768 seed. */
const SECRET_SIZE: Record<Algorithm, number> = { 25: 32, 27: 32, 35: 32 + 64 };

const SECRET_KEY_SHAPE = [TAG.secretKey, TAG.signature, TAG.userId, TAG.signature, TAG.secretSubkey, TAG.signature, TAG.secretSubkey, TAG.signature];

export interface SecretPacket {
  readonly key: PublicKey;
  /** A view of the caller's memory, not a copy. */
  readonly secret: Bytes;
  readonly body: Bytes;
}

export function readSecretPacket(packet: Packet, algorithm: Algorithm): SecretPacket {
  const key = readPublicFields(packet.body);
  demand(key.algorithm === algorithm, 'key-algorithm');
  demand(packet.body[key.size] === UNENCRYPTED && packet.body.length === key.size + 1 + SECRET_SIZE[algorithm], 'packet-contents');
  return { key, secret: packet.body.subarray(key.size + 1), body: packet.body };
}

export interface OfficerSecretKey {
  readonly primary: SecretPacket;
  readonly mlkem: SecretPacket;
  /** The certificate that belongs to it: the same packets without the secrets. */
  readonly certificate: Bytes;
}

/** Takes an officer's secret key (createCertificate) apart; refuses any other form. */
export function readOfficerSecretKey(bytes: Bytes): OfficerSecretKey {
  const packets = readPackets(bytes, SECRET_KEY_SHAPE.length);
  demand(packets.length === SECRET_KEY_SHAPE.length && packets.every((packet, i) => packet.tag === SECRET_KEY_SHAPE[i]), 'packet-sequence');
  const primary = readSecretPacket(packets[0]!, ALGORITHM.ed25519);
  readSecretPacket(packets[4]!, ALGORITHM.x25519);
  const mlkem = readSecretPacket(packets[6]!, ALGORITHM.mlkem768X25519);
  return { primary, mlkem, certificate: concat(...packets.map(publicForm)) };
}

function publicForm({ tag, body, whole }: Packet): Bytes {
  const publicTag = tag === TAG.secretKey ? TAG.publicKey : tag === TAG.secretSubkey ? TAG.publicSubkey : undefined;
  return publicTag === undefined ? whole : writePacket(publicTag, body.subarray(0, readPublicFields(body).size));
}

/** An epoch's secret: its two secret subkey packets and nothing else. The primary's secret is in no copy. */
export function epochSecretOf(secretKey: Bytes): Bytes {
  return concat(...readPackets(secretKey).filter((packet) => packet.tag === TAG.secretSubkey).map((packet) => packet.whole));
}

export function readEpochSecret(bytes: Bytes): { readonly x25519: SecretPacket; readonly mlkem: SecretPacket } {
  const [x25519, mlkem, ...others] = readPackets(bytes, 3);
  demand(x25519?.tag === TAG.secretSubkey && mlkem?.tag === TAG.secretSubkey && others.length === 0, 'packet-sequence');
  return { x25519: readSecretPacket(x25519, ALGORITHM.x25519), mlkem: readSecretPacket(mlkem, ALGORITHM.mlkem768X25519) };
}
