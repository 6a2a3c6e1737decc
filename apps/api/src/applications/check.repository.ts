// Which steps were done, by whom, when and how.
import { Injectable } from '@nestjs/common';
import type { CheckMeans } from '#protocol';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';
import type { Check } from './checklist.policy.ts';

export interface StoredCheck extends Check {
  readonly id: string;
  readonly application: string;
  readonly submission: number;
  readonly at: Date;
  readonly means: CheckMeans;
  /** The letter that holds it. */
  readonly note: string | null;
}

const COLUMNS = 'id, application, submission, step, officer, at, means, note, certificates';

@Injectable()
export class CheckRepository {
  constructor(private readonly clock: Clock) {}

  async of(tx: Tx, applications: readonly string[]): Promise<StoredCheck[]> {
    return tx.query<StoredCheck>(`SELECT ${COLUMNS} FROM application_check WHERE application = ANY ($1::uuid[]) ORDER BY at, id`, [applications]);
  }

  async find(tx: Tx, id: string): Promise<StoredCheck | null> {
    return (await tx.query<StoredCheck>(`SELECT ${COLUMNS} FROM application_check WHERE id = $1`, [id]))[0] ?? null;
  }

  async add(tx: Tx, check: Omit<StoredCheck, 'at'>): Promise<void> {
    await tx.query(`INSERT INTO application_check (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [
      check.id, check.application, check.submission, check.step, check.officer, this.clock.now(), check.means, check.note, check.certificates,
    ]);
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.query('DELETE FROM application_check WHERE id = $1', [id]);
  }
}

/** Only what was checked of the present submission counts. */
export function counting(checks: readonly StoredCheck[], { id, submission }: { readonly id: string; readonly submission: number }): StoredCheck[] {
  return checks.filter((check) => check.application === id && check.submission === submission);
}
