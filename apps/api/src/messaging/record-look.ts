// Reading confidential metadata is an act. The portal asks every few seconds; what it is shown anew is recorded, the same again is not.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalBytes, type ThreadSummary } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import type { Tx } from '../platform/database.ts';

@Injectable()
export class RecordLook {
  constructor(private readonly audit: AuditLog) {}

  /** A page of the list; `cursor`: where it began. An empty list tells nothing of anybody. */
  async list(tx: Tx, officer: string, cursor: string, threads: readonly ThreadSummary[]): Promise<void> {
    if (threads.length === 0) return;
    const shown = threads.map(({ id, messages }) => `${id} ${messages}`);
    if (await this.isNew(tx, officer, `list ${cursor}`, shown)) {
      await this.audit.record(tx, { action: 'thread.list', object: null, details: { threads: threads.length } });
    }
  }

  async thread(tx: Tx, officer: string, { id, messages }: ThreadSummary): Promise<void> {
    if (await this.isNew(tx, officer, `thread ${id}`, [String(messages)])) {
      await this.audit.record(tx, { action: 'thread.view', object: { kind: 'thread', id }, details: { messages } });
    }
  }

  private async isNew(tx: Tx, officer: string, place: string, shown: readonly string[]): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO thread_look AS l (officer, place, shown) VALUES ($1, $2, $3)
       ON CONFLICT (officer, place) DO UPDATE SET shown = excluded.shown WHERE l.shown <> excluded.shown RETURNING officer`,
      [officer, place, createHash('sha256').update(canonicalBytes(shown)).digest()],
    );
    return rows.length > 0;
  }
}
