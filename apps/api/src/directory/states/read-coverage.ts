import { Injectable } from '@nestjs/common';
import Papa from 'papaparse';
import { CONVENTION_FUNCTIONS, directoryStatesRoutes, type CoverageTable, type Designation } from '#protocol';
import { AuditLog } from '../../audit/audit.port.ts';
import { requireAccess } from '../../platform/access-guard.ts';
import { Clock } from '../../platform/clock.ts';
import { Database, type Tx } from '../../platform/database.ts';
import { currentContext } from '../../platform/request-context.ts';
import { coverageOfAll } from './coverage.ts';

type Row = { readonly state: string; readonly authorities: number; readonly restricted: number; readonly designations: readonly Designation[] };

/** All States with authorities in the directory by the functions of the Convention: for the secretariat, who asks for what is missing. */
@Injectable()
export class ReadCoverage {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<CoverageTable> {
    requireAccess(directoryStatesRoutes.coverage.access, currentContext().principal, this.clock.now());
    return this.database.transaction(async (tx) => ({ states: this.judged(await rowsOf(tx)) }));
  }

  /** The same for spreadsheets. Going out with what is not for everybody, it is recorded as every export is. */
  async export(): Promise<Uint8Array> {
    requireAccess(directoryStatesRoutes.exportCoverage.access, currentContext().principal, this.clock.now());
    const rows = await this.database.transaction(async (tx) => {
      const read = await rowsOf(tx);
      const restricted = read.reduce((sum, row) => sum + row.restricted, 0);
      if (restricted > 0) await this.audit.record(tx, { action: 'directory.export', object: null, details: { format: 'csv', filter: 'coverage', entries: read.length, restricted } });
      return read;
    });
    const names = CONVENTION_FUNCTIONS.map(({ function: name }) => name);
    const table = this.judged(rows).map(({ state, authorities, functions }) => [state, authorities, ...names.map((name) => functions[name])]);
    return Buffer.from(`\ufeff${Papa.unparse([['state', 'authorities', ...CONVENTION_FUNCTIONS.map(({ function: name, article }) => `${name} (UNCAC art. ${article})`)], ...table], { newline: '\r\n' })}\r\n`);
  }

  private judged(rows: readonly Row[]): CoverageTable['states'] {
    const today = this.clock.now().toISOString().slice(0, 10);
    return rows.map(({ state, authorities, designations }) => ({ state, authorities, functions: coverageOfAll(designations, today) }));
  }
}

function rowsOf(tx: Tx): Promise<Row[]> {
  return tx.query<Row>(
    `SELECT a.state, count(DISTINCT a.id)::int AS authorities, count(d.id) FILTER (WHERE d.visibility <> 'public')::int AS restricted,
       coalesce(jsonb_agg(jsonb_build_object('functions', d.functions, 'articles', d.articles, 'instrument', d.instrument, 'validTo', d.valid_to)) FILTER (WHERE d.id IS NOT NULL), '[]') AS designations
     FROM authority a LEFT JOIN designation d ON d.authority = a.id GROUP BY a.state ORDER BY a.state`,
  );
}
