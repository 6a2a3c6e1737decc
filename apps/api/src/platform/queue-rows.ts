// The outbox as the worker sees it. A row stays until its effect has happened; the queue only says when to try.
import { Injectable } from '@nestjs/common';
import { Database } from './database.ts';

export interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  readonly payload: unknown;
}

/** How often and how long a row is tried. */
export interface QueueTiming {
  /** Between looks at the outbox while there is nothing to do, milliseconds. */
  readonly poll: number;
  /** Attempts of one relay, and the pause after the first; it doubles. Milliseconds. */
  readonly attempts: number;
  readonly backoff: number;
  /** A row that was relayed this long ago and is not done is relayed again; doubles with each relay, up to `overdueMost`. Milliseconds. */
  readonly overdue: number;
  readonly overdueMost: number;
  /** Relays after which a row that failed is given up and counted among the dead. */
  readonly relays: number;
}

/** Five attempts within 8 s, then every minute to every hour, for about a day. */
export const QUEUE_TIMING: QueueTiming = { poll: 200, attempts: 5, backoff: 500, overdue: 60_000, overdueMost: 3_600_000, relays: 30 };

/** Done rows are kept this long, for whoever looks into what happened. */
const KEEP_DONE = '30 days';

/** How long a row that was relayed so many times is left alone, milliseconds: doubles from `overdue` up to `most`. */
const PATIENCE = (relays: string, overdue: string, most: string) => `least(${overdue}::float8 * 2 ^ (${relays} - 1), ${most}::float8)`;

@Injectable()
export class QueueRows {
  constructor(private readonly database: Database) {}

  /** Takes rows that wait or are overdue, oldest first; no two relays take the same ones. Rows that failed and were relayed too often die; those that only wait in a long queue do not. */
  async take(limit: number, timing: QueueTiming): Promise<OutboxRow[]> {
    return this.database.transaction(async (tx) => {
      await tx.query(
        `UPDATE outbox SET dead = now() WHERE done IS NULL AND dead IS NULL AND failure IS NOT NULL AND attempts >= $1 AND relayed < now() - ${PATIENCE('attempts', '$2', '$3')} * interval '1 ms'`,
        [timing.relays, timing.overdue, timing.overdueMost],
      );
      return tx.query<OutboxRow>(
        `UPDATE outbox SET relayed = now(), attempts = attempts + 1 WHERE id IN (
           SELECT id FROM outbox WHERE done IS NULL AND dead IS NULL
             AND (relayed IS NULL OR relayed < now() - ${PATIENCE('attempts', '$2', '$3')} * interval '1 ms')
           ORDER BY created LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING id, topic, payload`,
        [limit, timing.overdue, timing.overdueMost],
      );
    }, 'system');
  }

  /** Gives rows back that could not be handed to the queue; they are taken again after `pause` milliseconds. */
  async giveBack(ids: readonly string[], pause: number, timing: QueueTiming): Promise<void> {
    await this.database.transaction(
      (tx) => tx.query(
        `UPDATE outbox SET attempts = attempts - 1, relayed = now() - (${PATIENCE('attempts - 1', '$2', '$3')} - $4::float8) * interval '1 ms' WHERE id = ANY ($1::uuid[]) AND done IS NULL`,
        [ids, timing.overdue, timing.overdueMost, pause],
      ),
      'system',
    );
  }

  /** Null: its effect has happened, or it was given up. */
  async find(id: string): Promise<OutboxRow | null> {
    const rows = await this.database.transaction((tx) => tx.query<OutboxRow>('SELECT id, topic, payload FROM outbox WHERE id = $1 AND done IS NULL AND dead IS NULL', [id]), 'system');
    return rows[0] ?? null;
  }

  async done(id: string): Promise<void> {
    await this.database.transaction((tx) => tx.query('UPDATE outbox SET done = now(), dead = NULL, failure = NULL WHERE id = $1', [id]), 'system');
  }

  /** `reason`: of what kind the failure was; never content or addresses. */
  async failed(id: string, reason: string): Promise<void> {
    await this.database.transaction((tx) => tx.query('UPDATE outbox SET failure = $2 WHERE id = $1 AND done IS NULL', [id, reason.slice(0, 200)]), 'system');
  }

  /** How many wait, and how many were given up. */
  async counts(): Promise<{ waiting: number; dead: number }> {
    const rows = await this.database.transaction((tx) => tx.query<{ waiting: number; dead: number }>(
      'SELECT count(*) FILTER (WHERE dead IS NULL)::int AS waiting, count(*) FILTER (WHERE dead IS NOT NULL)::int AS dead FROM outbox WHERE done IS NULL'), 'system');
    return rows[0]!;
  }

  async forgetDone(): Promise<void> {
    await this.database.transaction((tx) => tx.query(`DELETE FROM outbox WHERE done < now() - interval '${KEEP_DONE}'`), 'system');
  }
}
