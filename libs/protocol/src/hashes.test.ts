import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { toHex } from './bytes.ts';
import { compileHashes, sha256, sha512 } from './hashes.ts';

// Around the block sizes of both, and beyond the memory that WebAssembly takes at once.
const LENGTHS = [0, 1, 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129, 1100, 16_383, 16_384, 16_385, 50_001];
const cases = LENGTHS.map((length) => new Uint8Array(randomBytes(length)));

/** FIPS 180-4's examples (NIST, "Cryptographic Standards and Guidelines: Example Values"). */
const ABC = new TextEncoder().encode('abc');
const SHA256_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const SHA512_ABC =
  'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f';

const inNode = (name: string, ...parts: Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), createHash(name)).digest('hex');

describe.each(['in JavaScript', 'in WebAssembly'])('%s', (where) => {
  if (where === 'in WebAssembly') test('compiles here', () => expect(compileHashes()).resolves.toBe(true));

  test('FIPS 180-4', () => {
    expect([toHex(sha256(ABC)), toHex(sha512(ABC))]).toEqual([SHA256_ABC, SHA512_ABC]);
  });

  test.each(cases.map((bytes) => [bytes.length, bytes] as const))('%d bytes, whole and in parts, as Node has it', (length, bytes) => {
    const [begin, end] = [bytes.subarray(0, length >> 1), bytes.subarray(length >> 1)];
    for (const hash of [sha256(bytes), sha256(begin, end)]) expect(toHex(hash)).toBe(inNode('sha256', bytes));
    for (const hash of [sha512(bytes), sha512(begin, end)]) expect(toHex(hash)).toBe(inNode('sha512', bytes));
  });

  test('an answer is not overwritten by the next', () => {
    const [first, kept] = [sha256(ABC), toHex(sha256(ABC))];
    sha256(cases[13]!);
    expect(toHex(first)).toBe(kept);
  });
});
