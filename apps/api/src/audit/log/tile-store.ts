// Tiles in the database. Only full tiles are stored; the partial ones at the right edge are put together from leaves and roots.
import { concat, type Bytes } from '#protocol';
import { appendLeafHash, HASH_SIZE, TILE_HEIGHT, TILE_WIDTH, type CompactRange, type LogName, type TileReader } from '#transparency-log';
import { leafHashes } from './leaf-source.ts';
import type { Sql } from './sql.ts';

interface FullTile {
  readonly level: number;
  readonly index: number;
  readonly root: Bytes;
}

/** Reads tiles of a log, full or partial; a tile asked for twice is read once. */
export function storedTiles(sql: Sql, log: LogName): TileReader {
  const known = new Map<string, Uint8Array>();
  return async (tiles) => {
    const unknown = tiles.filter(({ level, index }) => !known.has(`${level}/${index}`));
    if (unknown.length > 0) {
      const rows = await sql.query<{ level: number; index: string; hashes: Uint8Array }>(
        'SELECT level, index, hashes FROM log_tile WHERE log = $1 AND (level, index) IN (SELECT * FROM unnest($2::smallint[], $3::bigint[]))',
        [log, unknown.map(({ level }) => level), unknown.map(({ index }) => index)],
      );
      for (const { level, index, hashes } of rows) known.set(`${level}/${index}`, hashes);
    }
    const contents: Uint8Array[] = [];
    for (const { level, index, width } of tiles) {
      const full = known.get(`${level}/${index}`);
      const begin = index * TILE_WIDTH;
      contents.push(full?.subarray(0, width * HASH_SIZE) ?? concat(...(await levelHashes(sql, log, level, begin, begin + width))));
    }
    return contents;
  };
}

/** Hashes of the tree's level 8·level from `begin` up to, not including, `end`: leaf hashes, or roots of full tiles below. */
async function levelHashes(sql: Sql, log: LogName, level: number, begin: number, end: number): Promise<Bytes[]> {
  if (level === 0) return leafHashes(sql, log, begin, end);
  const rows = await sql.query<{ root: Bytes }>('SELECT root FROM log_tile WHERE log = $1 AND level = $2 AND index >= $3 AND index < $4 ORDER BY index', [log, level - 1, begin, end]);
  if (rows.length !== end - begin) throw new Error(`${log} log: tiles ${begin} to ${end} of level ${level - 1} are not all there`);
  return rows.map(({ root }) => root);
}

/** Appends leaves to the tree and stores every tile that this fills. Returns the new range. Leaves themselves are stored by their source. */
export async function growTree(sql: Sql, log: LogName, range: CompactRange, leaves: readonly Bytes[]): Promise<CompactRange> {
  const fresh: Bytes[][] = [];
  const filled: FullTile[] = [];
  let grown = range;
  for (const leaf of leaves) {
    grown = appendLeafHash(grown, leaf, ({ level, index }, hash) => {
      if (level % TILE_HEIGHT !== 0) return;
      const tileLevel = level / TILE_HEIGHT;
      (fresh[tileLevel] ??= []).push(hash);
      if (tileLevel > 0) filled.push({ level: tileLevel - 1, index, root: hash });
    });
  }
  for (const tile of filled) await storeTile(sql, log, range.size, tile, fresh[tile.level]!);
  return grown;
}

/** `fresh`: hashes of the tile's level made by this batch, which began at a tree of `sizeBefore`. */
async function storeTile(sql: Sql, log: LogName, sizeBefore: number, { level, index, root }: FullTile, fresh: readonly Bytes[]): Promise<void> {
  const begin = index * TILE_WIDTH;
  const firstFresh = Math.floor(sizeBefore / TILE_WIDTH ** level);
  const stored = firstFresh > begin ? await levelHashes(sql, log, level, begin, firstFresh) : [];
  const offset = begin + stored.length - firstFresh;
  const hashes = concat(...stored, ...fresh.slice(offset, offset + TILE_WIDTH - stored.length));
  await sql.query('INSERT INTO log_tile (log, level, index, hashes, root) VALUES ($1, $2, $3, $4, $5)', [log, level, index, Buffer.from(hashes), Buffer.from(root)]);
}
