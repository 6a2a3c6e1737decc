// The one writer of entries of the directory.
import { Injectable } from '@nestjs/common';
import { AuthorityContent, CONTENT_PARTS, Problem, sameValue, type ContentPart, type ContentValue, type EntryVersion, type VersionOrigin } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { sqlState, type Tx } from '../platform/database.ts';
import { hasNameTwice, PART_TABLES, rowsOf, sortNameOf } from './content-rows.ts';
import { refuseRings, type ParentLink } from './parent-rings.ts';

export interface EntryWrite {
  /** The entry, or the id of a new one. */
  readonly authority: string;
  /** The version that the writer has seen; 0: none, the entry is new. After a removal: the version of the removal, and the entry comes back. */
  readonly expectedVersion: number;
  /** All values that the entry is to have, none left out: what is missing goes. Null: the entry leaves the directory; its history stays. */
  readonly content: AuthorityContent | null;
  readonly origin: VersionOrigin;
  /** Whose change it is. `hub`: no person's. */
  readonly side: EntryVersion['side'];
  /** Officers by id. */
  readonly proposedBy: string | null;
  readonly approvedBy: readonly string[];
}

export interface EntryWritten {
  readonly authority: string;
  /** The version that the entry has now. */
  readonly version: number;
  /** False: it said exactly that already, and nothing was written. */
  readonly changed: boolean;
}

interface Known { readonly version: number; readonly content: AuthorityContent | null }
type Change = EntryWrite & { readonly before: AuthorityContent | null; readonly version: number };

/** Of the audiences, all. */
const EVERYTHING = ['public', 'government', 'members'];

/**
 * Writes whole entries: values, index, the version for the history and one audit act `directory.change` for each, in the caller's
 * transaction, which must be the secretariat's or `system` (row-level security lets nobody else). Any number at a time, by a fixed
 * number of statements. It decides nothing: who may change what, who approved, whether values are in form (`contentFaults`) and where
 * they come from is the business of the use case that calls it.
 *
 * Ids of values are kept where a value stays or changes, so that histories and merges know it again; new values bring new ids.
 * Concurrent writers of one entry take turns; the later one has seen an older version and is refused.
 */
@Injectable()
export class WriteEntry {
  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * In the order given. Throws, and then nothing may be committed, Problem('conflict') with the ids of entries that are in another version than
   * expected (`fields[].path`), Problem('bad-request') for an entry without a public name, with one name twice, or in another form,
   * Problem('id-reused') for the id of a value of another entry. A removed entry that others name as parent: Problem('conflict').
   * A parent by which an entry would stand below itself: Problem('parent-ring').
   */
  async execute(tx: Tx, writes: readonly EntryWrite[]): Promise<EntryWritten[]> {
    const checked = writes.map((write) => ({ ...write, content: write.content === null ? null : inForm(write.authority, write.content) }));
    const known = await this.hold(tx, checked.map(({ authority }) => authority));
    const outdated = checked.filter(({ authority, expectedVersion }) => known.get(authority)!.version !== expectedVersion);
    if (outdated.length > 0) throw new Problem('conflict', { fields: outdated.slice(0, 20).map(({ authority }) => ({ path: authority, reason: `version ${known.get(authority)!.version}` })) });
    const changes = checked.flatMap((write): Change[] => {
      const { version, content: before } = known.get(write.authority)!;
      return sameValue(before, write.content) ? [] : [{ ...write, before, version: version + 1 }];
    });
    if (changes.length > 0) await this.write(tx, changes);
    const changed = new Map(changes.map(({ authority, version }) => [authority, version]));
    return writes.map(({ authority, expectedVersion }) => ({ authority, version: changed.get(authority) ?? expectedVersion, changed: changed.has(authority) }));
  }

  /** Locks the entries until the transaction ends, always in the same order, and reads what they say. */
  private async hold(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Known>> {
    if (new Set(ids).size < ids.length) throw new Error('one entry twice in one writing');
    // Two writers that bring the same new entry are told apart by the key of its first version.
    await tx.query('SELECT id FROM authority WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
    const rows = await tx.query<{ id: string; version: number; content: unknown }>(
      `SELECT w.id, coalesce(a.version, (SELECT max(v.version) FROM authority_version v WHERE v.authority = w.id), 0) AS version, authority_content(a.id, $2) AS content
       FROM unnest($1::uuid[]) AS w (id) LEFT JOIN authority a USING (id)`,
      [ids, EVERYTHING],
    );
    return new Map(rows.map(({ id, version, content }) => [id, { version, content: content === null ? null : inOrder(AuthorityContent.parse(content)) }]));
  }

  private async write(tx: Tx, changes: readonly Change[]): Promise<void> {
    const now = this.clock.now();
    const kept = changes.filter(({ content }) => content !== null);
    try {
      await tx.query(
        `INSERT INTO authority (id, state, kind, sort_name, version, created, updated) SELECT id, state, kind, sort_name, version, $2, $2 FROM jsonb_populate_recordset(NULL::authority, $1)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, kind = excluded.kind, sort_name = excluded.sort_name, version = excluded.version, updated = excluded.updated`,
        [JSON.stringify(kept.map(({ authority: id, content, version }) => ({ id, state: content!.state, kind: content!.kind, sort_name: sortNameOf(content!), version }))), now],
      );
      // First everything that goes, then what comes, so that a name may move from one entry to another.
      const touched = CONTENT_PARTS.map((part) => [part, kept.filter(({ before, content }) => !sameValue(before?.[part] ?? [], content![part]))] as const);
      for (const [part, entries] of touched) await tx.query(`DELETE FROM ${PART_TABLES[part]} WHERE authority = ANY ($1::uuid[])`, [entries.map(({ authority }) => authority)]);
      await tx.query('DELETE FROM authority WHERE id = ANY ($1::uuid[])', [changes.filter(({ content }) => content === null).map(({ authority }) => authority)]);
      for (const [part, entries] of touched) await insert(tx, part, entries);
    } catch (error) {
      if (sqlState(error) === '23505') throw Object.assign(new Problem('id-reused'), { cause: error });
      if (sqlState(error) === '23503') throw Object.assign(new Problem('conflict'), { cause: error });
      throw error;
    }
    await this.keep(tx, changes, now);
    await tx.query('SELECT refresh_authority_search($1)', [changes.map(({ authority }) => authority)]);
    // From here on the directory's number is ours until the commit: of two writers whose links close a ring together the later one sees both.
    await refuseRings(tx, changes.flatMap(newParents));
  }

  /** Versions and audit acts. */
  private async keep(tx: Tx, changes: readonly Change[], now: Date): Promise<void> {
    const versions = changes.map(({ authority, version, content, origin, side, proposedBy, approvedBy }) => ({
      authority, version, at: now, origin: origin.kind, origin_id: origin.id, side, proposed_by: proposedBy, approved_by: approvedBy, removed: content === null,
    }));
    await tx.query('INSERT INTO authority_version SELECT * FROM jsonb_populate_recordset(NULL::authority_version, $1)', [JSON.stringify(versions)]);
    await tx.query('SELECT keep_authority_content($1, $2)', [changes.map(({ authority }) => authority), changes.map(({ version }) => version)]);
    const acts = changes.map(({ authority: id, version, content, origin, approvedBy }) => this.audit.prepare({
      action: 'directory.change', object: { kind: 'authority', id }, details: { version, origin: origin.kind, approvals: approvedBy.length, removed: content === null },
    }).row);
    await tx.query('INSERT INTO audit_entry (id, entry, context) SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[])', [acts.map(({ id }) => id), acts.map(({ entry }) => entry), acts.map(({ context }) => context)]);
  }
}

/** A ring that was there before stands in the way of no other change. */
function newParents({ authority, before, content }: Change): ParentLink[] {
  const linked = (content?.parents ?? []).filter((parent) => parent.authority !== before?.parents[0]?.authority);
  return linked.flatMap(({ authority: parent }) => (parent === null ? [] : [{ authority, parent }]));
}

function inForm(authority: string, content: AuthorityContent): AuthorityContent {
  const read = AuthorityContent.safeParse(content);
  const off = (reason: string) => new Problem('bad-request', { fields: [{ path: authority, reason }] });
  if (!read.success) throw off(read.error.issues[0]!.message);
  if (sortNameOf(read.data) === null) throw off('no public name');
  if (hasNameTwice(read.data)) throw off('the same name twice');
  return inOrder(read.data);
}

/** Only names have an order that means something. */
function inOrder(content: AuthorityContent): AuthorityContent {
  const ordered = CONTENT_PARTS.filter((part) => part !== 'names').map((part) => [part, (content[part] as ContentValue[]).toSorted((a, b) => (a.id < b.id ? -1 : 1))]);
  return { ...content, ...(Object.fromEntries(ordered) as Partial<AuthorityContent>) };
}

async function insert(tx: Tx, part: ContentPart, entries: readonly Change[]): Promise<void> {
  const rows = entries.flatMap(({ authority, content }) => rowsOf(authority, content!, part));
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first).join(', ');
  await tx.query(`INSERT INTO ${PART_TABLES[part]} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${PART_TABLES[part]}, $1)`, [JSON.stringify(rows)]);
}
