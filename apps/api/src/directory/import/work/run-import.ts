import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuthorityContent, Problem, type ImportRow } from '#protocol';
import { Database, type Tx } from '../../../platform/database.ts';
import { WriteEntry, type EntryWrite } from '../../write-entry.ts';
import type { HeldImport } from '../import.repository.ts';
import { ImportRowRepository, type RowOutcome } from '../import-row.repository.ts';
import { addsNothing, contentOf, mergeInto } from '../merge-content.ts';
import { groupRows } from '../plan-rows.ts';
import { ImportTask } from './import-task.ts';

const AT_ONCE = 500;

/** Rows of one entry, and the entry as it is before them; null: they bring it. */
interface Group {
  readonly authority: string;
  readonly before: { readonly version: number; readonly content: AuthorityContent } | null;
  readonly rows: readonly ImportRow[];
}

/**
 * Writes what was decided, in one transaction: all of it or nothing, entries through the one writer, with their versions and acts.
 * A worker that dies in between leaves nothing behind, and another begins anew.
 */
@Injectable()
export class RunImport {
  constructor(
    private readonly database: Database,
    private readonly task: ImportTask,
    private readonly rows: ImportRowRepository,
    private readonly writer: WriteEntry,
  ) {}

  /** Idempotent: does nothing unless the import waits to be run. Throws Problem('conflict'), with the verdict directory-changed when the check is out of date. */
  async execute(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const held = await this.task.begin(tx, id, 'running');
      if (held === null) return;
      await this.task.finish(tx, held, 'done', await this.write(tx, held, await this.groups(tx, id)));
    }, 'system');
  }

  private async groups(tx: Tx, id: string): Promise<Group[]> {
    const homes = [...groupRows(await this.rows.taken(tx, id))];
    const known = await contents(tx, homes.flatMap(([home]) => (home.startsWith('entry ') ? [home.slice(6)] : [])));
    return homes.map(([home, rows]) => {
      const authority = home.startsWith('entry ') ? home.slice(6) : randomUUID();
      const before = known.get(authority) ?? null;
      if (home.startsWith('entry ') && before === null) throw outdated();
      return { authority, before, rows };
    });
  }

  /** How many entries were made or changed. */
  private async write(tx: Tx, held: HeldImport, groups: readonly Group[]): Promise<number> {
    let written = 0;
    for (let at = 0; at < groups.length; at += AT_ONCE) {
      const batch = groups.slice(at, at + AT_ONCE).map((group) => ({ group, content: contentAfter(group) }));
      const writes = batch.flatMap(({ group: { authority, before }, content }): EntryWrite[] => (before !== null && addsNothing(before.content, content)
        ? [] : [{ authority, expectedVersion: before?.version ?? 0, content, origin: { kind: 'import', id: held.id }, side: 'secretariat', proposedBy: held.officer, approvedBy: held.runBy === null ? [] : [held.runBy] }]));
      const versions = new Map((await this.writer.execute(tx, writes)).map(({ authority, version }) => [authority, version]));
      // The first writing has taken the directory's number, and with it everybody else's turn: it must be the next one after the check.
      if (written === 0 && writes.length > 0) await requireNext(tx, held.revision);
      written += writes.length;
      await this.rows.setOutcomes(tx, held.id, batch.flatMap(({ group }) => outcomesOf(group, versions.get(group.authority) ?? null)));
      await this.task.report(held.id, Math.min(at + AT_ONCE, groups.length), groups.length);
    }
    return written;
  }
}

function contentAfter({ before, rows }: Group): AuthorityContent {
  const [first, ...rest] = rows;
  const start = before?.content ?? contentOf(first!.entry!, randomUUID);
  return (before === null ? rest : rows).reduce((content, { entry, decision }) => mergeInto(content, entry!, decision === 'alias' ? 'alias' : 'merge', randomUUID), start);
}

function outcomesOf({ authority, before, rows }: Group, version: number | null): RowOutcome[] {
  if (version === null) return rows.map(({ row }) => ({ row, outcome: 'unchanged', authority, version: null }));
  return rows.map(({ row }) => ({ row, outcome: before === null ? 'created' : 'changed', authority, version }));
}

async function contents(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, NonNullable<Group['before']>>> {
  const rows = await tx.query<{ id: string; version: number; content: unknown }>(
    `SELECT id, version, authority_content(id, ARRAY['public', 'government', 'members']) AS content FROM authority WHERE id = ANY ($1::uuid[])`, [ids]);
  return new Map(rows.map(({ id, version, content }) => [id, { version, content: AuthorityContent.parse(content) }]));
}

async function requireNext(tx: Tx, checked: number | null): Promise<void> {
  const [now] = await tx.query<{ revision: string }>('SELECT revision FROM directory_revision');
  if (checked === null || Number(now!.revision) !== checked + 1) throw outdated();
}

function outdated(): Problem {
  return new Problem('conflict', { verdict: 'directory-changed' });
}
