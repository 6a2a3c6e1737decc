// Applications and what happened to them. Row-level security leaves the secretariat those that were submitted.
import { Injectable } from '@nestjs/common';
import type { ApplicationHead, ApplicationState, Checklist, DecisionReason, UnLanguage } from '#protocol';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';

export interface Application {
  readonly id: string;
  readonly state: ApplicationState;
  readonly country: string | null;
  readonly authority: string | null;
  readonly authority_name: string | null;
  readonly email: string | null;
  readonly language: UnLanguage | null;
  readonly submission: number;
  readonly letter: string | null;
  readonly checklist: Checklist | null;
  readonly proposal: string | null;
  readonly submitted: Date | null;
  readonly changed: Date;
}

export interface ApplicationEvent {
  readonly at: Date;
  readonly state: ApplicationState;
  readonly reason: DecisionReason | null;
  readonly note: Uint8Array | null;
  readonly officer: string | null;
}

export interface ListFilter {
  readonly states: readonly string[];
  readonly country: string | undefined;
  readonly q: string | undefined;
  /** Only those on which nobody acted since. */
  readonly idleSince: Date | null;
  readonly cursor: string | undefined;
  readonly limit: number;
}

const COLUMNS = 'id, state, country, authority, authority_name, email, language, submission, letter, checklist, proposal, submitted, changed';

@Injectable()
export class ApplicationRepository {
  constructor(private readonly clock: Clock) {}

  /** By the hash of the link's secret, locked until the transaction ends. */
  async byAccess(tx: Tx, accessHash: Buffer): Promise<Application | null> {
    return (await tx.query<Application>(`SELECT ${COLUMNS} FROM application WHERE access_hash = $1 FOR UPDATE`, [accessHash]))[0] ?? null;
  }

  async find(tx: Tx, id: string, lock: 'lock' | 'look' = 'look'): Promise<Application | null> {
    return (await tx.query<Application>(`SELECT ${COLUMNS} FROM application WHERE id = $1 ${lock === 'lock' ? 'FOR UPDATE' : ''}`, [id]))[0] ?? null;
  }

  /** The newest that an authority of the directory submitted, locked. */
  async newestOf(tx: Tx, authority: string): Promise<Application | null> {
    return (await tx.query<Application>(`SELECT ${COLUMNS} FROM application WHERE authority = $1 AND state <> 'draft' ORDER BY submitted DESC, id DESC LIMIT 1 FOR UPDATE`, [authority]))[0] ?? null;
  }

  /** Of these authorities, those for which an application is open. */
  async openOf(tx: Tx, authorities: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ authority: string }>(`SELECT DISTINCT authority FROM application WHERE authority = ANY ($1::uuid[]) AND state IN ('received', 'checking', 'returned')`, [authorities]);
    return rows.map(({ authority }) => authority);
  }

  /** Null: the id names something else already. */
  async begin(tx: Tx, id: string, accessHash: Buffer): Promise<Application | null> {
    const now = this.clock.now();
    const sql = `INSERT INTO application (id, access_hash, state, created, changed) VALUES ($1, $2, 'draft', $3, $3) ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`;
    return (await tx.query<Application>(sql, [id, accessHash, now]))[0] ?? null;
  }

  async drafts(tx: Tx): Promise<number> {
    return Number((await tx.query<{ count: string }>(`SELECT count(*) FROM application WHERE state = 'draft'`))[0]!.count);
  }

  async touch(tx: Tx, id: string): Promise<void> {
    await tx.query('UPDATE application SET changed = $2, reminded = NULL WHERE id = $1', [id, this.clock.now()]);
  }

  async submit(tx: Tx, id: string, head: ApplicationHead, letter: string, checklist: Checklist): Promise<void> {
    const now = this.clock.now();
    await tx.query(
      `UPDATE application SET state = 'received', country = $2, authority = $3, authority_name = $4, email = $5, language = $6, letter = $7, checklist = $8, proposal = NULL,
         submission = submission + 1, submitted = coalesce(submitted, $9), changed = $9, reminded = NULL WHERE id = $1`,
      [id, head.state, head.authority, head.authorityName, head.email, head.language, letter, JSON.stringify(checklist), now],
    );
    await this.happened(tx, id, { state: 'received', reason: null, note: null, officer: null });
  }

  async moveTo(tx: Tx, id: string, event: Omit<ApplicationEvent, 'at'>): Promise<void> {
    await tx.query('UPDATE application SET state = $2, changed = $3, reminded = NULL WHERE id = $1', [id, event.state, this.clock.now()]);
    await this.happened(tx, id, event);
  }

  async link(tx: Tx, id: string, authority: string): Promise<void> {
    await tx.query('UPDATE application SET authority = $2, changed = $3, reminded = NULL WHERE id = $1', [id, authority, this.clock.now()]);
  }

  async refer(tx: Tx, id: string, proposal: string): Promise<void> {
    await tx.query('UPDATE application SET proposal = $2, changed = $3, reminded = NULL WHERE id = $1', [id, proposal, this.clock.now()]);
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.query('DELETE FROM application WHERE id = $1', [id]);
  }

  async events(tx: Tx, id: string): Promise<ApplicationEvent[]> {
    return tx.query<ApplicationEvent>('SELECT at, state, reason, note, officer FROM application_event WHERE application = $1 ORDER BY id', [id]);
  }

  /** Newest first, by the time of their beginning, which is in the id. */
  async list(tx: Tx, { states, country, q, idleSince, cursor, limit }: ListFilter): Promise<Application[]> {
    return tx.query<Application>(
      `SELECT ${COLUMNS} FROM application
       WHERE state = ANY ($1::text[]) AND ($2::text IS NULL OR country = $2) AND ($3::text IS NULL OR position(lower($3) IN lower(authority_name)) > 0)
         AND ($4::timestamptz IS NULL OR (changed < $4 AND state IN ('received', 'checking'))) AND ($5::uuid IS NULL OR id < $5)
       ORDER BY id DESC LIMIT $6`,
      [states, country ?? null, q ?? null, idleSince, cursor ?? null, limit],
    );
  }

  async waiting(tx: Tx, idleSince: Date): Promise<{ open: number; stale: number }> {
    const [row] = await tx.query<{ open: string; stale: string }>(
      `SELECT count(*) AS open, count(*) FILTER (WHERE changed < $1 AND state IN ('received', 'checking')) AS stale FROM application WHERE state IN ('received', 'checking', 'returned')`,
      [idleSince],
    );
    return { open: Number(row!.open), stale: Number(row!.stale) };
  }

  private async happened(tx: Tx, id: string, { state, reason, note, officer }: Omit<ApplicationEvent, 'at'>): Promise<void> {
    await tx.query('INSERT INTO application_event (application, at, state, reason, note, officer) VALUES ($1, $2, $3, $4, $5, $6)', [
      id, this.clock.now(), state, reason, note === null ? null : Buffer.from(note), officer,
    ]);
  }
}
