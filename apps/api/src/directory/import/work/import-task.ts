import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ImportFailure, ImportStage } from '#protocol';
import { AuditLog } from '../../../audit/audit.port.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database, type Tx } from '../../../platform/database.ts';
import { ImportRepository, type HeldImport } from '../import.repository.ts';

/** Another process does the same: it, or the queue, comes back to it. */
export class ImportBusy extends Error {
  override readonly name = 'ImportBusy';
}

/** Beginning, progress and end of what the worker does with an import. */
@Injectable()
export class ImportTask {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The import, held until the transaction ends; null: it is not at this stage (any more). Throws ImportBusy. */
  async begin(tx: Tx, id: string, stage: ImportStage): Promise<HeldImport | null> {
    const held = await this.imports.hold(tx, id, 'skip');
    if (held === null) throw new ImportBusy();
    return held.stage === stage ? held : null;
  }

  /** Written apart from the step's transaction, so that the page sees it. Lets the process do other things in between. */
  async report(id: string, done: number, total: number): Promise<void> {
    await breathe();
    await this.database.transaction((tx) => this.imports.setProgress(tx, id, done, total), 'system');
  }

  /** The dry run is over; it was no act upon the directory. `revision`: of the directory that the rows were compared with. */
  async checked(tx: Tx, id: string, revision: number): Promise<void> {
    await this.imports.setStage(tx, id, 'checked', { revision, finished: this.clock.now() });
  }

  /** The directory has changed by this import, or back: one act, of the officer who asked for it. */
  async finish(tx: Tx, { id, sha256, runBy }: HeldImport, stage: 'done' | 'undone', entries: number): Promise<void> {
    await this.imports.setStage(tx, id, stage, { finished: this.clock.now(), forgetFile: true });
    await this.audit.record(tx, { action: 'directory.import', object: { kind: 'import', id }, actor: { officer: runBy, member: null }, details: { step: stage === 'done' ? 'imported' : 'undone', file: sha256, entries } });
  }

  /** Nothing came of it: back to where the import was, with the reason. */
  async fail(id: string, [stage, before]: readonly [ImportStage, ImportStage], failure: ImportFailure): Promise<void> {
    await this.database.transaction(async (tx) => {
      const held = await this.imports.hold(tx, id);
      if (held?.stage === stage) await this.imports.setStage(tx, id, before, { failure });
    }, 'system');
  }
}
