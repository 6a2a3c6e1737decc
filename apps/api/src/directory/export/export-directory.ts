import { Injectable } from '@nestjs/common';
import { EXPORT_LIMIT, Problem, type AuthorityEntry, type ExportFormat, type ExportQuery } from '#protocol';
import { AuditLog } from '../../audit/audit.port.ts';
import { Database, type Tx } from '../../platform/database.ts';
import { PART_TABLES } from '../content-rows.ts';
import { DirectoryRepository } from '../directory.repository.ts';
import { FindAuthorities } from '../find-authorities.ts';
import { presentEntry } from '../present-authority.ts';
import { MembersNow } from '../members-now.ts';
import { writeCsv } from './write-csv.ts';
import { writeVcards } from './write-vcards.ts';
import { writeXlsx } from './write-xlsx.ts';

/** Entries read by one statement. */
const BATCH = 500;
/** Exports that one process makes at a time: each holds its entries in memory. */
const AT_ONCE = 2;

/**
 * The entries of a search as a file: exactly what the caller sees on the pages, by the same rows under the same row-level
 * security. One that holds values not meant for everybody is recorded in the transaction that reads them.
 */
@Injectable()
export class ExportDirectory {
  private running = 0;

  constructor(
    private readonly database: Database,
    private readonly find: FindAuthorities,
    private readonly repository: DirectoryRepository,
    private readonly members: MembersNow,
    private readonly audit: AuditLog,
  ) {}

  /** Throws Problem('not-found') for the id of no entry, Problem('too-large') beyond EXPORT_LIMIT entries, Problem('too-many-requests') while others are being made. */
  async execute(format: ExportFormat, query: ExportQuery): Promise<Uint8Array> {
    if (this.running >= AT_ONCE) throw new Problem('too-many-requests', { retryAfter: 5 });
    this.running++;
    try {
      return await write(format, await this.collect(format, query));
    } finally {
      this.running--;
    }
  }

  private async collect(format: ExportFormat, query: ExportQuery): Promise<AuthorityEntry[]> {
    const ids = await this.idsOf(query);
    const mailboxes = await this.members.byAuthority();
    return this.database.transaction(async (tx) => {
      const found = new Map<string, AuthorityEntry>();
      let restricted = 0;
      for (let at = 0; at < ids.length; at += BATCH) {
        const batch = ids.slice(at, at + BATCH);
        for (const row of await this.repository.entries(tx, batch)) found.set(row.id, presentEntry(row, mailboxes.get(row.id)));
        restricted += await countRestricted(tx, batch);
      }
      if (query.id !== undefined && found.size === 0) throw new Problem('not-found');
      if (restricted > 0) {
        const filter = new URLSearchParams(JSON.parse(JSON.stringify(query)) as Record<string, string>).toString().slice(0, 1000);
        await this.audit.record(tx, { action: 'directory.export', object: null, details: { format, filter, entries: found.size, restricted } });
      }
      return ids.flatMap((id) => found.get(id) ?? []);
    });
  }

  /** In the order of the list. */
  private async idsOf({ id, ...query }: ExportQuery): Promise<string[]> {
    if (id !== undefined) return [id];
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<FindAuthorities['list']>> = await this.find.list({ ...query, limit: 100, ...(cursor ? { cursor } : {}) });
      ids.push(...page.items.map(({ id }) => id));
      if (ids.length > EXPORT_LIMIT) throw new Problem('too-large', { fields: [{ path: 'query', reason: `more than ${EXPORT_LIMIT} entries: narrow the search` }] });
      cursor = page.next;
    } while (cursor);
    return [...new Set(ids)];
  }
}

/** How many values of these entries the caller sees that not everybody does. */
async function countRestricted(tx: Tx, ids: readonly string[]): Promise<number> {
  const tables = Object.values(PART_TABLES).map((table) => `(SELECT count(*) FROM ${table} WHERE authority = ANY ($1::uuid[]) AND visibility <> 'public')`);
  const [row] = await tx.query<{ count: number }>(`SELECT (${tables.join(' + ')})::int AS count`, [ids]);
  return row!.count;
}

async function write(format: ExportFormat, entries: readonly AuthorityEntry[]): Promise<Uint8Array> {
  switch (format) {
    case 'csv':
      return Buffer.from(writeCsv(entries));
    case 'xlsx':
      return writeXlsx(entries);
    case 'vcf':
      return Buffer.from(writeVcards(entries));
    case 'json':
      return Buffer.from(`${JSON.stringify({ items: entries }, null, 1)}\n`);
  }
}
