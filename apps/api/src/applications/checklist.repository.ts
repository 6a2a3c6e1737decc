// What is to be checked: the software's list, the secretariat's for all States, and lists of single States.
import { Injectable } from '@nestjs/common';
import { Checklist, DEFAULT_CHECKLIST } from '#protocol';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';

interface Row {
  readonly country: string | null;
  readonly content: unknown;
  readonly version: number;
  readonly changed: Date;
  readonly changed_by: string;
}

export interface StoredChecklist {
  /** Null: for all States without one of their own. */
  readonly country: string | null;
  readonly checklist: Checklist;
  readonly version: number;
  readonly changed: Date | null;
  readonly changedBy: string | null;
}

const SOFTWARE: StoredChecklist = { country: null, checklist: DEFAULT_CHECKLIST, version: 0, changed: null, changedBy: null };

@Injectable()
export class ChecklistRepository {
  constructor(private readonly clock: Clock) {}

  /** Its own, else the one for all. */
  async of(tx: Tx, country: string): Promise<Checklist> {
    const [row] = await tx.query<Row>('SELECT content FROM checklist WHERE country = $1 OR country IS NULL ORDER BY country NULLS LAST LIMIT 1', [country]);
    return row === undefined ? DEFAULT_CHECKLIST : Checklist.parse(row.content);
  }

  /** The one for all first. */
  async all(tx: Tx): Promise<StoredChecklist[]> {
    const rows = await tx.query<Row>('SELECT country, content, version, changed, changed_by FROM checklist ORDER BY country NULLS FIRST');
    const stored = rows.map(({ country, content, version, changed, changed_by }) => ({ country, checklist: Checklist.parse(content), version, changed, changedBy: changed_by }));
    return stored[0]?.country === null ? stored : [SOFTWARE, ...stored];
  }

  async write(tx: Tx, { country, checklist, version, changedBy }: { country: string | null; checklist: Checklist; version: number; changedBy: string }): Promise<void> {
    await tx.query(
      `INSERT INTO checklist (country, content, version, changed, changed_by) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (country) DO UPDATE SET content = $2, version = $3, changed = $4, changed_by = $5`,
      [country, JSON.stringify(checklist), version, this.clock.now(), changedBy],
    );
  }

  async remove(tx: Tx, country: string | null): Promise<void> {
    await tx.query('DELETE FROM checklist WHERE country IS NOT DISTINCT FROM $1', [country]);
  }

  /** Two edits of one list cannot cross. */
  async lock(tx: Tx): Promise<void> {
    await tx.query('LOCK TABLE checklist IN SHARE ROW EXCLUSIVE MODE');
  }
}
