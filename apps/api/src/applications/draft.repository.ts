// What an applicant keeps at the hub: ciphertext under a key that is in their link only. And the sealed scan.
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database.ts';

export interface Draft {
  readonly version: number;
  readonly sealed: Uint8Array;
}

@Injectable()
export class DraftRepository {
  async read(tx: Tx, application: string): Promise<Draft | null> {
    return (await tx.query<Draft>('SELECT version, sealed FROM application_draft WHERE application = $1', [application]))[0] ?? null;
  }

  async write(tx: Tx, application: string, { version, sealed }: Draft): Promise<void> {
    await tx.query(
      `INSERT INTO application_draft (application, version, sealed) VALUES ($1, $2, $3) ON CONFLICT (application) DO UPDATE SET version = $2, sealed = $3`,
      [application, version, Buffer.from(sealed)],
    );
  }

  async forget(tx: Tx, application: string): Promise<void> {
    await tx.query('DELETE FROM application_draft WHERE application = $1', [application]);
  }

  /** SHA-256 of what was stored, lower-case hexadecimal. */
  async writeScan(tx: Tx, application: string, sealed: Uint8Array): Promise<string> {
    const [row] = await tx.query<{ hash: string }>(
      `INSERT INTO application_scan (application, hash, sealed) VALUES ($1, sha256($2), $2)
       ON CONFLICT (application) DO UPDATE SET hash = sha256($2), sealed = $2 RETURNING encode(hash, 'hex') AS hash`,
      [application, Buffer.from(sealed)],
    );
    return row!.hash;
  }

  async scanHash(tx: Tx, application: string): Promise<string | null> {
    return (await tx.query<{ hash: string }>(`SELECT encode(hash, 'hex') AS hash FROM application_scan WHERE application = $1`, [application]))[0]?.hash ?? null;
  }

  async scan(tx: Tx, application: string): Promise<Uint8Array | null> {
    return (await tx.query<{ sealed: Uint8Array }>('SELECT sealed FROM application_scan WHERE application = $1', [application]))[0]?.sealed ?? null;
  }
}
