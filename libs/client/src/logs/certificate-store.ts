// Certificates by the SHA-256 of their exact bytes: fetched once, in batches, and what signs statements read once.
import { fromBase64Url, membershipRoutes, Problem, sha256, toHex, type Bytes } from '#protocol';
import { Signers, type SigningKey, type SliceVerifier } from '#trust';
import type { HubClient } from '../http.ts';

const PAGE = 500;
/** Certificates read in one call of a verifier. */
const TOGETHER = 100;

export class CertificateStore {
  /** For entries verified here. */
  readonly signers = new Signers((hash) => this.#bytes.get(hash));
  readonly #hub: HubClient;
  readonly #verifier: SliceVerifier;
  readonly #bytes = new Map<string, Bytes>();
  readonly #keys = new Map<string, SigningKey | null>();

  constructor(hub: HubClient, verifier: SliceVerifier) {
    this.#hub = hub;
    this.#verifier = verifier;
  }

  /** Exact bytes, each checked against its hash. Throws Problem('not-found') when the hub lacks one or gives other bytes for it. */
  async bytes(hashes: readonly string[]): Promise<ReadonlyMap<string, Bytes>> {
    await this.#fetch(hashes.filter((hash) => !this.#bytes.has(hash)));
    if (hashes.some((hash) => !this.#bytes.has(hash))) throw new Problem('not-found', { verdict: 'certificate-missing' });
    return this.#bytes;
  }

  /** The keys of those who signed. Throws as `bytes`. */
  async keysOf(hashes: readonly string[]): Promise<Map<string, SigningKey | null>> {
    const unread = hashes.filter((hash) => !this.#keys.has(hash));
    const bytes = await this.bytes(unread);
    const pages = Array.from({ length: Math.ceil(unread.length / TOGETHER) }, (_, i) => unread.slice(i * TOGETHER, (i + 1) * TOGETHER));
    await Promise.all(
      pages.map(async (page) => {
        const keys = await this.#verifier.keys(page.map((hash) => bytes.get(hash)!));
        for (const [i, hash] of page.entries()) this.know([[hash, keys[i] ?? null]]);
      }),
    );
    return new Map(hashes.map((hash) => [hash, this.#keys.get(hash)!]));
  }

  /** Keys that this client read before. */
  know(keys: Iterable<readonly [string, SigningKey | null]>): void {
    for (const [hash, key] of keys) {
      this.#keys.set(hash, key);
      this.signers.put(hash, key);
    }
  }

  /** All keys read so far. */
  known(): ReadonlyMap<string, SigningKey | null> {
    return this.#keys;
  }

  async #fetch(hashes: readonly string[]): Promise<void> {
    const wanted = [...new Set(hashes)];
    const pages = Array.from({ length: Math.ceil(wanted.length / PAGE) }, (_, i) => wanted.slice(i * PAGE, (i + 1) * PAGE));
    await Promise.all(
      pages.map(async (page) => {
        const { certificates } = await this.#hub.call(membershipRoutes.certificates, { body: { hashes: page } });
        for (const { certificate } of certificates) {
          const bytes = fromBase64Url(certificate);
          this.#bytes.set(toHex(sha256(bytes)), bytes);
        }
      }),
    );
  }
}
