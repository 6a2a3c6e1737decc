// Seeing values that are not for everybody is an act. What an officer is shown anew is recorded, the same again is not.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalBytes, CONTENT_PARTS, type AuthorityContent, type AuthoritySummary, type ContentValue, type Json } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import type { Tx } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';

@Injectable()
export class RecordView {
  constructor(private readonly audit: AuditLog) {}

  /** Entries of a list, each with some value that is not for everybody. */
  async list(tx: Tx, items: readonly AuthoritySummary[]): Promise<void> {
    const { principal } = currentContext();
    if (principal === null) return;
    // What it was found by, whether it can be written to and whether it answers now are no values of the entry.
    const shown = items.map(({ match: _match, member: _member, answering: _answering, ...values }) => digest(values));
    const rows = await tx.query(
      'INSERT INTO directory_look (officer, authority, shown) SELECT $1, w.authority, w.shown FROM unnest($2::uuid[], $3::bytea[]) AS w (authority, shown) ON CONFLICT DO NOTHING RETURNING authority',
      [principal.officer, items.map(({ id }) => id), shown],
    );
    if (rows.length > 0) await this.audit.record(tx, { action: 'directory.list', object: null, details: { entries: rows.length } });
  }

  /** In the transaction that read the values. `version`: the one shown. */
  async execute(tx: Tx, authority: string, version: number, content: AuthorityContent): Promise<void> {
    const { principal } = currentContext();
    const restricted = CONTENT_PARTS.flatMap((part) => (content[part] as ContentValue[]).filter(({ visibility }) => visibility !== 'public')).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    if (principal === null || restricted.length === 0) return;
    const shown = digest(restricted);
    const rows = await tx.query('INSERT INTO directory_look (officer, authority, shown) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING officer', [principal.officer, authority, shown]);
    if (rows.length === 0) return;
    await this.audit.record(tx, { action: 'directory.view', object: { kind: 'authority', id: authority }, details: { version, restricted: restricted.length } });
  }
}

function digest(values: unknown): Buffer {
  return createHash('sha256').update(canonicalBytes(values as Json)).digest();
}
