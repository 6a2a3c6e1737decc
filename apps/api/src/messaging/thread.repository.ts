// Threads as the server knows them: members, order of acceptance, activity. Row-level security shows a member its own only.
import { Injectable } from '@nestjs/common';
import type { ThreadSummary } from '#protocol';
import type { Tx } from '../platform/database.ts';

interface ThreadRow {
  id: string;
  members: string[];
  activity: Date;
  messages: number;
  unread: number;
  last_message: string;
  last_member: string;
  last_officer: string;
}

/** Where a page of the list ended. */
export interface ThreadCursor {
  readonly activity: Date;
  readonly thread: string;
}

const COLUMNS = `t.id, t.members, t.activity, t.messages, t.last_message, t.last_member, t.last_officer,
  (SELECT count(*)::int FROM message m
    WHERE m.thread = t.id AND m.sender_officer <> $1
      AND m.position > coalesce((SELECT r.position FROM thread_read r WHERE r.officer = $1 AND r.thread = t.id), 0)) AS unread`;

@Injectable()
export class ThreadRepository {
  /** Newest activity first, from behind the cursor. */
  async list(tx: Tx, caller: { officer: string; member: string }, cursor: ThreadCursor | null, limit: number): Promise<ThreadSummary[]> {
    const rows = await tx.query<ThreadRow>(
      `SELECT ${COLUMNS} FROM thread_member tm JOIN thread t ON t.id = tm.thread
       WHERE tm.member = $2 AND ($3::timestamptz IS NULL OR (tm.activity, tm.thread) < ($3, $4::uuid))
       ORDER BY tm.activity DESC, tm.thread DESC LIMIT $5`,
      [caller.officer, caller.member, cursor?.activity ?? null, cursor?.thread ?? null, limit],
    );
    return rows.map(summaryOf);
  }

  async find(tx: Tx, officer: string, thread: string): Promise<ThreadSummary | null> {
    const [row] = await tx.query<ThreadRow>(`SELECT ${COLUMNS} FROM thread t WHERE t.id = $2`, [officer, thread]);
    return row ? summaryOf(row) : null;
  }

  /** Null: no such thread that the caller's member takes part in. */
  async membersOf(tx: Tx, thread: string): Promise<string[] | null> {
    const [row] = await tx.query<{ members: string[] }>('SELECT members FROM thread WHERE id = $1', [thread]);
    return row?.members ?? null;
  }

  /** Fixes the members of a new thread. False: the id is taken. */
  async begin(tx: Tx, thread: string, members: readonly string[]): Promise<boolean> {
    const [begun] = await tx.query(
      'WITH begun AS (INSERT INTO thread (id, members, activity) VALUES ($1, $2, to_timestamp(0)) ON CONFLICT (id) DO NOTHING RETURNING id) SELECT id FROM begun',
      [thread, members],
    );
    if (!begun) return false;
    await tx.query('INSERT INTO thread_member (thread, member, activity) SELECT id, unnest(members), activity FROM thread WHERE id = $1', [thread]);
    return true;
  }

  /** Never goes back; a position beyond the last message means the last. Answers where the mark is now, null when it did not move. */
  async markRead(tx: Tx, officer: string, thread: string, position: number): Promise<number | null> {
    const [moved] = await tx.query<{ position: number }>(
      `INSERT INTO thread_read AS r (officer, thread, position) SELECT $1, id, least($3::int, messages) FROM thread WHERE id = $2 AND least($3::int, messages) > 0
       ON CONFLICT (officer, thread) DO UPDATE SET position = excluded.position WHERE r.position < excluded.position RETURNING position`,
      [officer, thread, position],
    );
    return moved?.position ?? null;
  }
}

function summaryOf({ id, members, activity, messages, unread, last_message, last_member, last_officer }: ThreadRow): ThreadSummary {
  return { id, members, activity: activity.toISOString(), messages, unread, last: { message: last_message, sender: { member: last_member, officer: last_officer } } };
}
