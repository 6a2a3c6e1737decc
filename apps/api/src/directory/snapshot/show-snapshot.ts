import { Injectable } from '@nestjs/common';
import { directorySnapshotRoutes, Problem, type RouteAnswer } from '#protocol';
import { AuditLog, EntryProofs } from '../../audit/audit.port.ts';
import { Database } from '../../platform/database.ts';
import { SnapshotRepository, type SnapshotRow } from './snapshot.repository.ts';

/** The published snapshot and its proof. Anybody may ask; nothing here depends on who does. */
@Injectable()
export class ShowSnapshot {
  constructor(
    private readonly database: Database,
    private readonly snapshots: SnapshotRepository,
    private readonly audit: AuditLog,
    private readonly proofs: EntryProofs,
  ) {}

  /** The newest, without its document. Throws Problem('unavailable') before there is one. */
  async newest(): Promise<SnapshotRow> {
    const row = await this.database.transaction((tx) => this.snapshots.newest(tx));
    if (row === null) throw new Problem('unavailable', { retryAfter: 5 });
    return row;
  }

  /** Compressed (gzip). Throws Problem('gone') when a newer one has taken its place. */
  async document(sha256: string): Promise<Buffer> {
    const document = await this.database.transaction((tx) => this.snapshots.document(tx, sha256));
    if (document === null) throw new Problem('gone');
    return document;
  }

  /** Throws Problem('not-found') for what was never published, and for a size that the log does not have. */
  async proof(sha256: string, size: number): Promise<RouteAnswer<typeof directorySnapshotRoutes.snapshotProof>> {
    const row = await this.database.transaction((tx) => this.snapshots.find(tx, sha256));
    const entry = row && (await this.audit.entries([row.entry])).get(row.entry);
    if (!row || !entry) throw new Problem('not-found');
    return { entry, anchor: await this.proofs.anchor(row.entry, size) };
  }
}
