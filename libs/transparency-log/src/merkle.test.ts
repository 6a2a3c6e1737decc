import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { concat, utf8, type Bytes } from '#protocol';
import {
  appendLeafHash, consistencyProof, EMPTY_RANGE, emptyRoot, inclusionProof, leafHash, nodeHash, rangeRoot, restoreRange, rootAt,
  serialiseRange, tiledHashReader, tileWidth, treeRoot, verifyConsistency, verifyInclusion, type HashReader, type TileReader,
} from './index.ts';
import { fromBase64 } from './base64.ts';

const VECTORS = join(import.meta.dirname, '../../../test/vectors/merkle');

function vectors<T>(folder: string): [string, T][] {
  return readdirSync(join(VECTORS, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(join(VECTORS, folder, name), 'utf8')) as T]);
}
const bytes = (text: string): Bytes => fromBase64(text)!;

/** The recursion of RFC 6962, section 2.1, word for word: the yardstick. */
function definedRoot(leaves: readonly Bytes[]): Bytes {
  if (leaves.length === 0) return emptyRoot();
  if (leaves.length === 1) return leaves[0]!;
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return nodeHash(definedRoot(leaves.slice(0, k)), definedRoot(leaves.slice(k)));
}

const LEAVES = Array.from({ length: 700 }, (_, i) => leafHash(utf8(`leaf ${i}`)));
const ROOTS = (() => {
  let range = EMPTY_RANGE;
  return [rangeRoot(range), ...LEAVES.map((leaf) => rangeRoot((range = appendLeafHash(range, leaf))))];
})();
const DEFINED = new Map<string, Bytes>();
/** Hash of a perfect subtree, computed from the leaves straight from the definition. */
function definedNode(level: number, index: number): Bytes {
  const key = `${level}/${index}`;
  const hash = DEFINED.get(key) ?? definedRoot(LEAVES.slice(index * 2 ** level, (index + 1) * 2 ** level));
  DEFINED.set(key, hash);
  return hash;
}
const readDefined: HashReader = (nodes) => Promise.resolve(nodes.map(({ level, index }) => definedNode(level, index)));
const readTiles: TileReader = (tiles) =>
  Promise.resolve(tiles.map(({ level, index, width }) => concat(...Array.from({ length: width }, (_, i) => definedNode(8 * level, index * 256 + i)))));

describe('proofs of other implementations', () => {
  test.each(vectors<{ leafIdx: number; treeSize: number; root: string; leafHash: string; proof: string[] | null; wantErr: boolean }>('inclusion'))('inclusion %s', (_, v) => {
    const verdict = verifyInclusion(v.leafIdx, bytes(v.leafHash), { size: v.treeSize, root: bytes(v.root) }, (v.proof ?? []).map(bytes));
    expect(verdict.ok).toBe(!v.wantErr);
  });

  test.each(vectors<{ size1: number; size2: number; root1: string; root2: string; proof: string[] | null; wantErr: boolean }>('consistency'))('consistency %s', (_, v) => {
    const verdict = verifyConsistency({ size: v.size1, root: bytes(v.root1) }, { size: v.size2, root: bytes(v.root2) }, (v.proof ?? []).map(bytes));
    expect(verdict.ok).toBe(!v.wantErr);
  });

  test('the vectors are there', () => {
    expect(vectors('inclusion').length + vectors('consistency').length).toBe(12);
  });
});

describe('the tree', () => {
  test('roots by appending are those of the definition', async () => {
    for (const size of [0, 1, 2, 3, 4, 5, 7, 8, 9, 255, 256, 257, 511, 512, 513, 700]) {
      expect(ROOTS[size]).toEqual(definedRoot(LEAVES.slice(0, size)));
      expect(await rootAt(size, readDefined)).toEqual(ROOTS[size]);
    }
    expect(treeRoot([utf8('leaf 0'), utf8('leaf 1'), utf8('leaf 2')])).toEqual(ROOTS[3]);
  });

  test('appending names every perfect subtree once, with its hash', () => {
    let range = EMPTY_RANGE;
    const seen = new Map<string, Bytes>();
    for (const leaf of LEAVES.slice(0, 300)) {
      range = appendLeafHash(range, leaf, ({ level, index }, hash) => {
        expect(seen.has(`${level}/${index}`)).toBe(false);
        seen.set(`${level}/${index}`, hash);
      });
    }
    let expected = 0;
    for (let level = 0; 2 ** level <= 300; level++) {
      for (let index = 0; (index + 1) * 2 ** level <= 300; index++, expected++) {
        expect(seen.get(`${level}/${index}`)).toEqual(definedRoot(LEAVES.slice(index * 2 ** level, (index + 1) * 2 ** level)));
      }
    }
    expect(seen.size).toBe(expected);
  });

  test('a compact range survives storage; damaged storage is noticed', () => {
    let range = EMPTY_RANGE;
    for (const leaf of LEAVES.slice(0, 77)) {
      const stored = serialiseRange(range);
      const restored = restoreRange(stored);
      expect(rangeRoot(restored)).toEqual(rangeRoot(range));
      expect(restored.size).toBe(range.size);
      expect(() => restoreRange(stored.slice(0, -1))).toThrow(RangeError);
      range = appendLeafHash(restored, leaf);
    }
    expect(rangeRoot(range)).toEqual(ROOTS[77]);
  });
});

const sizes = fc.integer({ min: 1, max: 700 });

describe('made proofs', () => {
  test('inclusion: verifies; any change of anything fails', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), fc.nat({ max: 255 }), async (size, pick, place, bit) => {
        const index = pick % size;
        const proof = await inclusionProof(index, size, readDefined);
        const tree = { size, root: ROOTS[size]! };
        expect(verifyInclusion(index, LEAVES[index]!, tree, proof)).toEqual({ ok: true, value: null });
        expect(verifyInclusion(index, flip(LEAVES[index]!, bit), tree, proof)).toEqual({ ok: false, reason: 'root-mismatch' });
        expect(verifyInclusion(index, LEAVES[index]!, { size, root: flip(tree.root, bit) }, proof)).toEqual({ ok: false, reason: 'root-mismatch' });
        expect(verifyInclusion(index, LEAVES[index]!, tree, [...proof, LEAVES[0]!])).toEqual({ ok: false, reason: 'proof-length-wrong' });
        const other = place % size;
        if (other !== index) expect(verifyInclusion(other, LEAVES[index]!, tree, proof).ok).toBe(false);
        if (proof.length > 0) {
          expect(verifyInclusion(index, LEAVES[index]!, tree, proof.slice(1))).toEqual({ ok: false, reason: 'proof-length-wrong' });
          expect(verifyInclusion(index, LEAVES[index]!, tree, proof.with(place % proof.length, flip(proof[place % proof.length]!, bit))).ok).toBe(false);
        }
        expect(verifyInclusion(size, LEAVES[index]!, tree, proof)).toEqual({ ok: false, reason: 'position-outside-tree' });
      }),
      { numRuns: 300 },
    );
  });

  test('consistency: verifies; any change of anything fails', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), fc.nat({ max: 255 }), async (size, pick, place, bit) => {
        const before = pick % (size + 1);
        const proof = await consistencyProof(before, size, readDefined);
        const earlier = { size: before, root: ROOTS[before]! };
        const later = { size, root: ROOTS[size]! };
        expect(verifyConsistency(earlier, later, proof)).toEqual({ ok: true, value: null });
        expect(verifyConsistency({ ...earlier, root: flip(earlier.root, bit) }, later, proof).ok).toBe(false);
        expect(verifyConsistency(earlier, later, [...proof, LEAVES[0]!])).toEqual({ ok: false, reason: 'proof-length-wrong' });
        if (before > 0) expect(verifyConsistency(earlier, { size, root: flip(later.root, bit) }, proof).ok).toBe(false);
        if (before < size) expect(verifyConsistency(later, earlier, proof)).toEqual({ ok: false, reason: 'position-outside-tree' });
        if (proof.length > 0) {
          expect(verifyConsistency(earlier, later, proof.slice(1))).toEqual({ ok: false, reason: 'proof-length-wrong' });
          expect(verifyConsistency(earlier, later, proof.with(place % proof.length, flip(proof[place % proof.length]!, bit))).ok).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('every pair of small sizes', async () => {
    for (let size = 1; size <= 70; size++) {
      const tree = { size, root: ROOTS[size]! };
      for (let index = 0; index < size; index++) {
        expect(verifyInclusion(index, LEAVES[index]!, tree, await inclusionProof(index, size, readDefined)).ok).toBe(true);
        expect(verifyConsistency({ size: index, root: ROOTS[index]! }, tree, await consistencyProof(index, size, readDefined)).ok).toBe(true);
      }
    }
  });

  test('sizes beyond 32 bits keep their geometry', async () => {
    // A tree whose leaves are all alike: the hash of a perfect subtree depends on its level only.
    const levels = [LEAVES[0]!];
    for (let level = 1; level < 53; level++) levels.push(nodeHash(levels[level - 1]!, levels[level - 1]!));
    const read: HashReader = (nodes) => Promise.resolve(nodes.map(({ level }) => levels[level]!));
    const size = 2 ** 40 + 12_345;
    const tree = { size, root: await rootAt(size, read) };
    expect(verifyInclusion(2 ** 39 + 7, LEAVES[0]!, tree, await inclusionProof(2 ** 39 + 7, size, read)).ok).toBe(true);
    const earlier = { size: 2 ** 33 + 5, root: await rootAt(2 ** 33 + 5, read) };
    const proof = await consistencyProof(earlier.size, size, read);
    expect(verifyConsistency(earlier, tree, proof).ok).toBe(true);
    expect(verifyConsistency({ ...earlier, size: earlier.size + 2 }, tree, proof).ok).toBe(false);
  });

  test('what does not exist cannot be proved', async () => {
    await expect(inclusionProof(5, 5, readDefined)).rejects.toThrow(RangeError);
    await expect(inclusionProof(-1, 5, readDefined)).rejects.toThrow(RangeError);
    await expect(consistencyProof(6, 5, readDefined)).rejects.toThrow(RangeError);
    expect(verifyInclusion(0.5, LEAVES[0]!, { size: 5, root: ROOTS[5]! }, []).ok).toBe(false);
    expect(verifyConsistency({ size: 0, root: ROOTS[1]! }, { size: 5, root: ROOTS[5]! }, []).ok).toBe(false);
  });
});

describe('tiles', () => {
  test('widths are those of the specification’s example of 70,000', () => {
    expect([tileWidth(0, 272, 70_000), tileWidth(0, 273, 70_000), tileWidth(0, 274, 70_000)]).toEqual([256, 112, 0]);
    expect([tileWidth(1, 0, 70_000), tileWidth(1, 1, 70_000), tileWidth(2, 0, 70_000)]).toEqual([256, 17, 1]);
    expect([tileWidth(0, 0, 256), tileWidth(1, 0, 256)]).toEqual([256, 1]);
  });

  test('proofs from tiles are the proofs from hashes', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (size, pick) => {
        const read = tiledHashReader(size, readTiles);
        expect(await inclusionProof(pick % size, size, read)).toEqual(await inclusionProof(pick % size, size, readDefined));
        expect(await consistencyProof(pick % size, size, read)).toEqual(await consistencyProof(pick % size, size, readDefined));
        expect(await rootAt(size, read)).toEqual(ROOTS[size]);
      }),
      { numRuns: 150 },
    );
  });

  test('a short tile, and a node that the tree lacks, are refused', async () => {
    await expect(tiledHashReader(300, () => Promise.resolve([new Uint8Array(31)]))([{ level: 0, index: 0 }])).rejects.toThrow(RangeError);
    await expect(tiledHashReader(300, readTiles)([{ level: 8, index: 1 }])).rejects.toThrow(RangeError);
  });
});

function flip(hash: Bytes, bit: number): Bytes {
  return hash.with(bit >> 3, hash[bit >> 3]! ^ (1 << (bit & 7))) as Bytes;
}
