import { Injectable } from '@nestjs/common';
import { directoryImportRoutes, Problem, type ImportPreview, type ImportSummary, type RouteAnswer, type RouteInput, type UnLanguage } from '#protocol';
import { requireAccess } from '../../platform/access-guard.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database.ts';
import { currentContext } from '../../platform/request-context.ts';
import { ImportRepository } from './import.repository.ts';
import { ImportRowRepository } from './import-row.repository.ts';
import { ReadImport } from './read-import.ts';
import { writeProblems } from './write-problems.ts';

/** Rows that a preview shows. */
const FIRST = 15;

/** What there is to see of imports. Nothing changes by looking. */
@Injectable()
export class ShowImports {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly importRows: ImportRowRepository,
    private readonly reading: ReadImport,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<{ items: ImportSummary[] }> {
    this.requireSecretariat();
    return { items: await this.database.transaction((tx) => this.imports.summaries(tx)) };
  }

  /** Throws Problem('not-found'). */
  async summary(id: string): Promise<ImportSummary> {
    this.requireSecretariat();
    return this.found(await this.database.transaction((tx) => this.imports.summary(tx, id)));
  }

  /** Throws Problem('not-found'), Problem('gone') once the file is, Problem('file-refused') where it cannot be read as set. */
  async preview(id: string): Promise<ImportPreview> {
    this.requireSecretariat();
    const { held, bytes } = await this.database.transaction(async (tx) => ({ held: this.found(await this.imports.read(tx, id)), bytes: await this.imports.file(tx, id) }));
    if (bytes === null) throw new Problem('gone');
    const { file, headings, rows, read } = await this.reading.open(bytes, held.settings, held);
    return {
      settings: held.settings, sheets: [...file.sheets], headings: [...headings], rows: rows.length,
      first: rows.slice(0, FIRST).map((row) => {
        const { entry, problems } = read(row);
        return { row: row.number, cells: [...row.cells], entry, problems: [...problems] };
      }),
    };
  }

  /** Throws Problem('not-found'). */
  async rows(id: string, { show, after, limit }: RouteInput<typeof directoryImportRoutes.importRows>['query']): Promise<RouteAnswer<typeof directoryImportRoutes.importRows>> {
    this.requireSecretariat();
    return this.database.transaction(async (tx) => {
      this.found(await this.imports.summary(tx, id));
      const { items, total } = await this.importRows.list(tx, id, show, after, limit);
      return { items, total, next: items.length === limit ? items.at(-1)!.row : null };
    });
  }

  /** A CSV file. Throws Problem('not-found'). */
  async problems(id: string, language: UnLanguage): Promise<Uint8Array> {
    this.requireSecretariat();
    return this.database.transaction(async (tx) => {
      this.found(await this.imports.summary(tx, id));
      return Buffer.from(writeProblems(await this.importRows.problems(tx, id), language));
    });
  }

  private found<T>(value: T | null): T {
    if (value === null) throw new Problem('not-found');
    return value;
  }

  private requireSecretariat(): void {
    requireAccess(directoryImportRoutes.imports.access, currentContext().principal, this.clock.now());
  }
}
