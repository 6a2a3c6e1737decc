import { Injectable } from '@nestjs/common';
import { Problem, sameValue } from '#protocol';
import { Database, type Tx } from '../../../platform/database.ts';
import { ImportRepository, type HeldImport } from '../import.repository.ts';
import { ImportRowRepository, type CheckedRow } from '../import-row.repository.ts';
import { RowPlanner, type KnownEntry } from '../plan-rows.ts';
import { ReadImport } from '../read-import.ts';
import { ImportTask } from './import-task.ts';

const AT_ONCE = 500;

interface Basis {
  readonly held: HeldImport;
  readonly bytes: Uint8Array;
  readonly entries: readonly KnownEntry[];
  readonly decided: Awaited<ReturnType<ImportRowRepository['decided']>>;
  readonly revision: number;
}

/** Reads every row and compares it with the directory and with the rows before. Nothing of the directory changes: this is the dry run. */
@Injectable()
export class CheckImport {
  constructor(
    private readonly database: Database,
    private readonly task: ImportTask,
    private readonly imports: ImportRepository,
    private readonly rows: ImportRowRepository,
    private readonly reading: ReadImport,
  ) {}

  /** Idempotent: does nothing unless the import waits for a check. Throws Problem('file-refused'). */
  async execute(id: string): Promise<void> {
    const basis = await this.database.transaction((tx) => this.basis(tx, id), 'system');
    if (basis === null) return;
    const { held, bytes, entries, decided, revision } = basis;
    const { rows, read } = await this.reading.open(bytes, held.settings, held);
    const total = entries.length + rows.length;
    const planner = new RowPlanner(decided);
    for (let at = 0; at < entries.length; at += AT_ONCE) {
      for (const entry of entries.slice(at, at + AT_ONCE)) planner.know(entry);
      await this.task.report(id, Math.min(at + AT_ONCE, entries.length), total);
    }
    const checked: CheckedRow[] = [];
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      for (const row of rows.slice(at, at + AT_ONCE)) checked.push(planner.plan(read(row)));
      await this.task.report(id, entries.length + checked.length, total);
    }
    await this.database.transaction(async (tx) => {
      const now = await this.imports.hold(tx, id);
      // Dropped, or set otherwise, meanwhile: then this check is nobody's.
      if (now?.stage !== 'checking' || !sameValue(now.settings, held.settings)) return;
      await this.rows.replace(tx, id, checked);
      await this.task.checked(tx, id, revision);
    }, 'system');
  }

  private async basis(tx: Tx, id: string): Promise<Basis | null> {
    const held = await this.imports.read(tx, id);
    if (held?.stage !== 'checking') return null;
    const bytes = await this.imports.file(tx, id);
    if (bytes === null) throw new Problem('gone');
    // The number first: what changes after it makes the import ask for another check.
    const [now] = await tx.query<{ revision: string }>('SELECT revision FROM directory_revision');
    return { held, bytes, entries: await knownEntries(tx), decided: await this.rows.decided(tx, id), revision: Number(now!.revision) };
  }
}

async function knownEntries(tx: Tx): Promise<KnownEntry[]> {
  return tx.query<{ id: string; state: string; names: KnownEntry['names']; contacts: KnownEntry['contacts'] }>(
    `SELECT a.id, a.state, n.names, coalesce(c.contacts, '[]') AS contacts FROM authority a
     JOIN (SELECT authority, json_agg(json_build_object('name', name, 'kind', kind) ORDER BY position) AS names FROM authority_name GROUP BY authority) n ON n.authority = a.id
     LEFT JOIN (SELECT authority, json_agg(json_build_object('kind', kind, 'value', value)) AS contacts FROM contact GROUP BY authority) c ON c.authority = a.id
     ORDER BY a.id`,
  );
}
