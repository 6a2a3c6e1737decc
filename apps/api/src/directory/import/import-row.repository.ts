// Rows of imports: what a check made of them, what was decided, what became of them.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Double, ImportDecision, ImportedEntry, ImportOutcome, RowProblem, type DoubleReason, type ImportRow, type RowFilter } from '#protocol';
import type { Tx } from '../../platform/database.ts';
import { conditionOf } from './row-counts.ts';

/** A row as a check leaves it. */
export interface CheckedRow {
  readonly row: number;
  readonly entry: ImportedEntry | null;
  readonly problems: readonly RowProblem[];
  readonly doubles: readonly Double[];
  readonly reason: string | null;
  readonly decision: ImportDecision | null;
  readonly target: ImportRow['target'];
  readonly decided: boolean;
}

/** What became of a row. */
export interface RowOutcome {
  readonly row: number;
  readonly outcome: ImportOutcome;
  readonly authority: string | null;
  readonly version: number | null;
}

/** An entry as an import left it. */
export interface WrittenEntry {
  readonly authority: string;
  readonly version: number;
  /** The import made it; otherwise it added to it. */
  readonly created: boolean;
  readonly rows: readonly number[];
}

/** Rows of one statement. */
const BATCH = 2000;
const COLUMNS = 'row, entry, problems, doubles, decision, target, decided, outcome, authority';
const Row = z.object({
  row: z.int(), entry: ImportedEntry.nullable(), problems: z.array(RowProblem), doubles: z.array(Double), decision: ImportDecision.nullable(),
  target: z.object({ kind: Double.shape.kind, key: z.string() }).nullable(), decided: z.boolean(), outcome: ImportOutcome.nullable(), authority: z.string().nullable(),
});

@Injectable()
export class ImportRowRepository {
  async replace(tx: Tx, id: string, rows: readonly CheckedRow[]): Promise<void> {
    await tx.query('DELETE FROM directory_import_row WHERE import = $1', [id]);
    for (let at = 0; at < rows.length; at += BATCH) {
      await tx.query(
        `INSERT INTO directory_import_row (import, row, entry, problems, doubles, reason, decision, target, decided)
         SELECT $1, row, nullif(entry, 'null'), problems, doubles, reason, decision, nullif(target, 'null'), decided FROM jsonb_populate_recordset(NULL::directory_import_row, $2)`,
        [id, JSON.stringify(rows.slice(at, at + BATCH))],
      );
    }
  }

  async list(tx: Tx, id: string, show: RowFilter, after: number, limit: number): Promise<{ items: ImportRow[]; total: number }> {
    const rows = await tx.query(
      `SELECT ${COLUMNS} FROM directory_import_row r WHERE import = $1 AND row > $2 AND ${conditionOf(show, '$4')} ORDER BY row LIMIT $3`,
      [id, after, limit, show],
    );
    const [count] = await tx.query<{ total: number }>(`SELECT count(*)::int AS total FROM directory_import_row r WHERE import = $1 AND ${conditionOf(show, '$2')}`, [id, show]);
    return { items: z.array(Row).parse(rows), total: count!.total };
  }

  /** Those that are to become part of the directory, in order. */
  async taken(tx: Tx, id: string): Promise<ImportRow[]> {
    return z.array(Row).parse(await tx.query(`SELECT ${COLUMNS} FROM directory_import_row WHERE import = $1 AND entry IS NOT NULL AND decision <> 'skip' ORDER BY row`, [id]));
  }

  async problems(tx: Tx, id: string): Promise<RowProblem[]> {
    const rows = await tx.query<{ problems: unknown }>('SELECT problems FROM directory_import_row WHERE import = $1 AND jsonb_array_length(problems) > 0 ORDER BY row', [id]);
    return rows.flatMap(({ problems }) => z.array(RowProblem).parse(problems));
  }

  /** What persons decided, by row. */
  async decided(tx: Tx, id: string): Promise<ReadonlyMap<number, Pick<CheckedRow, 'decision' | 'target' | 'doubles'>>> {
    const rows = z.array(Row).parse(await tx.query(`SELECT ${COLUMNS} FROM directory_import_row WHERE import = $1 AND decided`, [id]));
    return new Map(rows.map((row) => [row.row, row]));
  }

  /** Rows that can be decided so, of those named or of all with this strongest reason. Answers how many. */
  async decide(tx: Tx, id: string, which: readonly number[] | DoubleReason, decision: ImportDecision, target: ImportRow['target']): Promise<number> {
    const joins = decision === 'merge' || decision === 'alias';
    const rows = await tx.query(
      `UPDATE directory_import_row SET decided = true, decision = $2,
         target = CASE WHEN $3 THEN coalesce($4::jsonb, jsonb_build_object('kind', doubles -> 0 ->> 'kind', 'key', doubles -> 0 ->> 'key')) END
       WHERE import = $1 AND entry IS NOT NULL AND ${typeof which === 'string' ? 'reason = $5' : 'row = ANY ($5::int[])'}
         AND (NOT $3 OR jsonb_array_length(doubles) > 0) AND ($4::jsonb IS NULL OR doubles @> jsonb_build_array($4::jsonb)) RETURNING row`,
      [id, decision, joins, target === null ? null : JSON.stringify(target), which],
    );
    return rows.length;
  }

  async setOutcomes(tx: Tx, id: string, outcomes: readonly RowOutcome[]): Promise<void> {
    for (let at = 0; at < outcomes.length; at += BATCH) {
      const batch = outcomes.slice(at, at + BATCH);
      await tx.query(
        `UPDATE directory_import_row r SET outcome = w.outcome, authority = w.authority, version = w.version
         FROM unnest($2::int[], $3::text[], $4::uuid[], $5::int[]) AS w (row, outcome, authority, version) WHERE r.import = $1 AND r.row = w.row`,
        [id, batch.map(({ row }) => row), batch.map(({ outcome }) => outcome), batch.map(({ authority }) => authority), batch.map(({ version }) => version)],
      );
    }
  }

  /** Entries that the import wrote: the version it left them in, and whether it made them. */
  async written(tx: Tx, id: string): Promise<readonly WrittenEntry[]> {
    return tx.query(
      `SELECT authority, max(version) AS version, bool_or(outcome = 'created') AS created, array_agg(row) AS rows FROM directory_import_row WHERE import = $1 AND outcome IN ('created', 'changed') GROUP BY authority ORDER BY authority`,
      [id],
    );
  }
}
