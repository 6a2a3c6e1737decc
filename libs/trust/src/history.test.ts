// Histories by chance, with real keys: whatever is permuted, left out or changed by a bit is refused under the checkpoint of the true log;
// slices verified apart lead to the same state; a state comes back from its cache as it was.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText, packLeaves, parseTrustEntry, type Bytes, type Json } from '#protocol';
import { makePeople, makePerson, TrustNetwork, type Person } from '../../../test/support/trust-network.ts';
import { draft } from './draft.ts';
import { follow, reduceAll, replay, treeHeadOf } from './replay.ts';
import { signersNamed } from './outline.ts';
import { entriesOf, packSigners, verifySlice } from './slice.ts';
import { verifyHere } from './slice-verifier.ts';
import { stateFromJson, stateToJson } from './state-json.ts';
import { EMPTY_STATE, type TrustState } from './state.ts';
import { keysAt, type VerifiedOrNot } from './verify-signatures.ts';

type Act = 'admit' | 'rotate' | 'attest' | 'suspend' | 'tick' | 'freeze' | 'remove';
const ACTS: readonly Act[] = ['admit', 'rotate', 'attest', 'suspend', 'tick', 'freeze', 'remove'];
const script = fc.array(fc.record({ act: fc.constantFrom(...ACTS), member: fc.nat({ max: 1 }) }), { minLength: 4, maxLength: 10 });

interface Members {
  readonly id: string;
  readonly security: readonly [Person, Person, Person];
  readonly others: Person[];
}

/** What cannot be done at that moment is left out. */
async function live(acts: readonly { act: Act; member: number }[]): Promise<TrustNetwork> {
  const network = await TrustNetwork.begin({ witnesses: 3, policy: 2 });
  const members: Members[] = [];
  for (let i = 0; i < 2; i++) {
    const security = (await makePeople(3)) as [Person, Person, Person];
    members.push({ id: await network.admitMember(security), security, others: [] });
  }
  for (const { act, member } of acts) await once(network, members[member]!, act);
  return network;
}

async function once(network: TrustNetwork, { id, security: [first, second], others }: Members, act: Act): Promise<void> {
  network.now += 60_000;
  if (act === 'tick') return network.tick();
  if (act === 'rotate') return void (await network.rotateAndConfirm(id, first, second));
  if (act === 'admit') {
    const person = await makePerson();
    others.push(person);
    return network.append(draft.officerAdmit(network.context, id, person.key, 'officer'), [first, second, person]);
  }
  const frozen = network.state.members.get(id)!.freezes.some(({ until }) => until === null);
  if (act === 'freeze') return frozen ? undefined : network.append(draft.memberFreeze(network.context, id), [first]);
  const other = others.at(-1);
  if (other === undefined) return undefined;
  if (act === 'attest') return network.append(draft.officerAttest(network.context, id, other.officer), [first]);
  if (act === 'remove') {
    others.pop();
    return network.append(draft.officerRemove(network.context, id, other.officer), [first, second]);
  }
  const open = network.state.members.get(id)!.officers.get(other.officer)!.suspensions.some(({ until }) => until === null);
  return open ? undefined : network.append(draft.officerSuspend(network.context, id, other.officer), [second]);
}

const facts = (state: TrustState) => canonicalText(JSON.parse(stateToJson(state)) as Json);

/** Under the true log's checkpoint. */
async function followed(network: TrustNetwork, leaves: readonly Bytes[]): Promise<string> {
  const result = await follow(EMPTY_STATE, treeHeadOf(network.state), leaves, { signers: network.signers, network: network.state.network!.id });
  return result.ok ? facts(result.state) : 'refused';
}

const RUNS = { numRuns: 4 };

describe('whatever a network lives through', () => {
  test('no permutation and no omission of its log is taken for it', async () => {
    await fc.assert(
      fc.asyncProperty(script, fc.infiniteStream(fc.nat()), async (acts, chance) => {
        const network = await live(acts);
        const { leaves } = network;
        const next = () => chance.next().value;
        expect(await followed(network, leaves)).toBe(facts(network.state));
        for (let i = 0; i < 8; i++) {
          const [a, b] = [next() % leaves.length, next() % leaves.length];
          const swapped = leaves.with(a, leaves[b]!).with(b, leaves[a]!);
          expect(await followed(network, swapped)).toBe(a === b ? facts(network.state) : 'refused');
          expect(await followed(network, leaves.toSpliced(a, 1))).toBe('refused');
          expect(await followed(network, leaves.toSpliced(a, 1, leaves[(a + 1) % leaves.length]!))).toBe('refused');
        }
      }),
      RUNS,
    );
  });

  test('a single bit changed anywhere is refused; in what officers signed, where it stands, with nothing after it', async () => {
    await fc.assert(
      fc.asyncProperty(script, fc.infiniteStream(fc.nat()), async (acts, chance) => {
        const network = await live(acts);
        for (const [at, leaf] of network.leaves.entries()) {
          const bit = chance.next().value % (leaf.length * 8);
          const changed = leaf.with(bit >> 3, leaf[bit >> 3]! ^ (1 << (bit & 7))) as Bytes;
          const { state, refusal } = await replay(EMPTY_STATE, network.leaves.with(at, changed), { signers: network.signers, network: network.state.network!.id });
          expect(await followed(network, network.leaves.with(at, changed))).toBe('refused');
          // Nobody signs log.time itself, only the note inside: of the rest the tree is the guard.
          if (parseTrustEntry(leaf).statement.kind === 'log.time') continue;
          expect(refusal?.index).toBe(at);
          expect(state.tree.range.size).toBe(at);
        }
      }),
      RUNS,
    );
  });

  test('slices verified apart, in any size, lead to the same state; every state comes back from its cache', async () => {
    await fc.assert(
      fc.asyncProperty(script, fc.integer({ min: 1, max: 7 }), async (acts, size) => {
        const network = await live(acts);
        const entries: VerifiedOrNot[] = [];
        let keys = keysAt(null, []);
        for (let at = 0; at < network.leaves.length; at += size) {
          const leaves = network.leaves.slice(at, at + size);
          const named = await Promise.all(signersNamed(leaves).map(async (hash) => [hash, (await network.signers.keyOf(hash)) ?? null] as const));
          const packed = packLeaves(leaves);
          const { hashes: leafHashes } = await verifyHere.outline(packed);
          entries.push(...entriesOf(leaves, leafHashes, await verifySlice({ leaves: packed, leafHashes, signers: packSigners(new Map(named)), keys })));
          keys = keysAt(keys, leaves);
        }
        const { state, refusal } = reduceAll(EMPTY_STATE, entries, network.state.network!.id);
        expect(refusal).toBeNull();
        expect(facts(state)).toBe(facts(network.state));
        expect(facts(stateFromJson(stateToJson(state))!)).toBe(facts(state));
      }),
      RUNS,
    );
  });
});
