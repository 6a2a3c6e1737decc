// Certificates by SHA-256 of their exact bytes. Read and checked once, on the way in.
import { Injectable } from '@nestjs/common';
import { readCertificate } from '#openpgp';
import { Problem, type Bytes } from '#protocol';
import type { Tx } from '../platform/database.ts';
import { Certificates } from './membership.port.ts';

@Injectable()
export class CertificateRepository extends Certificates {
  /** Fingerprints of ML-KEM subkeys by certificate hash: both are fixed for ever. */
  private readonly fingerprints = new Map<string, string>();

  async put(tx: Tx, bytes: Uint8Array): Promise<string> {
    const read = await readCertificate(bytes);
    if (!read.ok) throw new Problem('certificate-refused', { verdict: read.reason });
    const { hash, bytes: certificate, mlkemFingerprint } = read.certificate;
    await tx.query("INSERT INTO certificate (hash, certificate, encryption_fingerprint) VALUES (decode($1, 'hex'), $2, $3) ON CONFLICT DO NOTHING", [
      hash, Buffer.from(certificate), mlkemFingerprint,
    ]);
    return hash;
  }

  /** Unknown ones are left out. */
  async read(tx: Tx, hashes: readonly string[]): Promise<Map<string, Bytes>> {
    if (hashes.length === 0) return new Map();
    const rows = await tx.query<{ hash: string; certificate: Bytes }>(
      "SELECT encode(hash, 'hex') AS hash, certificate FROM certificate WHERE hash IN (SELECT decode(unnest($1::text[]), 'hex'))",
      [hashes],
    );
    return new Map(rows.map(({ hash, certificate }) => [hash, certificate]));
  }

  /** Fingerprint of the subkey that is sealed to, for each certificate that is stored. */
  async encryptionFingerprints(tx: Tx, hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const unread = hashes.filter((hash) => !this.fingerprints.has(hash));
    if (unread.length > 0) {
      const rows = await tx.query<{ hash: string; fingerprint: string }>(
        "SELECT encode(hash, 'hex') AS hash, encryption_fingerprint AS fingerprint FROM certificate WHERE hash IN (SELECT decode(unnest($1::text[]), 'hex'))",
        [unread],
      );
      for (const { hash, fingerprint } of rows) this.fingerprints.set(hash, fingerprint);
    }
    return this.fingerprints;
  }
}
