// Signing certificates by hash: read and checked once each, whoever asks.
import { readCertificate } from '#openpgp';

/** The exact bytes of a certificate by their SHA-256; undefined if not at hand. */
export type CertificateBytes = (hash: string) => Uint8Array | undefined;

/** What verifying a signature needs of a certificate. */
export interface SigningKey {
  readonly fingerprint: string;
  readonly ed25519: Uint8Array<ArrayBuffer>;
}

export class Signers {
  readonly #bytes: CertificateBytes;
  readonly #keys = new Map<string, Promise<SigningKey | null>>();

  constructor(bytes: CertificateBytes) {
    this.#bytes = bytes;
  }

  /** Keys that were read and checked before, by this client, here or in a worker of its own. Others are not at hand. */
  static known(keys: Iterable<readonly [hash: string, key: SigningKey | null]>): Signers {
    const signers = new Signers(() => undefined);
    for (const [hash, key] of keys) signers.put(hash, key);
    return signers;
  }

  put(hash: string, key: SigningKey | null): void {
    this.#keys.set(hash, Promise.resolve(key));
  }

  /** Which of these have not been read yet. */
  unread(hashes: Iterable<string>): string[] {
    return [...new Set(hashes)].filter((hash) => !this.#keys.has(hash));
  }

  /** undefined: the bytes are not at hand (asked again next time); null: they are not those of this hash, or not in the required form. */
  async keyOf(hash: string): Promise<SigningKey | null | undefined> {
    const known = this.#keys.get(hash);
    if (known !== undefined) return known;
    const bytes = this.#bytes(hash);
    if (bytes === undefined) return undefined;
    const key = readCertificate(bytes).then((read) => (read.ok && read.certificate.hash === hash ? read.certificate : null));
    this.#keys.set(hash, key);
    return key;
  }
}
