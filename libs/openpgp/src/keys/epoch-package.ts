// Epoch packages (TRUST.md "Statements": epoch.rotate, epoch.grant): an epoch's secret sealed to one officer's certificate.
// Unsigned: the statement that pins the hash is signed. Inside, canonical JSON binds it to network, epoch and officer.
import { sha256 } from '@noble/hashes/sha2.js';
import { canonicalBytes, concat, equalBytes, Hash, Problem, toHex, Uuid, type Bytes } from '#protocol';
import { decryptData, encryptData } from '../message/data-cipher.ts';
import { frame, readFrame } from '../message/frame.ts';
import { readEncryptedData } from '../packets/encrypted-data.ts';
import { readOnePacket, TAG } from '../packets/framing.ts';
import { readKeyPacket, splitKeyPacket } from '../packets/key-packet.ts';
import { literalPacket, readLiteral } from '../packets/literal.ts';
import { randomBytes } from '../random.ts';
import { asVerdict, demand, type Refused } from '../refusal.ts';
import { readSealedPackage } from '../sealed-package.ts';
import { epochSecretMatches, SESSION_KEY_SIZE, type DecryptionSecret } from './decryption-secret.ts';
import { certificateFrom } from './known-certificates.ts';
import { wrapFor } from './wrap.ts';

export interface PackageBinding {
  /** Network id, hexadecimal. */
  readonly network: string;
  /** The epoch's id: the statement's subject. */
  readonly epoch: string;
  /** Whom it is for. */
  readonly officer: string;
}

export interface PackageToSeal extends PackageBinding {
  readonly epochCertificate: Bytes;
  readonly epochSecret: Bytes;
  readonly officerCertificate: Uint8Array;
}

/** Key packet and encrypted data in one; `hash` (SHA-256, hexadecimal) is what the statement pins. Throws Problem `certificate-refused`. */
export async function sealPackage({ epochCertificate, epochSecret, officerCertificate, ...binding }: PackageToSeal): Promise<{ sealed: Bytes; hash: string }> {
  if (!(await epochSecretMatches(epochCertificate, epochSecret))) throw new Problem('certificate-refused', { verdict: 'package-secret' });
  const officerKey = await certificateFrom(officerCertificate);
  const inside = literalPacket(frame(bindingBytes(binding, epochCertificate), epochSecret));
  const sessionKey = randomBytes(SESSION_KEY_SIZE);
  const [encrypted, keyPacket] = await Promise.all([encryptData(sessionKey, inside), wrapFor(sessionKey, officerKey)]);
  inside.fill(0);
  sessionKey.fill(0);
  const sealed = concat(keyPacket.bytes, encrypted);
  const made = readSealedPackage(sealed);
  if (!made.ok) throw new Problem('internal', { verdict: made.reason });
  return { sealed, hash: made.hash };
}

export interface PackageToOpen extends PackageBinding {
  readonly sealed: Uint8Array;
  /** As the statement pins it. */
  readonly hash: string;
  readonly epochCertificate: Bytes;
  readonly secret: DecryptionSecret;
}

/**
 * The epoch's secret, once the package's hash, its binding, and the secret against the certificate have been checked.
 * Refuses package-hash, package-binding, package-secret, no-key-packet-for-me, does-not-decrypt or a reason of form.
 */
export function openPackage({ sealed, hash, epochCertificate, secret, ...binding }: PackageToOpen): Promise<{ readonly ok: true; readonly epochSecret: Bytes } | Refused> {
  return asVerdict(async () => {
    demand(toHex(sha256(sealed)) === hash, 'package-hash');
    const { keyPacket, encrypted } = splitKeyPacket(sealed);
    const wrapped = readKeyPacket(keyPacket);
    demand(wrapped.recipient === secret.recipient, 'no-key-packet-for-me');
    const data = readEncryptedData(encrypted);
    const sessionKey = await secret.unwrap(wrapped);
    demand(sessionKey !== undefined, 'does-not-decrypt');
    const plain = await decryptData(sessionKey, data);
    sessionKey.fill(0);
    const epochSecret = epochSecretIn(plain, bindingBytes(binding, epochCertificate));
    if (!(await epochSecretMatches(epochCertificate, epochSecret))) {
      epochSecret.fill(0);
      demand(false, 'package-secret');
    }
    return { ok: true, epochSecret };
  });
}

function epochSecretIn(plain: Bytes, binding: Bytes): Bytes {
  try {
    const { header, content } = readFrame(readLiteral(readOnePacket(plain, TAG.literal).body));
    demand(equalBytes(header, binding), 'package-binding');
    return new Uint8Array(content);
  } finally {
    plain.fill(0);
  }
}

/** The reader expects one binding, so it compares bytes instead of parsing what somebody sent. */
function bindingBytes({ network, epoch, officer }: PackageBinding, epochCertificate: Bytes): Bytes {
  if (!(Hash.safeParse(network).success && Uuid.safeParse(epoch).success && Uuid.safeParse(officer).success)) throw new Problem('bad-request');
  return canonicalBytes({ form: 'epoch-package.v1', network, epoch, officer, certificate: toHex(sha256(epochCertificate)) });
}
