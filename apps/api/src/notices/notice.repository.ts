import { Injectable } from '@nestjs/common';
import type { NoticeKind, UnLanguage } from '#protocol';
import type { Tx } from '../platform/database.ts';
import type { NoticeText } from './write-notice.ts';

/** One outbox row and one recipient: at most one notice. */
export interface NoticeKey {
  readonly outbox: string;
  readonly recipient: string;
}

export interface NewNotice extends NoticeKey {
  readonly account: string | null;
  readonly kind: NoticeKind;
  readonly language: UnLanguage | null;
}

export interface NoticeRow {
  /** Of the outbox row. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly state: 'waiting' | 'sent' | 'refused' | 'spooled';
  readonly reply: number | null;
  readonly language: UnLanguage | null;
  /** Of kept ones. */
  readonly subject: string | null;
  readonly body: string | null;
  readonly created: Date;
}

export interface FailingRow {
  readonly account: string;
  readonly since: Date;
  readonly notices: number;
  readonly reply: number | null;
}

/** A mail that no server took for so long is shown as one that fails. */
const OVERDUE = '1 day';
/** Longer than outbox rows are kept, so that none of them can send again. */
const KEEP = '90 days';

@Injectable()
export class NoticeRepository {
  /** Does nothing when the notice is there already. */
  async add(tx: Tx, { outbox, recipient, account, kind, language }: NewNotice): Promise<void> {
    await tx.query('INSERT INTO notice (outbox, recipient, account, kind, language) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING', [outbox, recipient, account, kind, language]);
  }

  /** Holds a notice that still has to go until the transaction ends. 'settled': it went; 'busy': another process has it in hand. */
  async hold(tx: Tx, { outbox, recipient }: NoticeKey): Promise<'held' | 'settled' | 'busy'> {
    const waiting = await tx.query(`SELECT 1 FROM notice WHERE outbox = $1 AND recipient = $2 AND state = 'waiting' FOR UPDATE SKIP LOCKED`, [outbox, recipient]);
    if (waiting.length > 0) return 'held';
    const left = await tx.query(`SELECT 1 FROM notice WHERE outbox = $1 AND recipient = $2 AND state = 'waiting'`, [outbox, recipient]);
    return left.length > 0 ? 'busy' : 'settled';
  }

  /** `reply`: the code with which the mail server refused; null: it took the mail. */
  async settle(tx: Tx, { outbox, recipient }: NoticeKey, reply: number | null): Promise<void> {
    await tx.query('UPDATE notice SET state = $3, reply = $4, settled = now() WHERE outbox = $1 AND recipient = $2', [outbox, recipient, reply === null ? 'sent' : 'refused', reply]);
  }

  /** Keeps the text for its addressee to read. */
  async spool(tx: Tx, { outbox, recipient }: NoticeKey, { subject, text }: NoticeText): Promise<void> {
    await tx.query(`UPDATE notice SET state = 'spooled', settled = now(), subject = $3, body = $4 WHERE outbox = $1 AND recipient = $2`, [outbox, recipient, subject, text]);
  }

  async forgetOld(tx: Tx): Promise<void> {
    await tx.query(`DELETE FROM notice WHERE created < now() - interval '${KEEP}'`);
  }

  /** The caller's own, newest first: row-level security leaves no others. `before`: older than that one. One more than `limit` where there are more. */
  own(tx: Tx, limit: number, before: string | undefined): Promise<NoticeRow[]> {
    return tx.query<NoticeRow>(
      `SELECT outbox AS id, kind, state, reply, language, subject, body, created FROM notice WHERE account = caller_account()
         AND ($2::uuid IS NULL OR (created, outbox) < (SELECT created, outbox FROM notice WHERE account = caller_account() AND outbox = $2))
       ORDER BY created DESC, outbox DESC LIMIT $1`,
      [limit + 1, before ?? null],
    );
  }

  /** What became of the last notice to a recipient; null: none was made yet. In the scope `system`. */
  async lastTo(tx: Tx, recipient: string): Promise<Pick<NoticeRow, 'state' | 'reply'> | null> {
    const [row] = await tx.query<Pick<NoticeRow, 'state' | 'reply'>>('SELECT state, reply FROM notice WHERE recipient = $1 ORDER BY created DESC LIMIT 1', [recipient]);
    return row ?? null;
  }

  /** Accounts that mail has not reached since the last one that went, or ever. In the scope `system`, or for the caller's own. */
  failing(tx: Tx, accounts: readonly string[]): Promise<FailingRow[]> {
    return tx.query<FailingRow>(
      `SELECT n.account, min(n.created) AS since, count(*)::int AS notices, (array_agg(n.reply ORDER BY n.created DESC) FILTER (WHERE n.reply IS NOT NULL))[1] AS reply
       FROM notice n WHERE n.account = ANY ($1) AND (n.state = 'refused' OR (n.state = 'waiting' AND n.created < now() - interval '${OVERDUE}'))
         AND n.created > coalesce((SELECT max(s.created) FROM notice s WHERE s.account = n.account AND s.state = 'sent'), '-infinity')
       GROUP BY n.account`,
      [accounts],
    );
  }
}
