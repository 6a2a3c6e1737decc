// Imports and their rows. Everything here is the secretariat's: row-level security shows it to nobody else.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ImportSettings, ImportSummary, type ImportFailure, type ImportStage } from '#protocol';
import type { Tx } from '../../platform/database.ts';
import { PLANNED, RESULT } from './row-counts.ts';

export interface NewImport {
  readonly id: string;
  readonly officer: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly format: string;
  readonly file: Uint8Array;
  readonly settings: ImportSettings;
  readonly created: Date;
}

/** What a step works with. `file` null: imported or dropped already. */
export interface HeldImport {
  readonly id: string;
  readonly officer: string;
  readonly runBy: string | null;
  readonly fileName: string;
  readonly sha256: string;
  readonly stage: ImportStage;
  readonly settings: ImportSettings;
  readonly revision: number | null;
}

const TIME = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const SUMMARY = `i.id, i.file_name AS "fileName", i.sha256, i.bytes, i.format, i.stage, i.failure, i.officer, ${TIME('i.created')} AS created, ${TIME('i.finished')} AS finished,
  (SELECT json_build_object('done', p.done, 'total', p.total) FROM directory_import_progress p WHERE p.import = i.id AND i.stage IN ('checking', 'running', 'undoing')) AS progress,
  CASE WHEN i.stage NOT IN ('draft', 'checking', 'discarded') THEN (${PLANNED}) END AS planned,
  CASE WHEN i.stage IN ('done', 'undoing', 'undone') THEN (${RESULT}) END AS result`;
const HELD = `id, officer, run_by AS "runBy", file_name AS "fileName", sha256, stage, settings, revision`;
const Held = z.object({ id: z.string(), officer: z.string(), runBy: z.string().nullable(), fileName: z.string(), sha256: z.string(), stage: ImportSummary.shape.stage, settings: ImportSettings, revision: z.coerce.number().nullable() });

@Injectable()
export class ImportRepository {
  /** False: the id is taken. */
  async add(tx: Tx, { id, officer, fileName, sha256, format, file, settings, created }: NewImport): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO directory_import (id, officer, file_name, sha256, bytes, format, file, settings, created) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING RETURNING id`,
      [id, officer, fileName, sha256, file.length, format, Buffer.from(file), JSON.stringify(settings), created],
    );
    return rows.length > 0;
  }

  async summaries(tx: Tx): Promise<ImportSummary[]> {
    return z.array(ImportSummary).parse(await tx.query(`SELECT ${SUMMARY} FROM directory_import i WHERE i.stage <> 'discarded' ORDER BY i.created DESC, i.id DESC LIMIT 100`));
  }

  async summary(tx: Tx, id: string): Promise<ImportSummary | null> {
    const [row] = await tx.query(`SELECT ${SUMMARY} FROM directory_import i WHERE i.id = $1`, [id]);
    return row === undefined ? null : ImportSummary.parse(row);
  }

  /** Locked until the transaction ends; null: there is none, or (`busy`) another process works on it. */
  async hold(tx: Tx, id: string, whenBusy: 'wait' | 'skip' = 'wait'): Promise<HeldImport | null> {
    const [row] = await tx.query(`SELECT ${HELD} FROM directory_import WHERE id = $1 FOR NO KEY UPDATE ${whenBusy === 'skip' ? 'SKIP LOCKED' : ''}`, [id]);
    return row === undefined ? null : Held.parse(row);
  }

  /** Without waiting and without holding it. */
  async read(tx: Tx, id: string): Promise<HeldImport | null> {
    const [row] = await tx.query(`SELECT ${HELD} FROM directory_import WHERE id = $1`, [id]);
    return row === undefined ? null : Held.parse(row);
  }

  async file(tx: Tx, id: string): Promise<Uint8Array | null> {
    const [row] = await tx.query<{ file: Buffer | null }>('SELECT file FROM directory_import WHERE id = $1', [id]);
    return row?.file ?? null;
  }

  async setSettings(tx: Tx, id: string, settings: ImportSettings): Promise<void> {
    await tx.query(`UPDATE directory_import SET settings = $2, stage = 'draft', failure = NULL, revision = NULL WHERE id = $1`, [id, JSON.stringify(settings)]);
  }

  async setStage(tx: Tx, id: string, stage: ImportStage, more: { failure?: ImportFailure | null; revision?: number; runBy?: string; finished?: Date; forgetFile?: true } = {}): Promise<void> {
    await tx.query(
      `UPDATE directory_import SET stage = $2, failure = $3, revision = coalesce($4, revision), run_by = coalesce($5, run_by), finished = coalesce($6, finished), file = CASE WHEN $7 THEN NULL ELSE file END WHERE id = $1`,
      [id, stage, more.failure ?? null, more.revision ?? null, more.runBy ?? null, more.finished ?? null, more.forgetFile ?? false],
    );
  }

  async setProgress(tx: Tx, id: string, done: number, total: number): Promise<void> {
    await tx.query('INSERT INTO directory_import_progress (import, done, total) VALUES ($1, $2, $3) ON CONFLICT (import) DO UPDATE SET done = excluded.done, total = excluded.total', [id, done, total]);
  }
}
