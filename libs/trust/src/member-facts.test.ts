// The words that two clients compare about a member say the same on both sides, and something else after whatever is signed about it.
import { expect, test } from '@jest/globals';
import { draft } from './draft.ts';
import { changesSince, memberFacts, memberHash } from './member-facts.ts';
import { comparePhrase, phrase } from './phrase.ts';
import { replay } from './replay.ts';
import { EMPTY_STATE } from './state.ts';
import { makePeople, someHash, TrustNetwork, type Person } from '../../../test/support/trust-network.ts';

test('every statement about a member changes its hash, nothing else does, and each is told as a change since', async () => {
  const network = await TrustNetwork.begin();
  const [a, b, officer] = (await makePeople(3)) as [Person, Person, Person];
  const member = await network.admitMember([a, b]);
  const hash = () => memberHash(memberFacts(network.state, member)!);
  const context = () => network.context;
  const verified = network.leaves.length;
  const hashes = [hash()];
  const acts = [
    () => network.append(draft.officerAdmit(context(), member, officer.key, 'officer'), [a, b, officer]),
    async () => void (await network.rotateAndConfirm(member, a, b)),
    () => network.append(draft.officerCard(context(), member, officer.officer, someHash()), [a]),
    () => network.append(draft.officerAttest(context(), member, officer.officer), [a]),
    () => network.append(draft.officerSuspend(context(), member, officer.officer), [b]),
    () => network.append(draft.officerRemove(context(), member, officer.officer), [a, b]),
  ];
  for (const act of acts) {
    await act();
    hashes.push(hash());
  }
  expect(new Set(hashes).size).toBe(hashes.length);
  // A rotation is two statements.
  expect(changesSince(network.state, member, verified)).toEqual(Array.from({ length: acts.length + 1 }, (_, i) => verified + i));

  const before = hash();
  const others = await network.admitMember((await makePeople(2)) as [Person, Person]);
  await network.tick();
  expect(hash()).toBe(before);
  expect(changesSince(network.state, member, verified + acts.length + 1)).toEqual([]);
  expect(memberHash(memberFacts(network.state, others)!)).not.toBe(before);
  expect(memberFacts(network.state, crypto.randomUUID())).toBeNull();
});

test('another client that replays the same log reads the same words', async () => {
  const network = await TrustNetwork.begin();
  const [a, b] = (await makePeople(2)) as [Person, Person];
  const member = await network.admitMember([a, b]);
  await network.rotateAndConfirm(member, a, b);
  const elsewhere = await replay(EMPTY_STATE, network.leaves, { signers: network.signers, network: network.state.network!.id });
  expect(elsewhere.refusal).toBeNull();
  expect(memberHash(memberFacts(elsewhere.state, member)!)).toBe(memberHash(memberFacts(network.state, member)!));
});

test('words and code, typed in any way, are compared with a hash', () => {
  const hash = someHash();
  const words = phrase(hash);
  expect(comparePhrase(`  ${words.join('  ').toUpperCase()} `, hash)).toBe('same');
  expect(comparePhrase(` ${hash.toUpperCase()}\n`, hash)).toBe('same');
  expect(comparePhrase(words.toReversed().join(' '), hash)).toBe('differs');
  expect(comparePhrase(someHash(), hash)).toBe('differs');
  expect(comparePhrase(words.slice(1).join(' '), hash)).toBe('unreadable');
  expect(comparePhrase('', hash)).toBe('unreadable');
});
