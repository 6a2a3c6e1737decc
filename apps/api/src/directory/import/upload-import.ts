import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { directoryImportRoutes, IMPORT_LIMITS, Problem, toHex, type ImportSummary } from '#protocol';
import { AuditLog } from '../../audit/audit.port.ts';
import { requireAccess } from '../../platform/access-guard.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database.ts';
import { currentContext } from '../../platform/request-context.ts';
import { ImportRepository } from './import.repository.ts';
import { ReadImport } from './read-import.ts';

/** A file on its way into the directory. What cannot be read as a table is refused at once, with the reason, and nothing of it is kept. */
@Injectable()
export class UploadImport {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly reading: ReadImport,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Idempotent by the id, which the client makes. Throws Problem('file-refused' | 'too-large' | 'id-reused'). */
  async execute(id: string, fileName: string, bytes: Uint8Array): Promise<ImportSummary> {
    const { principal } = currentContext();
    requireAccess(directoryImportRoutes.uploadImport.access, principal, this.clock.now());
    if (bytes.length > IMPORT_LIMITS.file) throw new Problem('too-large');
    const sha256 = toHex(createHash('sha256').update(bytes).digest());
    const known = await this.same(id, sha256);
    if (known) return known;
    const { file, settings } = await this.reading.guess(bytes);
    return this.database.transaction(async (tx) => {
      const added = await this.imports.add(tx, { id, officer: principal.officer, fileName, sha256, format: file.format, file: bytes, settings, created: this.clock.now() });
      if (added) await this.audit.record(tx, { action: 'directory.import', object: { kind: 'import', id }, details: { step: 'upload', file: sha256, entries: 0 } });
      const summary = await this.imports.summary(tx, id);
      if (summary?.sha256 !== sha256) throw new Problem('id-reused');
      return summary;
    });
  }

  private async same(id: string, sha256: string): Promise<ImportSummary | null> {
    const summary = await this.database.transaction((tx) => this.imports.summary(tx, id));
    if (summary && summary.sha256 !== sha256) throw new Problem('id-reused');
    return summary;
  }
}
