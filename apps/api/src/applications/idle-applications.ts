// Applications on which nobody acted, found and changed in one statement each: two workers do not do it twice.
import { Injectable } from '@nestjs/common';
import type { ApplicationState } from '#protocol';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';

const idle = (states: string) => `SELECT id FROM application WHERE state IN (${states}) AND changed < $1 ORDER BY changed LIMIT $2 FOR UPDATE SKIP LOCKED`;

@Injectable()
export class IdleApplications {
  constructor(private readonly clock: Clock) {}

  /** Answers those that went. */
  async dropDrafts(tx: Tx, since: Date, limit: number): Promise<string[]> {
    return (await tx.query<{ id: string }>(`DELETE FROM application WHERE id IN (${idle("'draft'")}) RETURNING id`, [since, limit])).map(({ id }) => id);
  }

  /** Answers those that ended. What the applicant kept at the hub goes with it. */
  async end(tx: Tx, since: Date, limit: number): Promise<string[]> {
    const now = this.clock.now();
    const rows = await tx.query<{ id: string }>(`UPDATE application SET state = 'expired', changed = $3 WHERE id IN (${idle("'received', 'checking', 'returned'")}) RETURNING id`, [since, limit, now]);
    const ids = rows.map(({ id }) => id);
    await tx.query(`INSERT INTO application_event (application, at, state) SELECT unnest($1::uuid[]), $2, 'expired'`, [ids, now]);
    await tx.query('DELETE FROM application_draft WHERE application = ANY ($1::uuid[])', [ids]);
    return ids;
  }

  /** Once each time as long as nobody acts. */
  async remind(tx: Tx, since: Date, limit: number): Promise<{ id: string; state: ApplicationState }[]> {
    return tx.query<{ id: string; state: ApplicationState }>(
      `UPDATE application SET reminded = $3 WHERE id IN (
         SELECT id FROM application WHERE state IN ('received', 'checking', 'returned') AND changed < $1 AND (reminded IS NULL OR reminded < $1)
         ORDER BY changed LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING id, state`,
      [since, limit, this.clock.now()],
    );
  }

  /** Sealed forms, scans and notes of applications that were closed long ago; what happened to them stays on record. */
  async erase(tx: Tx, since: Date, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE application SET erased = $3, email = NULL WHERE id IN (
         SELECT id FROM application WHERE state IN ('admitted', 'refused', 'withdrawn', 'expired') AND erased IS NULL AND changed < $1
         ORDER BY changed LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING id`,
      [since, limit, this.clock.now()],
    );
    const ids = rows.map(({ id }) => id);
    for (const sql of [
      'UPDATE application_check SET note = NULL WHERE application = ANY ($1::uuid[])',
      'DELETE FROM letter WHERE application = ANY ($1::uuid[])',
      'DELETE FROM application_scan WHERE application = ANY ($1::uuid[])',
      'DELETE FROM application_draft WHERE application = ANY ($1::uuid[])',
    ]) await tx.query(sql, [ids]);
    return ids;
  }
}
