// The audit viewer: a page of what the caller may see, and an entry that says they looked.
import { Injectable } from '@nestjs/common';
import { AuditContext, auditRoutes, canonicalText, parseCanonical, uuidV7, type AuditItem, type AuditQuery, type Json } from '#protocol';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { TrustView } from '../membership/membership.port.ts';
import { AuditLog } from './audit.port.ts';
import { seesContext, visibleEntries, type Visibility } from './audit-visibility.ts';
import { readEntry } from './record-act.ts';

interface EntryRow {
  readonly id: string;
  readonly entry: Uint8Array;
  readonly context: Uint8Array;
  readonly index: string | null;
}

/** Longest filter that an `audit.view` entry quotes. */
const FILTER_LIMIT = 500;

@Injectable()
export class ViewEntries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly trust: TrustView,
    private readonly audit: AuditLog,
  ) {}

  async execute(query: AuditQuery): Promise<{ items: AuditItem[]; next: string | null }> {
    const { principal: viewer } = currentContext();
    requireAccess(auditRoutes.auditEntries.access, viewer, this.clock.now());
    const scope = viewer.role === 'auditor' ? await this.trust.auditScope(viewer.officer) : [];
    const { sql, parameters } = entriesQuery(visibleEntries(viewer, scope), query);
    return this.database.transaction(async (tx) => {
      await tx.query(`SELECT set_config('globe.audit_scope', $1, true)`, [scope === null ? 'all' : scope.join(',')]);
      const rows = await tx.query<EntryRow>(sql, parameters);
      const page = rows.slice(0, query.limit);
      const { cursor: _, limit: __, ...filter } = query;
      await this.audit.record(tx, { action: 'audit.view', object: null, details: { filter: canonicalText(filter as Json).slice(0, FILTER_LIMIT), rows: page.length } });
      return {
        items: page.map(({ id, entry: bytes, context, index }) => {
          const entry = readEntry(bytes);
          const shown = seesContext(viewer, entry.actor) ? AuditContext.parse(parseCanonical(context)) : null;
          return { id, index: index === null ? null : Number(index), entry, context: shown };
        }),
        next: rows.length > query.limit ? page.at(-1)!.id : null,
      };
    });
  }
}

/** Newest first. Entry ids are made of the entry's time, so that bounds of time are bounds of the id. */
function entriesQuery({ condition, parameters: visible }: Visibility, query: AuditQuery): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [...visible];
  const conditions = [condition];
  const narrow = (test: string, value: unknown) => {
    if (value === undefined) return;
    parameters.push(value);
    conditions.push(`${test} $${parameters.length}`);
  };
  narrow('actor_officer =', query.officer);
  narrow('actor_member =', query.member);
  narrow('action =', query.action);
  narrow('object_kind =', query.objectKind);
  narrow('object_id =', query.object);
  narrow('outcome =', query.outcome);
  narrow('id >=', query.from && smallestId(query.from));
  narrow('id <', query.until && smallestId(query.until));
  narrow('id <', query.cursor);
  parameters.push(query.limit + 1);
  return {
    sql: `SELECT id, audit_entry.entry, context, audit_leaf.index FROM audit_entry LEFT JOIN audit_leaf ON audit_leaf.entry = audit_entry.id
      WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT $${parameters.length}`,
    parameters,
  };
}

/** The smallest UUID version 7 of a millisecond. */
function smallestId(time: string): string {
  return uuidV7(Date.parse(time), new Uint8Array(10));
}
