// Where each log's leaves come from: the one thing in which the two logs differ.
import { leafHash, type LogName } from '#transparency-log';
import type { Bytes } from '#protocol';
import type { Sql } from './sql.ts';

/** Trust log entries read at a time. */
const TRUST_PAGE = 1000;

/** Leaf hashes of the leaves from `begin` up to, not including, `end`, all of which are in the tree already. */
export async function leafHashes(sql: Sql, log: LogName, begin: number, end: number): Promise<Bytes[]> {
  const hashes =
    log === 'trust'
      ? (await sql.query<{ entry: Bytes }>('SELECT entry FROM trust_entry WHERE index >= $1 AND index < $2 ORDER BY index', [begin, end])).map(({ entry }) => leafHash(entry))
      : (await sql.query<{ hash: Bytes }>('SELECT hash FROM audit_leaf WHERE index >= $1 AND index < $2 ORDER BY index', [begin, end])).map(({ hash }) => hash);
  if (hashes.length !== end - begin) throw new Error(`${log} log: leaves ${begin} to ${end} are not all there`);
  return hashes;
}

/** Audit entries that wait for a leaf, oldest id first. */
export async function pendingAuditEntries(sql: Sql, limit: number): Promise<{ id: string; hash: Bytes }[]> {
  // OFFSET 0 keeps this a look-up by key for each waiting entry, whatever the planner believes of a queue that is mostly empty.
  const rows = await sql.query<{ id: string; leaf: Bytes }>(
    `SELECT waiting.entry AS id, known.leaf FROM (SELECT entry FROM audit_pending ORDER BY entry LIMIT $1) waiting
     CROSS JOIN LATERAL (SELECT leaf FROM audit_entry WHERE id = waiting.entry OFFSET 0) known ORDER BY waiting.entry`,
    [limit],
  );
  return rows.map(({ id, leaf }) => ({ id, hash: leafHash(leaf) }));
}

/** Gives the entries their places in the log, in order from `begin`, and takes them out of the queue. */
export async function placeAuditEntries(sql: Sql, begin: number, entries: readonly { id: string; hash: Bytes }[]): Promise<void> {
  const ids = entries.map(({ id }) => id);
  await sql.query('INSERT INTO audit_leaf (index, entry, hash) SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bytea[])', [
    entries.map((_, i) => begin + i),
    ids,
    entries.map(({ hash }) => Buffer.from(hash)),
  ]);
  await sql.query('DELETE FROM audit_pending WHERE entry = ANY ($1::uuid[])', [ids]);
}

/** Leaf hashes of all trust log entries from `begin` on that are committed by now. Throws on a gap. */
export async function newTrustLeaves(sql: Sql, begin: number): Promise<Bytes[]> {
  const hashes: Bytes[] = [];
  for (;;) {
    const rows = await sql.query<{ index: string; entry: Bytes }>('SELECT index, entry FROM trust_entry WHERE index >= $1 ORDER BY index LIMIT $2', [begin + hashes.length, TRUST_PAGE]);
    for (const { index, entry } of rows) {
      if (Number(index) !== begin + hashes.length) throw new Error(`trust log: entry ${begin + hashes.length} is missing`);
      hashes.push(leafHash(entry));
    }
    if (rows.length < TRUST_PAGE) return hashes;
  }
}
