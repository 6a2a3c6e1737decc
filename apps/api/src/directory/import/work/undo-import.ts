import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database.ts';
import { WriteEntry, type EntryWrite } from '../../write-entry.ts';
import type { HeldImport } from '../import.repository.ts';
import { ImportRowRepository, type RowOutcome, type WrittenEntry } from '../import-row.repository.ts';
import { BeforeImport } from './before-import.ts';
import { ImportTask } from './import-task.ts';

const AT_ONCE = 500;

/**
 * Takes an import back in one transaction: entries that it made leave the directory, entries that it changed are again as they
 * were; their histories tell of both. Whatever was changed since, or has become a member, or is named as another's parent, is
 * kept as it is, and its rows say so. Nothing that anybody did afterwards is lost.
 */
@Injectable()
export class UndoImport {
  constructor(
    private readonly database: Database,
    private readonly task: ImportTask,
    private readonly rows: ImportRowRepository,
    private readonly writer: WriteEntry,
    private readonly before: BeforeImport,
  ) {}

  /** Idempotent: does nothing unless the import waits to be undone. */
  async execute(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const held = await this.task.begin(tx, id, 'undoing');
      if (held === null) return;
      const written = await this.rows.written(tx, id);
      const fixed = await this.before.fixed(tx, written);
      const free = written.filter(({ authority }) => !fixed.has(authority));
      await this.rows.setOutcomes(tx, id, written.filter(({ authority }) => fixed.has(authority)).flatMap((entry) => outcomes(entry, 'kept')));
      for (let at = 0; at < free.length; at += AT_ONCE) {
        const batch = free.slice(at, at + AT_ONCE);
        await this.writer.execute(tx, await this.writes(tx, held, batch));
        await this.rows.setOutcomes(tx, id, batch.flatMap((entry) => outcomes(entry, 'undone')));
        await this.task.report(id, Math.min(at + AT_ONCE, free.length), free.length);
      }
      await this.task.finish(tx, held, 'undone', free.length);
    }, 'system');
  }

  private async writes(tx: Tx, { id, runBy }: HeldImport, batch: readonly WrittenEntry[]): Promise<EntryWrite[]> {
    const writes: EntryWrite[] = [];
    for (const entry of batch) {
      const content = await this.before.content(tx, entry);
      writes.push({ authority: entry.authority, expectedVersion: entry.version, content, origin: { kind: 'undo', id }, side: 'secretariat', proposedBy: runBy, approvedBy: runBy === null ? [] : [runBy] });
    }
    return writes;
  }
}

function outcomes({ rows, authority, version }: WrittenEntry, outcome: RowOutcome['outcome']): RowOutcome[] {
  return rows.map((row) => ({ row, outcome, authority, version }));
}
