// All that is taken from the library `openpgp`: making certificates, and wrapping session keys to ML-KEM subkeys.
// Everything it returns goes through our own parser: it has no option that forbids older forms.
import { enums, encryptSessionKey, generateKey, PublicKeyEncryptedSessionKeyPacket, readKey, SecretSubkeyPacket, type PublicKey, type PrivateKey } from 'openpgp';
import type { Bytes } from '#protocol';
import type { Certificate } from '../certificate.ts';

/** Public in the library's own packets, private in its type declarations. */
interface SessionKeyPacket {
  read(body: Bytes): void;
  decrypt(key: SecretSubkeyPacket): Promise<void>;
  sessionKey: Bytes | null;
}

const CERTIFICATE_CONFIG = { v6Keys: true, aeadProtect: true, preferredAEADAlgorithm: enums.aead.gcm, preferredSymmetricAlgorithm: enums.symmetric.aes256, preferredHashAlgorithm: enums.hash.sha512 };

/** A new certificate, and the same packets with their secrets, which are the caller's to zero. */
export interface GeneratedKeys {
  readonly certificate: Bytes;
  readonly secretKey: Bytes;
}

/** A version 6 Ed25519 primary with X25519 and ML-KEM-768+X25519 subkeys for a random id. */
export async function generateKeys(id: string): Promise<GeneratedKeys> {
  const { publicKey, privateKey }: { publicKey: PublicKey; privateKey: PrivateKey } = await generateKey({
    userIDs: [{ name: id }],
    type: 'curve25519',
    subkeys: [{ type: 'curve25519' }, { type: 'pqc' }],
    format: 'object',
    config: CERTIFICATE_CONFIG,
  });
  const keys = { certificate: publicKey.write(), secretKey: privateKey.write() };
  for (const { keyPacket } of privateKey.getKeys()) if ('privateParams' in keyPacket) zeroParams(keyPacket.privateParams);
  return keys;
}

/** Parsed recipients by certificate hash: parsing costs an eighth of a wrapping, and a mailbox is written to often. */
const KEPT_RECIPIENTS = 1024;
const recipients = new Map<string, Promise<PublicKey>>();

/**
 * Wraps a 32-byte session key to the certificate's ML-KEM subkey; returns a whole packet, which the caller checks.
 * Judged at the certificate's own creation time: a maker's clock that runs ahead must not block mail to it.
 */
export async function wrapSessionKey(sessionKey: Bytes, certificate: Certificate): Promise<Bytes> {
  const key = await recipientKey(certificate);
  const subkey = key.subkeys.find((one) => one.getFingerprint() === certificate.mlkemFingerprint);
  if (subkey === undefined) throw new TypeError('certificate without its ML-KEM subkey');
  return encryptSessionKey({
    data: sessionKey,
    algorithm: 'aes256',
    aeadAlgorithm: 'gcm', // without it the library writes a version 3 packet
    encryptionKeys: key,
    encryptionKeyIDs: [subkey.getKeyID()],
    date: new Date(certificate.created * 1000),
    format: 'binary',
  });
}

function recipientKey({ hash, bytes }: Certificate): Promise<PublicKey> {
  const known = recipients.get(hash);
  if (known !== undefined) return known;
  const key: Promise<PublicKey> = readKey({ binaryKey: bytes });
  if (recipients.size >= KEPT_RECIPIENTS) recipients.delete(recipients.keys().next().value!);
  recipients.set(hash, key);
  key.catch(() => recipients.delete(hash));
  return key;
}

/** A secret subkey ready to unwrap session keys. */
export class UnwrappingKey {
  readonly #packet: SecretSubkeyPacket;

  private constructor(packet: SecretSubkeyPacket) {
    this.#packet = packet;
  }

  /** Reads a secret subkey packet's body, unencrypted, whose form the caller has checked. Expands the ML-KEM seed. */
  static async read(body: Bytes): Promise<UnwrappingKey> {
    const packet = new SecretSubkeyPacket();
    await packet.read(body);
    return new UnwrappingKey(packet);
  }

  /** Whether the public half is what the secret half yields, recomputed from the seeds. */
  async isWhole(): Promise<boolean> {
    try {
      await this.#packet.validate();
      return true;
    } catch {
      return false;
    }
  }

  /** The session key in a key packet's body, or undefined when it does not unwrap with this key. */
  async unwrap(keyPacketBody: Bytes): Promise<Bytes | undefined> {
    const packet = new PublicKeyEncryptedSessionKeyPacket() as unknown as SessionKeyPacket;
    try {
      packet.read(keyPacketBody);
      await packet.decrypt(this.#packet);
    } catch {
      return undefined;
    }
    return packet.sessionKey ?? undefined;
  }

  destroy(): void {
    zeroParams(this.#packet.privateParams);
    this.#packet.privateParams = null;
  }
}

function zeroParams(params: object | null): void {
  for (const value of Object.values(params ?? {})) if (value instanceof Uint8Array) value.fill(0);
}
