// The trust log's table. Insert-only; the index of an entry is its position in the log.
import { Injectable } from '@nestjs/common';
import type { Bytes } from '#protocol';
import type { Tx } from '../platform/database.ts';

@Injectable()
export class TrustLogRepository {
  /** Nobody else appends until the transaction ends, and nobody who asked for entriesHeld is under way. */
  async lock(tx: Tx): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(7106002)');
  }

  /** Leaf data from an index on, oldest first. */
  async entries(tx: Tx, from: number, limit: number | null = null): Promise<Bytes[]> {
    return (await tx.query<{ entry: Bytes }>('SELECT entry FROM trust_entry WHERE index >= $1 ORDER BY index LIMIT $2', [from, limit])).map(({ entry }) => entry);
  }

  /** The same, and the log stays as it is until the transaction ends. */
  async entriesHeld(tx: Tx, from: number): Promise<Bytes[]> {
    return (await tx.query<{ entry: Bytes }>('SELECT entry FROM trust_entries_held($1)', [from])).map(({ entry }) => entry);
  }

  /** At most `limit` leaves from an index on as packLeaves writes them, and how many they are. */
  async packed(tx: Tx, from: number, limit: number): Promise<{ packed: Bytes; count: number }> {
    const [row] = await tx.query<{ packed: Bytes; count: number }>(
      `SELECT count(*)::int AS count, coalesce(string_agg(int4send(length(entry)) || entry, '' ORDER BY index), '') AS packed
       FROM (SELECT index, entry FROM trust_entry WHERE index >= $1 ORDER BY index LIMIT $2) leaf`,
      [from, limit],
    );
    return row!;
  }

  /** Under lock(). `statement`: SHA-256, hexadecimal. */
  async append(tx: Tx, index: number, entry: Bytes, statement: string): Promise<void> {
    await tx.query("INSERT INTO trust_entry (index, entry, statement) VALUES ($1, $2, decode($3, 'hex'))", [index, Buffer.from(entry), statement]);
  }
}
