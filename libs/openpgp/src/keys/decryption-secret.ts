// Secrets in use: what opens messages and packages. Callers pass these handles around, not the bytes.
import { Problem, toHex, type Bytes } from '#protocol';
import type { Certificate } from '../certificate.ts';
import type { KeyPacket } from '../packets/key-packet.ts';
import { RefusedError } from '../refusal.ts';
import { certificateFrom } from './known-certificates.ts';
import { UnwrappingKey } from './library.ts';
import { readEpochSecret, readOfficerSecretKey, type SecretPacket } from './secret-packets.ts';

/** Octets of an AES-256 session key. */
export const SESSION_KEY_SIZE = 32;

/** The ML-KEM secret of one certificate, of an officer or an epoch. Holds a copy of its own; destroy() zeroes it. */
export class DecryptionSecret {
  /** SHA-256 of the certificate's bytes. */
  readonly certificate: string;
  /** Fingerprint of the ML-KEM subkey, as key packets name it. */
  readonly recipient: string;
  readonly #key: UnwrappingKey;

  constructor(certificate: Certificate, key: UnwrappingKey) {
    this.certificate = certificate.hash;
    this.recipient = certificate.mlkemFingerprint;
    this.#key = key;
  }

  /** The session key in a key packet for this secret, or undefined when packet and secret do not fit. */
  async unwrap(packet: KeyPacket): Promise<Bytes | undefined> {
    if (packet.recipient !== this.recipient) return undefined;
    const sessionKey = await this.#key.unwrap(packet.body);
    return sessionKey?.length === SESSION_KEY_SIZE ? sessionKey : undefined;
  }

  destroy(): void {
    this.#key.destroy();
  }
}

/** Throws Problem `certificate-refused` when secret and certificate do not belong together. */
export async function unlockEpoch({ certificate, epochSecret }: { readonly certificate: Bytes; readonly epochSecret: Bytes }): Promise<DecryptionSecret> {
  const read = await certificateFrom(certificate);
  const { x25519, mlkem } = parsed(() => readEpochSecret(epochSecret));
  const fits = [[x25519, read.x25519Fingerprint], [mlkem, read.mlkemFingerprint]] as const;
  if (!fits.every(([packet, fingerprint]) => toHex(packet.key.fingerprint) === fingerprint)) throw new Problem('certificate-refused', { verdict: 'package-secret' });
  return new DecryptionSecret(read, await wholeKey(mlkem));
}

/** Throws Problem `certificate-refused` when the bytes are no officer's secret key. */
export async function unlockOfficer(secretKey: Bytes): Promise<DecryptionSecret> {
  const { certificate, mlkem } = parsed(() => readOfficerSecretKey(secretKey));
  return new DecryptionSecret(await certificateFrom(certificate), await wholeKey(mlkem));
}

/** The certificate that an officer's secret key belongs to. */
export async function certificateOfSecretKey(secretKey: Bytes): Promise<Certificate> {
  return certificateFrom(parsed(() => readOfficerSecretKey(secretKey)).certificate);
}

/** Whether the secret opens what is sealed to the certificate: fingerprints equal, and both publics recomputed from the secrets. */
export async function epochSecretMatches(certificate: Bytes, epochSecret: Bytes): Promise<boolean> {
  try {
    const { x25519 } = readEpochSecret(epochSecret);
    const secret = await unlockEpoch({ certificate, epochSecret });
    secret.destroy();
    const classical = await UnwrappingKey.read(new Uint8Array(x25519.body));
    const whole = await classical.isWhole();
    classical.destroy();
    return whole;
  } catch (error) {
    if (error instanceof Problem || error instanceof RefusedError) return false;
    throw error;
  }
}

async function wholeKey({ body }: SecretPacket): Promise<UnwrappingKey> {
  const key = await UnwrappingKey.read(new Uint8Array(body));
  if (await key.isWhole()) return key;
  key.destroy();
  throw new Problem('certificate-refused', { verdict: 'package-secret' });
}

function parsed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RefusedError) throw new Problem('certificate-refused', { verdict: error.reason });
    throw error;
  }
}
