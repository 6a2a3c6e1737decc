import { Injectable } from '@nestjs/common';
import { Problem, type ImportSummary } from '#protocol';
import { AuditLog } from '../../audit/audit.port.ts';
import { Database, type Tx } from '../../platform/database.ts';
import { ImportRepository, type HeldImport } from './import.repository.ts';
import { mayStep, type ImportStep } from './stage.policy.ts';

/** The frame of every step that a secretariat officer takes with an import: may it follow, do it, record it, say where things stand. */
@Injectable()
export class TakeStep {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly audit: AuditLog,
  ) {}

  /** `work` answers how many rows it concerned. Asking twice is asking once. Throws Problem('not-found'), Problem('conflict') for a step that cannot follow. */
  async execute(id: string, step: ImportStep, work: (tx: Tx, held: HeldImport) => Promise<number>): Promise<ImportSummary> {
    return this.database.transaction(async (tx) => {
      // Not yet held: a worker that imports holds it for long, and then there is nothing to do but to say how far it is.
      const seen = await this.imports.read(tx, id);
      if (seen === null) throw new Problem('not-found');
      const held = mayStep(seen.stage, step) === 'yes' ? (await this.imports.hold(tx, id))! : seen;
      const may = mayStep(held.stage, step);
      if (may === 'no') throw new Problem('conflict', { verdict: held.stage });
      if (may === 'yes') {
        const entries = await work(tx, held);
        await this.audit.record(tx, { action: 'directory.import', object: { kind: 'import', id }, details: { step, file: held.sha256, entries } });
      }
      return (await this.imports.summary(tx, id))!;
    });
  }
}
