// Many entries of the trust log put into a hub's table at once, as the hub itself appends one by one; the log that they continue stands still meanwhile.
import { sha256 } from '@noble/hashes/sha2.js';
import type { Client } from 'pg';
import type { Bytes } from '#protocol';

const PAGE = 2000;
const BEFORE_STATEMENT = Buffer.from('],"statement":');

/** Where an entry's statement begins in its canonical bytes; it ends before the last of them. */
export const statementAt = (leaf: Bytes) => Buffer.from(leaf.buffer, leaf.byteOffset, leaf.length).indexOf(BEFORE_STATEMENT) + BEFORE_STATEMENT.length;

/** `database`: a superuser's connection. `from`: index of the first of them. The leaves must follow from what is there: nothing looks at that here. */
export async function appendLeaves(database: Client, leaves: readonly Bytes[], from: number): Promise<void> {
  await database.query('BEGIN');
  await database.query('SELECT pg_advisory_xact_lock(7106002)');
  // The trigger that compares each row with the one before would read the table for each.
  await database.query('SET LOCAL session_replication_role = replica');
  for (let at = 0; at < leaves.length; at += PAGE) {
    const page = leaves.slice(at, at + PAGE);
    const statements = page.map((leaf) => Buffer.from(sha256(leaf.subarray(statementAt(leaf), -1))));
    await database.query('INSERT INTO trust_entry (index, entry, statement) SELECT $1::bigint + ordinality - 1, entry, statement FROM unnest($2::bytea[], $3::bytea[]) WITH ORDINALITY AS t (entry, statement, ordinality)', [
      from + at, page.map((leaf) => Buffer.from(leaf)), statements,
    ]);
  }
  await database.query('COMMIT');
}
