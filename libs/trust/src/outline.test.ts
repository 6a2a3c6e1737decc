import { beforeAll, describe, expect, test } from '@jest/globals';
import { packLeaves, parseTrustEntry, toHex, trustEntryBytes, utf8, type Bytes, type TrustEntry } from '#protocol';
import { leafHash } from '#transparency-log';
import { makePeople, TrustNetwork } from '../../../test/support/trust-network.ts';
import { outlineOf, rosterOf, signersNamed } from './outline.ts';

let leaves: Bytes[];
beforeAll(async () => {
  const network = await TrustNetwork.begin({ witnesses: 3, policy: 2 });
  const people = await makePeople(2);
  const member = await network.admitMember(people);
  await network.rotateAndConfirm(member, people[0]!, people[1]!);
  network.now += 60_000;
  await network.tick();
  leaves = [...network.leaves];
});

const signersOf = (entries: readonly TrustEntry[]) => [...new Set(entries.flatMap(({ signatures }) => signatures.map(({ certificate }) => certificate)))];

describe('the outline of packed leaves', () => {
  test('says what parsing them says, and their hashes in the tree', async () => {
    const entries = leaves.map(parseTrustEntry);
    const { hashes, rosters, signers } = await outlineOf(packLeaves(leaves));
    expect(toHex(hashes)).toBe(leaves.map((leaf) => toHex(leafHash(leaf))).join(''));
    expect(rosters).toEqual(entries.map(({ statement }) => statement.roster));
    expect(leaves.map(rosterOf)).toEqual(rosters);
    expect(signers.toSorted()).toEqual(signersOf(entries).toSorted());
    expect(signersNamed(leaves).toSorted()).toEqual(signers.toSorted());
  });

  test('of leaves in the middle of a larger stretch of memory is the same', async () => {
    const packed = packLeaves(leaves);
    const around = new Uint8Array(packed.length + 11);
    around.set(packed, 7);
    expect(await outlineOf(around.subarray(7, 7 + packed.length))).toEqual(await outlineOf(packed));
  });

  test('takes no signer and no roster from a text inside a statement', async () => {
    const genesis = parseTrustEntry(leaves[0]!);
    const body = { ...(genesis.statement.body as object), name: `"certificate":"${'a'.repeat(64)}","signature":"","roster":"other","subject":"${'b'.repeat(36)}","version":1}}` };
    const leaf = trustEntryBytes({ ...genesis, statement: { ...genesis.statement, body } as TrustEntry['statement'] });
    const { rosters, signers } = await outlineOf(packLeaves([leaf]));
    expect(rosters).toEqual([genesis.statement.roster]);
    expect(signers.toSorted()).toEqual(signersOf([genesis]).toSorted());
  });

  test('of what is no canonical entry names no roster', async () => {
    const spaced = utf8(new TextDecoder().decode(leaves[1]).replace(/\}\}$/, '} }'));
    expect((await outlineOf(packLeaves([utf8(''), utf8('{}'), spaced]))).rosters).toEqual([null, null, null]);
  });

  test('refuses what is not packed', async () => {
    await expect(outlineOf(packLeaves(leaves).subarray(0, -1))).rejects.toBeInstanceOf(RangeError);
  });
});
