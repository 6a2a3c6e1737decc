// Every statement about a member is found by position, from the state alone.
import { expect, test } from '@jest/globals';
import { parseTrustEntry } from '#protocol';
import { draft } from './draft.ts';
import { positionsOfDevices, positionsOfMember, positionsOfSecretariat } from './positions-of.ts';
import { REKEY_WAIT_MS, FREEZE_MS } from './wait.ts';
import { rekeyed } from '../../../test/support/member-stage.ts';
import { makePeople, someHash, TrustNetwork, type Person } from '../../../test/support/trust-network.ts';

test('statements of every kind about a member, and what the clock brought about', async () => {
  const network = await TrustNetwork.begin();
  const [a, b, c, officer] = (await makePeople(4)) as [Person, Person, Person, Person];
  const member = await network.admitMember([a, b]);
  const other = await network.admitMember((await makePeople(2)) as [Person, Person]);
  const context = () => network.context;
  const both = [a, b];
  await network.append(draft.officerAdmit(context(), member, c.key, 'security'), [...both, c]);
  await network.append(draft.officerAdmit(context(), member, officer.key, 'officer'), [...both, officer]);
  await network.rotateAndConfirm(member, a, b);
  await network.tick();
  await network.append(draft.officerRole(context(), member, officer.officer, 'reader'), both);
  await network.append(draft.officerAttest(context(), member, officer.officer), [a]);
  await network.append(draft.officerCard(context(), member, officer.officer, someHash()), [a]);
  await network.append(draft.officerSuspend(context(), member, officer.officer), [b]);
  await network.append(draft.officerReinstate(context(), member, officer.officer), both);
  const anew = await rekeyed(officer);
  await network.append(draft.officerRekey(context(), member, anew.key), [...both, anew]);
  await network.append(draft.memberVeto(context(), member, network.state.members.get(member)!.waits[0]!), [c]);
  const again = await rekeyed(officer);
  await network.append(draft.officerRekey(context(), member, again.key), [...both, again]);
  await network.tick();
  network.now += REKEY_WAIT_MS;
  await network.tick();
  const effect = network.leaves.length - 1;
  await network.append(draft.memberFreeze(context(), member), [c]);
  await network.append(draft.memberUnfreeze(context(), member), both);
  await network.append(draft.memberFreeze(context(), member), [c]);
  await network.tick();
  network.now += FREEZE_MS;
  await network.tick();
  const lapse = network.leaves.length - 1;
  await network.append(draft.officerRemove(context(), member, officer.officer), both);
  await network.append(draft.deviceAdd(context(), member, a.officer, crypto.randomUUID(), someHash()), [a]);

  const entries = network.leaves.map((leaf) => parseTrustEntry(leaf).statement);
  const named = (roster: string) => entries.flatMap((statement, position) => (statement.roster === roster ? [position] : []));
  expect(positionsOfMember(network.state.members.get(member)!)).toEqual([...named(member), effect, lapse].toSorted((x, y) => x - y));
  expect(positionsOfMember(network.state.members.get(other)!)).toEqual(named(other));
  expect(positionsOfDevices(network.state, a.officer)).toEqual(named(a.officer));
  // The secretariat hears of its own roster, of admissions, and of what stops a member's mail or is about to change its keys.
  const kinds = positionsOfSecretariat(network.state).map((position) => entries[position]!.kind);
  expect(new Set(kinds)).toEqual(new Set(['network.genesis', 'member.admit', 'officer.rekey', 'member.veto', 'member.freeze', 'member.unfreeze', 'log.time']));
});
