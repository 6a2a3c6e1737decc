// Older mail is given to the current epoch without anybody gaining by it.
import { expect, test } from '@jest/globals';
import { draft, REKEY_WAIT_MS } from '#trust';
import { rekeyed } from '../../../../test/support/member-stage.ts';
import { makePeople, makePerson, someHash, TrustNetwork, type Person } from '../../../../test/support/trust-network.ts';
import { olderEpochs } from './rewrap-mailbox.ts';

async function memberWithTwoEpochs() {
  const network = await TrustNetwork.begin();
  await network.tick();
  const people = (await makePeople(4)) as [Person, Person, Person, Person];
  const member = await network.admitMember(people);
  const [a, b] = people;
  const epochs = [await network.rotateAndConfirm(member, a, b), await network.rotateAndConfirm(member, b, a)];
  const older = (person: Person) => {
    const found = olderEpochs(network.state, member, person.officer);
    return found && { current: found.current.id, open: found.open.map(({ id }) => id), withheld: found.withheld.map(({ id }) => id) };
  };
  return { network, member, people, epochs, older };
}

test('epochs that everybody who reads holds are open; who left since counts no more', async () => {
  const { network, member, people: [a, b, c], epochs, older } = await memberWithTwoEpochs();
  expect(older(a)).toEqual({ current: epochs[1], open: [epochs[0]], withheld: [] });
  await network.append(draft.officerRemove(network.context, member, c.officer), [a, b]);
  // No current epoch to give anything to.
  expect(older(a)).toBeNull();
  const next = await network.rotateAndConfirm(member, a, b);
  expect(older(b)).toEqual({ current: next, open: epochs, withheld: [] });
  expect(older(c)).toBeNull();
});

test('a newcomer opens nothing older before each epoch is granted', async () => {
  const { network, member, people: [a, b], epochs, older } = await memberWithTwoEpochs();
  const newcomer = await makePerson();
  await network.append(draft.officerAdmit(network.context, member, newcomer.key, 'officer'), [a, b, newcomer]);
  const next = await network.rotateAndConfirm(member, a, b);
  expect(older(a)).toEqual({ current: next, open: [], withheld: epochs });
  expect(older(newcomer)).toEqual({ current: next, open: [], withheld: [] });
  await network.append(draft.epochGrant(network.context, member, epochs[1]!, newcomer.officer, someHash()), [b]);
  expect(older(a)).toEqual({ current: next, open: [epochs[1]], withheld: [epochs[0]] });
});

test('after a rekey the new key holds nothing from before until it is granted anew', async () => {
  const { network, member, people: [a, b, , d], epochs, older } = await memberWithTwoEpochs();
  const anew = await rekeyed(d);
  await network.append(draft.officerRekey(network.context, member, anew.key), [a, b, anew]);
  await network.wait(REKEY_WAIT_MS);
  const next = await network.rotateAndConfirm(member, a, b);
  expect(older(a)).toEqual({ current: next, open: [], withheld: epochs });
  for (const epoch of epochs) await network.append(draft.epochGrant(network.context, member, epoch, anew.officer, someHash()), [a]);
  expect(older(a)).toEqual({ current: next, open: epochs, withheld: [] });
});

test('a suspended officer who holds the current epoch counts: they may come back', async () => {
  const { network, member, people: [a, b], older } = await memberWithTwoEpochs();
  const newcomer = await makePerson();
  await network.append(draft.officerAdmit(network.context, member, newcomer.key, 'officer'), [a, b, newcomer]);
  await network.rotateAndConfirm(member, a, b);
  await network.append(draft.officerSuspend(network.context, member, newcomer.officer), [a]);
  expect(older(a)!.open).toEqual([]);
});
