// Makes packets that the code under test never makes: what a hostile or careless writer would send.
import { concat, fromHex, utf8, type Bytes } from '#protocol';
import { issuerBody } from '../src/certificate.ts';
import { encryptData } from '../src/message/data-cipher.ts';
import { readOfficerSecretKey } from '../src/keys/secret-packets.ts';
import { uint32 } from '../src/packets/byte-reader.ts';
import { TAG, writePacket } from '../src/packets/framing.ts';
import { literalPacket } from '../src/packets/literal.ts';
import { onePassPacket } from '../src/packets/one-pass-signature.ts';
import { paddedSize, paddingPacket } from '../src/packets/padding.ts';
import { signedDigest } from '../src/packets/signature.ts';
import { notationSubpacket, SUBPACKET, writeSubpacket, type Notation } from '../src/packets/subpackets.ts';
import { randomBytes } from '../src/random.ts';
import type { Officer } from './parties.ts';

export interface Forgery {
  readonly type?: number;
  readonly algorithm?: number;
  readonly hash?: number;
  /** The whole hashed area; by default creation time, issuer, and `notation`. */
  readonly hashed?: Bytes;
  readonly notations?: readonly Notation[];
  readonly extra?: readonly Bytes[];
  readonly unhashed?: Bytes;
  readonly issuer?: string;
}

/** A truly valid signature by the officer's key over a packet of any form. */
export async function forgeSignature(officer: Officer, data: readonly Uint8Array[], forgery: Forgery): Promise<{ packet: Bytes; salt: Bytes }> {
  const hashed = forgery.hashed ?? concat(
    created(1_700_000_000),
    writeSubpacket(SUBPACKET.issuerFingerprint, true, issuerBody(fromHex(forgery.issuer ?? officer.certificate.fingerprint))),
    ...(forgery.notations ?? []).map(notationSubpacket),
    ...(forgery.extra ?? []),
  );
  const unhashed = forgery.unhashed ?? new Uint8Array(0);
  const hashedPart = concat(Uint8Array.of(6, forgery.type ?? 0, forgery.algorithm ?? 27, forgery.hash ?? 10), uint32(hashed.length), hashed);
  const salt = randomBytes(32);
  const digest = await signedDigest(salt, data, hashedPart);
  const value = await signRaw(officer, digest);
  return { packet: writePacket(TAG.signature, hashedPart, uint32(unhashed.length), unhashed, digest.subarray(0, 2), Uint8Array.of(32), salt, value), salt };
}

export function created(seconds: number): Bytes {
  return writeSubpacket(SUBPACKET.created, true, uint32(seconds));
}

async function signRaw(officer: Officer, digest: Bytes): Promise<Bytes> {
  const { secret } = readOfficerSecretKey(officer.secretKey).primary;
  const key = await crypto.subtle.importKey('pkcs8', concat(fromHex('302e020100300506032b657004220420'), secret), 'Ed25519', false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key, digest));
}

export interface InsideParts {
  readonly onePass: Bytes;
  readonly literal: Bytes;
  readonly signature: Bytes;
}

/** The three packets of a message's inside, validly signed; tests change one of them or their order. */
export async function insideParts(officer: Officer, data: Bytes, forgery: Forgery): Promise<InsideParts> {
  const { packet, salt } = await forgeSignature(officer, [data], forgery);
  return { onePass: onePassPacket(salt, fromHex(forgery.issuer ?? officer.certificate.fingerprint)), literal: literalPacket(data), signature: packet };
}

/** Pads with one padding packet at the end to the first bucket, and encrypts. */
export function sealPackets(sessionKey: Bytes, ...packets: Bytes[]): Promise<Bytes> {
  const used = concat(...packets);
  return encryptData(sessionKey, concat(used, paddingPacket(paddedSize(used.length, [4096, 16384]) - used.length)));
}

/** A literal data packet with any format, name and date. */
export function oddLiteral(data: Bytes, { format = 0x62, name = '', date = 0 }): Bytes {
  const nameBytes = utf8(name);
  return writePacket(TAG.literal, Uint8Array.of(format, nameBytes.length), nameBytes, uint32(date), data);
}

/** A copy with one bit turned over. */
export function flipped(bytes: Uint8Array, at: number): Bytes {
  const copy = new Uint8Array(bytes);
  copy[at < 0 ? copy.length + at : at]! ^= 1;
  return copy;
}

/** One packet in partial lengths (RFC 9580, section 4.2.1.4), as the library frames encrypted data, in one length instead. */
export function inOneLength(bytes: Uint8Array): Bytes {
  const body: Uint8Array[] = [];
  let at = 1;
  for (let last = false; !last; ) {
    const first = bytes[at]!;
    last = first < 224 || first === 255;
    const size = first === 255 ? new DataView(bytes.buffer, bytes.byteOffset + at + 1).getUint32(0) : first >= 224 ? 2 ** (first & 31) : first >= 192 ? (first - 192) * 256 + bytes[at + 1]! + 192 : first;
    at += first === 255 ? 5 : first >= 192 && first < 224 ? 2 : 1;
    body.push(bytes.subarray(at, at + size));
    at += size;
  }
  return writePacket(bytes[0]! & 0x3f, ...body);
}
