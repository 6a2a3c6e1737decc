// Writes audit entries: who, what, to which object, with what outcome; salted, so that a leaf tells nothing by itself.
import { Injectable } from '@nestjs/common';
import {
  AUDIT_ACTIONS, auditContextBytes, AuditEntry, auditEntryBytes, parseCanonical, toBase64Url, toHex, uuidV7,
  type AuditAction, type AuditContext, type Bytes,
} from '#protocol';
import { createHash, randomBytes } from 'node:crypto';
import { Clock } from '../platform/clock.ts';
import { Database, type Tx } from '../platform/database.ts';
import { currentContext, type RequestContext } from '../platform/request-context.ts';
import { AuditLog, type AuditReceipt, type AuditRecord, type AuditRow } from './audit.port.ts';

const ADDRESS_LIMIT = 64;

@Injectable()
export class RecordAct extends AuditLog {
  /** Requests whose refusal a feature has recorded itself, with more than the general record would say. */
  private readonly refusalsRecorded = new WeakSet<RequestContext>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async record<A extends AuditAction>(tx: Tx, record: AuditRecord<A>): Promise<AuditReceipt> {
    const { row, ...receipt } = this.prepare(record);
    await tx.query('INSERT INTO audit_entry (id, entry, context) VALUES ($1, $2, $3)', [row.id, row.entry, row.context]);
    return receipt;
  }

  prepare<A extends AuditAction>(record: AuditRecord<A>): AuditReceipt & { readonly row: AuditRow } {
    const request = currentContext();
    const { principal } = request;
    const now = this.clock.now();
    const context: AuditContext = {
      session: principal?.session ?? null,
      address: request.address?.slice(0, ADDRESS_LIMIT) ?? null,
      correlation: request.correlation,
      salt: freshSalt(),
    };
    const contextBytes = auditContextBytes(context);
    // Parsed, not only typed: an entry that its readers would refuse must not become a leaf.
    const entry = AuditEntry.parse({
      version: 1,
      time: now.toISOString(),
      action: record.action,
      actor: record.actor ?? { officer: principal?.officer ?? null, member: principal?.member ?? null },
      object: record.object,
      outcome: record.refused ? 'refused' : 'done',
      reason: record.refused ?? null,
      details: AUDIT_ACTIONS[record.action].parse(record.details),
      context: toHex(createHash('sha256').update(contextBytes).digest()),
      salt: freshSalt(),
    });
    if (record.refused) this.refusalsRecorded.add(request);
    const id = uuidV7(now.getTime());
    return { id, entry, context, row: { id, entry: Buffer.from(auditEntryBytes(entry)), context: Buffer.from(contextBytes) } };
  }

  async entries(ids: readonly string[]): Promise<ReadonlyMap<string, AuditEntry>> {
    const rows = await this.database.transaction(
      (tx) => tx.query<{ id: string; entry: Bytes }>('SELECT id, entry FROM audit_entry WHERE id = ANY ($1::uuid[])', [ids]),
      'system',
    );
    return new Map(rows.map(({ id, entry }) => [id, readEntry(entry)]));
  }

  /** Whether the running request's refusal stands in the log already. */
  refusalIsRecorded(): boolean {
    return this.refusalsRecorded.has(currentContext());
  }
}

export function readEntry(bytes: Uint8Array): AuditEntry {
  return AuditEntry.parse(parseCanonical(bytes));
}

function freshSalt(): string {
  return toBase64Url(randomBytes(32));
}
