// Making signatures: version 6, Ed25519, SHA-512, binary, one critical notation (see notation-signature.ts for the reader).
import { concat, fromHex, statementBytes, STATEMENT_NOTATION, type Bytes, type Statement } from '#protocol';
import { issuerBody } from '../certificate.ts';
import type { Signer } from '../notation-signature.ts';
import { uint32 } from '../packets/byte-reader.ts';
import { TAG, writePacket } from '../packets/framing.ts';
import { ALGORITHM } from '../packets/public-key.ts';
import { SALT_SIZE, SHA512_ID, SIGNATURE_TYPE, SIGNATURE_VERSION, signedDigest } from '../packets/signature.ts';
import { notationSubpacket, SUBPACKET, writeSubpacket, type Notation } from '../packets/subpackets.ts';
import { randomBytes } from '../random.ts';
import { certificateOfSecretKey } from './decryption-secret.ts';
import { readOfficerSecretKey } from './secret-packets.ts';

/** PKCS #8 of an Ed25519 private key (RFC 8410, section 7), before its 32-byte seed. */
const PKCS8_BEFORE_SEED = fromHex('302e020100300506032b657004220420');

export interface MadeSignature {
  /** Whole signature packet. */
  readonly packet: Bytes;
  readonly salt: Bytes;
}

/** A statement's signature by an officer: one whole packet for StatementSignature. */
export async function signStatement(secretKey: Bytes, statement: Statement): Promise<Bytes> {
  const { fingerprint } = await certificateOfSecretKey(secretKey);
  const made = await signWithNotation(secretKey, { fingerprint }, { name: STATEMENT_NOTATION, value: statement.kind }, statementBytes(statement));
  return made.packet;
}

export async function signWithNotation(secretKey: Bytes, { fingerprint }: Pick<Signer, 'fingerprint'>, notation: Omit<Notation, 'critical'>, data: Uint8Array): Promise<MadeSignature> {
  const now = Math.floor(Date.now() / 1000);
  const hashed = concat(
    writeSubpacket(SUBPACKET.created, true, uint32(now)),
    writeSubpacket(SUBPACKET.issuerFingerprint, true, issuerBody(fromHex(fingerprint))),
    notationSubpacket({ ...notation, critical: true }),
  );
  const fields = Uint8Array.of(SIGNATURE_VERSION, SIGNATURE_TYPE.binary, ALGORITHM.ed25519, SHA512_ID);
  const hashedPart = concat(fields, uint32(hashed.length), hashed);
  const salt = randomBytes(SALT_SIZE);
  const digest = await signedDigest(salt, [data], hashedPart);
  const value = await signEd25519(readOfficerSecretKey(secretKey).primary.secret, digest);
  const packet = writePacket(TAG.signature, hashedPart, uint32(0), digest.subarray(0, 2), Uint8Array.of(SALT_SIZE), salt, value);
  return { packet, salt };
}

async function signEd25519(seed: Bytes, data: Bytes): Promise<Bytes> {
  const pkcs8 = concat(PKCS8_BEFORE_SEED, seed);
  try {
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('Ed25519', key, data));
  } finally {
    pkcs8.fill(0);
  }
}
