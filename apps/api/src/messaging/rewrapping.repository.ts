// What of a member's mail an epoch does not open yet. Row-level security shows a member its own key packets only.
import { Injectable } from '@nestjs/common';
import { REWRAP_BATCH, toBase64Url, type MessageToRewrap } from '#protocol';
import type { Tx } from '../platform/database.ts';

interface TakenRow {
  message: string;
  packets: Uint8Array[];
  commitment: string;
  body: string;
}

// Two who ask at once wait for each other at the lease, and the second is given none of the first one's.
const TAKE = `
  WITH open AS (
    SELECT k.message FROM key_packet k
    WHERE k.member = $1 AND k.epoch = ANY ($3) AND ($4::uuid IS NULL OR k.message < $4)
      AND NOT EXISTS (SELECT FROM key_packet n WHERE n.message = k.message AND n.member = k.member AND n.epoch = $2)
      AND NOT EXISTS (SELECT FROM rewrap_lease l WHERE l.member = k.member AND l.message = k.message AND l.until > $5)
    GROUP BY k.message ORDER BY k.message DESC LIMIT ${REWRAP_BATCH}
  ), lent AS (
    INSERT INTO rewrap_lease AS l (member, message, until) SELECT $1, message, $6 FROM open ORDER BY message
    ON CONFLICT (member, message) DO UPDATE SET until = excluded.until WHERE l.until <= $5
    RETURNING message
  )
  SELECT m.id AS message, encode(m.commitment, 'hex') AS commitment, encode(sha256(m.body), 'hex') AS body,
    ARRAY(SELECT k.packet FROM key_packet k WHERE k.message = m.id AND k.member = $1 AND k.epoch = ANY ($3) ORDER BY k.epoch DESC LIMIT 4) AS packets
  FROM lent JOIN message m ON m.id = lent.message ORDER BY m.id DESC`;

@Injectable()
export class RewrappingRepository {
  async status(tx: Tx, member: string, epoch: string): Promise<{ done: number; left: { epoch: string; messages: number }[] }> {
    const rows = await tx.query<{ newest: string; done: boolean; messages: number }>(
      `SELECT newest, done, count(*)::int AS messages
       FROM (SELECT max(epoch::text) AS newest, bool_or(epoch = $2) AS done FROM key_packet WHERE member = $1 GROUP BY message) AS one GROUP BY newest, done ORDER BY newest`,
      [member, epoch],
    );
    return {
      done: rows.reduce((sum, { done, messages }) => sum + (done ? messages : 0), 0),
      left: rows.filter(({ done }) => !done).map(({ newest, messages }) => ({ epoch: newest, messages })),
    };
  }

  async under(tx: Tx, member: string, epochs: readonly string[]): Promise<{ messages: number; first: Date | null; last: Date | null }> {
    const [row] = await tx.query<{ messages: number; first: Date | null; last: Date | null }>(
      `SELECT count(*)::int AS messages, min(m.accepted) AS first, max(m.accepted) AS last FROM message m
       WHERE EXISTS (SELECT FROM key_packet k WHERE k.message = m.id AND k.member = $1 AND k.epoch = ANY ($2))`,
      [member, epochs],
    );
    return row!;
  }

  /** Newest first; `until`: when what is not brought back by then may be given to others. */
  async take(tx: Tx, member: string, { epoch, from, before, now, until }: { epoch: string; from: readonly string[]; before: string | null; now: Date; until: Date }): Promise<MessageToRewrap[]> {
    const rows = await tx.query<TakenRow>(TAKE, [member, epoch, from, before, now, until]);
    return rows.map(({ packets, ...row }) => ({ ...row, keyPackets: packets.map(toBase64Url) }));
  }

  /** Answers the messages that have one now and had none before. Messages that the member cannot read are left out. */
  async store(tx: Tx, member: string, epoch: string, packets: readonly { message: string; bytes: Uint8Array }[]): Promise<string[]> {
    // Rows in one order, so that two clients wait for each other instead of dying; the list in the message and the packets agree.
    const messages = packets.map(({ message }) => message);
    const rows = await tx.query<{ id: string }>('SELECT id FROM message WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE', [messages]);
    const known = new Set(rows.map(({ id }) => id));
    const given = packets.filter(({ message }) => known.has(message));
    const stored = await tx.query<{ message: string }>(
      `INSERT INTO key_packet (message, member, epoch, packet) SELECT p.message, $1, $2, p.packet FROM unnest($3::uuid[], $4::bytea[]) AS p (message, packet)
       WHERE EXISTS (SELECT FROM key_packet k WHERE k.message = p.message AND k.member = $1) ON CONFLICT DO NOTHING RETURNING message`,
      [member, epoch, given.map(({ message }) => message), given.map(({ bytes }) => Buffer.from(bytes))],
    );
    const added = stored.map(({ message }) => message);
    await tx.query('UPDATE message SET recipients = recipients || $2::jsonb WHERE id = ANY ($1)', [added, JSON.stringify([{ member, epoch }])]);
    await tx.query('DELETE FROM rewrap_lease WHERE member = $1 AND message = ANY ($2)', [member, messages]);
    return added;
  }
}
