// Tiles of 256 hashes (C2SP tlog-tiles): how the tree is stored, and how proofs read it back.
import type { Bytes } from '#protocol';
import { HASH_SIZE, nodeHash } from './hash.ts';
import type { HashReader } from './proof.ts';
import type { TreeNode } from './subtree.ts';

/** Levels of the tree that one tile stands for. */
export const TILE_HEIGHT = 8;
/** Hashes of a full tile. */
export const TILE_WIDTH = 256;

/** `width` hashes, beginning at index·256, of the tree's level 8·level. A tile of 256 is full and never changes. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 1 to 256. */
  readonly width: number;
}

/** Reads tiles, in the order asked for: width·32 bytes each. Rejects when one is missing. */
export type TileReader = (tiles: readonly Tile[]) => Promise<readonly Uint8Array[]>;

/** Width of the tile in a tree of this size: 256 if full, 0 if the tree has none of it. */
export function tileWidth(level: number, index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH;
  return Math.min(Math.max(hashes, 0), TILE_WIDTH);
}

/** Reads the hashes of a tree of this size from its tiles, each tile once a call. Rejects with RangeError on a node the tree lacks. */
export function tiledHashReader(size: number, readTiles: TileReader): HashReader {
  return async (nodes) => {
    const places = nodes.map((node) => placeOf(node, size));
    const wanted = new Map(places.map(({ key, tile }) => [key, tile]));
    const bytes = await readTiles([...wanted.values()]);
    const tiles = new Map([...wanted.keys()].map((key, i) => [key, bytes[i]]));
    return places.map(({ key, tile, begin, count }) => {
      const content = tiles.get(key);
      if (content?.length !== tile.width * HASH_SIZE) throw new RangeError(`tile ${key} is not ${tile.width} hashes wide`);
      return perfectRoot(content.subarray(begin * HASH_SIZE, (begin + count) * HASH_SIZE));
    });
  };
}

/** Where a node's hash comes from: `count` (a power of two) hashes of a tile, from `begin`. */
function placeOf({ level, index }: TreeNode, size: number) {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const count = 2 ** (level % TILE_HEIGHT);
  const tileIndex = Math.floor((index * count) / TILE_WIDTH);
  const begin = (index * count) % TILE_WIDTH;
  const tile: Tile = { level: tileLevel, index: tileIndex, width: tileWidth(tileLevel, tileIndex, size) };
  if (begin + count > tile.width) throw new RangeError('the tree has no such node');
  return { key: `${tileLevel}/${tileIndex}`, tile, begin, count };
}

/** Root over a power of two of hashes that lie side by side. */
export function perfectRoot(hashes: Uint8Array): Bytes {
  if (hashes.length === HASH_SIZE) return hashes.slice() as Bytes;
  const middle = hashes.length / 2;
  return nodeHash(perfectRoot(hashes.subarray(0, middle)), perfectRoot(hashes.subarray(middle)));
}
