import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database.ts';

export interface SnapshotRow {
  readonly sha256: string;
  readonly revision: number;
  readonly made: Date;
  /** Id of the act in the audit log. */
  readonly entry: string;
}

/** Documents that are kept: the newest, and the one before it for whoever is fetching it. */
const KEPT = 2;
/** Advisory lock of those who make one. */
const LOCK = 7106006;

@Injectable()
export class SnapshotRepository {
  async newest(tx: Tx): Promise<SnapshotRow | null> {
    const [row] = await tx.query<SnapshotRow & { revision: string }>('SELECT sha256, revision, made, entry FROM directory_snapshot ORDER BY made DESC LIMIT 1');
    return row ? { ...row, revision: Number(row.revision) } : null;
  }

  async find(tx: Tx, sha256: string): Promise<SnapshotRow | null> {
    const [row] = await tx.query<SnapshotRow & { revision: string }>('SELECT sha256, revision, made, entry FROM directory_snapshot WHERE sha256 = $1', [sha256]);
    return row ? { ...row, revision: Number(row.revision) } : null;
  }

  /** Compressed (gzip); null: none, or no longer kept. */
  async document(tx: Tx, sha256: string): Promise<Buffer | null> {
    const [row] = await tx.query<{ document: Buffer | null }>('SELECT document FROM directory_snapshot WHERE sha256 = $1', [sha256]);
    return row?.document ?? null;
  }

  /** False: another process has made one since. Holds the others off until the transaction ends. */
  async begin(tx: Tx, last: string | null): Promise<boolean> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    return ((await this.newest(tx))?.sha256 ?? null) === last;
  }

  async add(tx: Tx, { sha256, revision, made, document, entry }: SnapshotRow & { readonly document: Buffer }): Promise<void> {
    await tx.query('INSERT INTO directory_snapshot (sha256, revision, made, document, entry) VALUES ($1, $2, $3, $4, $5)', [sha256, revision, made, document, entry]);
    await tx.query(`UPDATE directory_snapshot SET document = NULL WHERE document IS NOT NULL AND sha256 NOT IN (SELECT sha256 FROM directory_snapshot ORDER BY made DESC LIMIT ${KEPT})`);
  }
}
