import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { SpooledNotice, type NoticeKind, type UnLanguage } from '#protocol';
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

  async settle(tx: Tx, { outbox, recipient }: NoticeKey, state: 'sent' | 'refused'): Promise<void> {
    await tx.query('UPDATE notice SET state = $3, settled = now() WHERE outbox = $1 AND recipient = $2', [outbox, recipient, state]);
  }

  /** Keeps the text for its addressee to read. */
  async spool(tx: Tx, { outbox, recipient }: NoticeKey, { subject, text }: NoticeText): Promise<void> {
    await tx.query(`UPDATE notice SET state = 'spooled', settled = now(), subject = $3, body = $4 WHERE outbox = $1 AND recipient = $2`, [outbox, recipient, subject, text]);
  }

  async forgetOld(tx: Tx): Promise<void> {
    await tx.query(`DELETE FROM notice WHERE created < now() - interval '${KEEP}'`);
  }

  /** The caller's own, newest first: row-level security leaves no others. */
  async spooled(tx: Tx, limit: number): Promise<SpooledNotice[]> {
    const rows = await tx.query(
      `SELECT outbox AS id, kind, coalesce(language, 'mul') AS language, subject, body AS text, to_char(created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS created
       FROM notice WHERE state = 'spooled' AND account = caller_account() ORDER BY notice.created DESC LIMIT $1`,
      [limit],
    );
    return z.array(SpooledNotice).parse(rows);
  }
}
