// Seeing values that are not for everybody is an act. What an officer is shown anew is recorded, the same again is not.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalBytes, CONTENT_PARTS, type AuthorityContent, type ContentValue, type Json } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import type { Tx } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';

@Injectable()
export class RecordView {
  constructor(private readonly audit: AuditLog) {}

  /** In the transaction that read the values. `version`: the one shown. */
  async execute(tx: Tx, authority: string, version: number, content: AuthorityContent): Promise<void> {
    const { principal } = currentContext();
    const restricted = CONTENT_PARTS.flatMap((part) => (content[part] as ContentValue[]).filter(({ visibility }) => visibility !== 'public')).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    if (principal === null || restricted.length === 0) return;
    const shown = createHash('sha256').update(canonicalBytes(restricted as Json)).digest();
    const rows = await tx.query('INSERT INTO directory_look (officer, authority, shown) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING officer', [principal.officer, authority, shown]);
    if (rows.length === 0) return;
    await this.audit.record(tx, { action: 'directory.view', object: { kind: 'authority', id: authority }, details: { version, restricted: restricted.length } });
  }
}
