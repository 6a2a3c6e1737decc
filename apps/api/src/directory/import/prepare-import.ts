import { Injectable } from '@nestjs/common';
import { directoryImportRoutes, Problem, type ImportSettings, type ImportSummary, type RouteInput } from '#protocol';
import { requireAccess } from '../../platform/access-guard.ts';
import { Clock } from '../../platform/clock.ts';
import { currentContext } from '../../platform/request-context.ts';
import { ImportRepository } from './import.repository.ts';
import { ImportRowRepository } from './import-row.repository.ts';
import { ReadImport } from './read-import.ts';
import { TakeStep } from './take-step.ts';

/** What a person sets and decides before an import runs, and that it never will. */
@Injectable()
export class PrepareImport {
  constructor(
    private readonly steps: TakeStep,
    private readonly imports: ImportRepository,
    private readonly rows: ImportRowRepository,
    private readonly reading: ReadImport,
    private readonly clock: Clock,
  ) {}

  /** The file is read otherwise; a check made before counts no longer. Throws Problem('file-refused') where it cannot be read so, and keeps what was set before. */
  async set(id: string, wanted: ImportSettings): Promise<ImportSummary> {
    this.require(directoryImportRoutes.setImportSettings);
    return this.steps.execute(id, 'settings', async (tx, held) => {
      const bytes = await this.imports.file(tx, id);
      if (bytes === null) throw new Problem('gone');
      const { headings } = await this.reading.open(bytes, wanted, held);
      // Other headings are other columns: what was said of the old ones would be said of the wrong ones.
      const same = wanted.columns.length === headings.length && wanted.headingRow === held.settings.headingRow && wanted.sheet === held.settings.sheet && wanted.encoding === held.settings.encoding;
      await this.imports.setSettings(tx, id, same ? wanted : { ...wanted, columns: this.reading.columns(headings) });
      return 0;
    });
  }

  async decide(id: string, { rows, decision, target }: RouteInput<typeof directoryImportRoutes.decideRows>['body']): Promise<ImportSummary> {
    this.require(directoryImportRoutes.decideRows);
    return this.steps.execute(id, 'decide', (tx) => this.rows.decide(tx, id, rows, decision, target));
  }

  /** The file and its rows go; that there was one stays in the audit log. */
  async discard(id: string): Promise<ImportSummary> {
    this.require(directoryImportRoutes.discardImport);
    return this.steps.execute(id, 'discard', async (tx) => {
      await this.imports.setStage(tx, id, 'discarded', { forgetFile: true, finished: this.clock.now() });
      await this.rows.replace(tx, id, []);
      return 0;
    });
  }

  private require({ access }: { readonly access: Parameters<typeof requireAccess>[0] }): void {
    requireAccess(access, currentContext().principal, this.clock.now());
  }
}
