// Whole logs: order, omission, continuation to a checkpoint, and that slices verified apart give the same.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseTrustEntry, type Bytes } from '#protocol';
import { rangeRoot, treeRoot } from '#transparency-log';
import { draft } from './draft.ts';
import { RULES } from './kinds/table.ts';
import { PersistentMap } from './persistent-map.ts';
import { phrase, readPhrase } from './phrase.ts';
import { follow, reduceAll, replay, treeHeadOf } from './replay.ts';
import { EMPTY_STATE, type TrustState } from './state.ts';
import { stateFromJson, stateToJson } from './state-json.ts';
import { verifySignatures, type VerifiedOrNot } from './verify-signatures.ts';
import { makePeople, TrustNetwork, type Person } from '../../../test/support/trust-network.ts';

let network: TrustNetwork;
let verified: VerifiedOrNot[];

beforeAll(async () => {
  network = await TrustNetwork.begin({ demonstration: true, threshold: 1 });
  for (let i = 0; i < 3; i++) {
    const [a, b, c, d] = (await makePeople(4)) as [Person, Person, Person, Person];
    const member = await network.admitMember([a, b]);
    await network.append(draft.officerAdmit(network.context, member, c.key, 'officer'), [a, b, c]);
    await network.rotateAndConfirm(member, a, b);
    await network.append(draft.officerAdmit(network.context, member, d.key, 'reader'), [a, b, d]);
    await network.append(draft.officerRemove(network.context, member, c.officer), [a, b]);
  }
  verified = await verifySignatures(network.leaves, { signers: network.signers, keys: null });
});

/** What a log of other order can have in common: the chain of each roster, by its statements. */
function chains(leaves: readonly Bytes[]): Map<string, string[]> {
  const byRoster = new Map<string, string[]>();
  for (const { statement } of leaves.map(parseTrustEntry)) byRoster.set(statement.roster, [...(byRoster.get(statement.roster) ?? []), `${statement.kind} ${statement.subject}`]);
  return byRoster;
}

const headsOf = (state: TrustState) => Object.fromEntries([...state.heads.entries()].map(([roster, { hash }]) => [roster, hash]).toSorted());
const POSITIONS = ['at', 'tree', 'certificateSince', 'from', 'until'];
/** Facts without positions. */
const factsOf = (state: TrustState) => {
  const form = JSON.parse(stateToJson(state), (key, value: unknown) => (POSITIONS.includes(key) || (key.endsWith('At') && typeof value === 'number') ? undefined : value)) as Record<string, { id: string }[]>;
  return { ...form, heads: headsOf(state), members: form['members']!.toSorted((x, y) => (x.id < y.id ? -1 : 1)) };
};

describe('any other order or omission', () => {
  test('is refused, or no roster notices: the same chains, the same facts', () => {
    const whole = reduceAll(EMPTY_STATE, verified, null).state;
    fc.assert(
      fc.property(fc.shuffledSubarray(verified.map((_, i) => i), { minLength: verified.length }), (order) => {
        const { state, refusal } = reduceAll(EMPTY_STATE, order.map((i) => verified[i]!), null);
        if (refusal === null) expect(factsOf(state)).toEqual(factsOf(whole));
        else expect(['genesis-missing', 'stale-head', 'unknown-member', 'unknown-officer', 'already-admitted']).toContain(refusal.code);
      }),
      { numRuns: 300 },
    );
  });

  test('neighbours of different rosters may change places, neighbours of one roster may not', () => {
    const whole = reduceAll(EMPTY_STATE, verified, null).state;
    const rosters = network.leaves.map((leaf) => parseTrustEntry(leaf).statement.roster);
    for (let i = 0; i + 1 < verified.length; i++) {
      const swapped = [...verified];
      [swapped[i], swapped[i + 1]] = [swapped[i + 1]!, swapped[i]!];
      const { state, refusal } = reduceAll(EMPTY_STATE, swapped, null);
      expect(refusal === null).toBe(i > 0 && rosters[i] !== rosters[i + 1]);
      if (refusal === null) {
        expect(factsOf(state)).toEqual(factsOf(whole));
        expect(rangeRoot(state.tree.range)).not.toEqual(rangeRoot(whole.tree.range));
      }
    }
  });

  test('leaving entries out is refused, or leaves rosters without their last statements, and never rebuilds the root', async () => {
    const full = chains(network.leaves);
    await fc.assert(
      fc.asyncProperty(fc.subarray(network.leaves.map((_, i) => i), { maxLength: network.leaves.length - 1 }), async (kept) => {
        const leaves = kept.map((i) => network.leaves[i]!);
        const { state, refusal } = reduceAll(EMPTY_STATE, kept.map((i) => verified[i]!), null);
        if (refusal === null) {
          for (const [roster, chain] of chains(leaves)) expect(full.get(roster)!.slice(0, chain.length)).toEqual(chain);
          expect(rangeRoot(state.tree.range)).not.toEqual(treeHeadOf(network.state).root);
        }
        expect((await follow(EMPTY_STATE, treeHeadOf(network.state), leaves, { signers: network.signers, network: null })).ok).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

const context = () => ({ signers: network.signers, network: network.state.network!.id });

describe('following a checkpoint', () => {
  test('from anywhere, through a cache, gives the state of the whole log', async () => {
    const head = { size: network.leaves.length, root: treeRoot(network.leaves) };
    for (const cut of [0, 1, 7, network.leaves.length]) {
      const { state } = await replay(EMPTY_STATE, network.leaves.slice(0, cut), context());
      const answer = await follow(stateFromJson(stateToJson(state))!, head, network.leaves.slice(cut), context());
      expect(answer.ok && factsOf(answer.state)).toEqual(factsOf(network.state));
      expect(answer.ok && treeHeadOf(answer.state)).toEqual(head);
    }
  });

  test('another root, too few or too many leaves are told apart', async () => {
    const head = treeHeadOf(network.state);
    expect(await follow(EMPTY_STATE, { ...head, root: new Uint8Array(32) }, network.leaves, context())).toMatchObject({ ok: false, reason: 'root' });
    expect(await follow(EMPTY_STATE, head, network.leaves.slice(1), context())).toMatchObject({ ok: false, reason: 'size' });
    const doubled = [...network.leaves.slice(0, 3), network.leaves[2]!, ...network.leaves.slice(4)];
    expect(await follow(EMPTY_STATE, head, doubled, context())).toMatchObject({ ok: false, reason: 'entries', refusal: { index: 3 } });
  });

  test('nothing after a refused entry counts', async () => {
    const { state, refusal } = await replay(EMPTY_STATE, [...network.leaves.slice(0, 2), network.leaves[1]!, ...network.leaves.slice(2)], context());
    expect(refusal).toMatchObject({ code: 'already-admitted', index: 2 });
    expect(state.tree.range.size).toBe(2);
  });
});

test('slices verified apart, as by workers, give the same entries', async () => {
  const half = Math.floor(network.leaves.length / 2);
  const keys = network.state.network;
  const parts = await Promise.all([network.leaves.slice(0, half), network.leaves.slice(half)].map((leaves) => verifySignatures(leaves, { signers: network.signers, keys })));
  const copied = structuredClone(parts.flat()) as VerifiedOrNot[];
  expect(factsOf(reduceAll(EMPTY_STATE, copied, null).state)).toEqual(factsOf(network.state));
});

describe('phrases', () => {
  test('are the first 132 bits in twelve words', () => {
    expect(phrase('00'.repeat(32))).toEqual(Array.from({ length: 12 }, () => 'abandon'));
    expect(phrase('ff'.repeat(32))).toEqual(Array.from({ length: 12 }, () => 'zoo'));
    expect(phrase(`0020${'04'.repeat(1)}${'00'.repeat(29)}`).slice(0, 3)).toEqual(['ability', 'ability', 'abandon']);
    const full = phrase(`${'5a'.repeat(16)}50${'00'.repeat(15)}`);
    expect(phrase(`${'5a'.repeat(16)}5f${'ff'.repeat(15)}`)).toEqual(full);
    expect(phrase(`${'5a'.repeat(16)}60${'00'.repeat(15)}`)).not.toEqual(full);
    expect(() => phrase('abc')).toThrow(RangeError);
  });

  test('are read as people type them', () => {
    const words = phrase('5a'.repeat(32));
    expect(readPhrase(`  ${words.join('\n ').toUpperCase()} `)).toEqual(words);
    expect(readPhrase(words.slice(1).join(' '))).toBeNull();
    expect(readPhrase([...words.slice(1), 'unodc'].join(' '))).toBeNull();
  });
});

test('a persistent map behaves as a map, and old ones stay as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.integer())), (writes) => {
      const model = new Map<string, number>();
      let map = PersistentMap.empty<number>();
      for (const [key, value] of writes) {
        const before = map;
        const had = model.get(key);
        map = map.with(key, value);
        expect(before.get(key)).toBe(had);
        model.set(key, value);
      }
      expect(map.size).toBe(model.size);
      expect([...map.entries()].toSorted()).toEqual([...model.entries()].toSorted());
      expect([...map.values()].toSorted()).toEqual([...model.values()].toSorted());
      expect(map.has('absent key')).toBe(false);
    }),
  );
});

test('a persistent map keeps keys apart whose hashes are equal', () => {
  // FNV-1a, 32 bits: these two collide.
  const map = PersistentMap.from<number>([['costarring', 1], ['liquid', 2], ['declinate', 3], ['macallums', 4]]);
  expect(['costarring', 'liquid', 'declinate', 'macallums'].map((key) => map.get(key))).toEqual([1, 2, 3, 4]);
  expect(map.with('liquid', 5).get('costarring')).toBe(1);
  expect(map.with('liquid', 5).size).toBe(4);
});

test('README.md lists exactly the kinds, with who signs', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `([a-z.]+)` \| ([^|]+) \|/gm)].map(([, kind, signedBy]) => [kind, signedBy!.trim()]);
  expect(rows).toEqual(Object.values(RULES).map(({ kind, signedBy }) => [kind, signedBy]));
});
