// Recomputes both logs of a database from their entries alone, with the pure library, and compares with all that the sequencer stored.
import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { equalBytes, toHex, type Bytes } from '#protocol';
import {
  appendLeafHash, EMPTY_RANGE, leafHash, openCheckpoint, parseVkey, rangeRoot, TILE_HEIGHT, TILE_WIDTH, trustHeadOf,
  type Checkpoint, type LogName,
} from '#transparency-log';

export interface VerifiedLog {
  readonly size: number;
  /** Oldest first. */
  readonly checkpoints: readonly Checkpoint[];
}
export interface VerifiedLogs {
  readonly trust: VerifiedLog;
  readonly audit: VerifiedLog;
  /** Audit entry ids in the order of the log. */
  readonly order: readonly string[];
  /** Entries that have no leaf yet. */
  readonly pending: number;
}

/** Throws with what is wrong. */
export async function verifyLogs(superuserUrl: string): Promise<VerifiedLogs> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    // One snapshot, so that a sequencer at work does not confuse the comparison.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    const statements = await client.query<{ index: string; entry: Bytes }>('SELECT index, entry FROM trust_entry ORDER BY index');
    requireThat(statements.rows.every(({ index }, i) => Number(index) === i), 'trust entries have gaps');
    const acts = await client.query<{ index: string; id: string; entry: Bytes }>('SELECT l.index, e.id, e.entry FROM audit_leaf l JOIN audit_entry e ON e.id = l.entry ORDER BY l.index');
    requireThat(acts.rows.every(({ index }, i) => Number(index) === i), 'audit leaves have gaps');
    const waiting = await client.query<{ queued: string; unplaced: string }>(
      'SELECT (SELECT count(*) FROM audit_pending) AS queued, (SELECT count(*) FROM audit_entry e WHERE NOT EXISTS (SELECT FROM audit_leaf WHERE entry = e.id)) AS unplaced',
    );
    requireThat(waiting.rows[0]!.queued === waiting.rows[0]!.unplaced, 'the queue is not what lacks a leaf');
    const trust = await verifyLog(client, 'trust', statements.rows.map(({ entry }) => leafHash(entry)));
    const audit = await verifyLog(client, 'audit', acts.rows.map(({ entry }) => leafHash(createHash('sha256').update(entry).digest())));
    verifyTrustLines(trust.checkpoints, audit.checkpoints);
    return { trust, audit, order: acts.rows.map(({ id }) => id), pending: Number(waiting.rows[0]!.queued) };
  } finally {
    await client.end();
  }
}

async function verifyLog(client: Client, log: LogName, leaves: readonly Bytes[]): Promise<VerifiedLog> {
  const [key] = (await client.query<{ vkey: string }>('SELECT vkey FROM log_key WHERE log = $1', [log])).rows;
  const vkey = parseVkey(key!.vkey);
  if (!vkey.ok) throw new Error(`${log}: ${vkey.reason}`);
  const { rows } = await client.query<{ size: string; parent: string; note: string }>('SELECT size, parent, note FROM log_checkpoint WHERE log = $1 ORDER BY size', [log]);
  const tiles = new Map((await client.query<{ level: number; index: string; hashes: Bytes; root: Bytes }>('SELECT level, index, hashes, root FROM log_tile WHERE log = $1', [log])).rows.map((tile) => [`${tile.level}/${tile.index}`, tile]));
  const { roots, levels } = rebuild(leaves);
  const checkpoints: Checkpoint[] = [];
  for (const [i, { size, parent, note }] of rows.entries()) {
    const opened = await openCheckpoint(note, vkey.value);
    if (!opened.ok) throw new Error(`${log} checkpoint ${size}: ${opened.reason}`);
    const { checkpoint } = opened.value;
    requireThat(checkpoint.size === Number(size) && Number(parent) === (checkpoints[i - 1]?.size ?? -1), `${log} checkpoint ${size} does not follow the one before`);
    requireThat(roots[checkpoint.size] !== undefined && equalBytes(roots[checkpoint.size]!, checkpoint.root), `${log} checkpoint ${size} is not the tree of its entries`);
    checkpoints.push(checkpoint);
  }
  const size = checkpoints.at(-1)!.size;
  requireThat(log === 'trust' || size === leaves.length, 'audit leaves beyond the newest checkpoint');
  let expected = 0;
  for (let level = 0; TILE_WIDTH ** (level + 1) <= size; level++) {
    for (let index = 0; (index + 1) * TILE_WIDTH ** (level + 1) <= size; index++, expected++) {
      const tile = tiles.get(`${level}/${index}`);
      const hashes = levels[level]!.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH);
      requireThat(tile !== undefined && toHex(tile.hashes) === hashes.map(toHex).join('') && equalBytes(tile.root, levels[level + 1]![index]!), `${log} tile ${level}/${index} is wrong`);
    }
  }
  requireThat(tiles.size === expected, `${log} has ${tiles.size} tiles instead of ${expected}`);
  return { size, checkpoints };
}

/** Roots by size, and the hashes of the levels that tiles hold. */
function rebuild(leaves: readonly Bytes[]): { roots: Bytes[]; levels: Bytes[][] } {
  let range = EMPTY_RANGE;
  const roots = [rangeRoot(range)];
  const levels: Bytes[][] = [[]];
  for (const leaf of leaves) {
    range = appendLeafHash(range, leaf, ({ level }, hash) => {
      if (level % TILE_HEIGHT === 0) (levels[level / TILE_HEIGHT] ??= []).push(hash);
    });
    roots.push(rangeRoot(range));
  }
  return { roots, levels };
}

/** Every audit checkpoint quotes a trust checkpoint that exists, and never an older one than the audit checkpoint before. */
function verifyTrustLines(trust: readonly Checkpoint[], audit: readonly Checkpoint[]): void {
  const heads = new Map(trust.map((checkpoint) => [checkpoint.size, checkpoint.root]));
  let last = 0;
  for (const checkpoint of audit) {
    const line = trustHeadOf(checkpoint);
    if (!line.ok) throw new Error(`audit checkpoint ${checkpoint.size}: ${line.reason}`);
    const root = heads.get(line.value.size);
    requireThat(root !== undefined && equalBytes(root, line.value.root), `audit checkpoint ${checkpoint.size} quotes no trust checkpoint`);
    requireThat(line.value.size >= last, `audit checkpoint ${checkpoint.size} goes back in the trust log`);
    last = line.value.size;
  }
}

function requireThat(condition: boolean, complaint: string): asserts condition {
  if (!condition) throw new Error(complaint);
}
