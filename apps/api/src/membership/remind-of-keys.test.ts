import { expect, test } from '@jest/globals';
import { draft, EPOCH_LIFETIME_MS } from '#trust';
import { makePeople, TrustNetwork, type Person } from '../../../../test/support/trust-network.ts';
import { overdueMembers } from './remind-of-keys.ts';

const DAY_MS = 24 * 3600 * 1000;

test('a member is overdue a day after its keys should have been renewed, and not once they were', async () => {
  const network = await TrustNetwork.begin();
  await network.tick();
  const people = (await makePeople(3)) as [Person, Person, Person];
  const member = await network.admitMember(people);
  const [a, b, c] = people;
  const overdue = () => overdueMembers(network.state, network.now);
  expect(overdue()).toEqual([]);
  await network.rotateAndConfirm(member, a, b);
  await network.wait(EPOCH_LIFETIME_MS);
  expect(overdue()).toEqual([]);
  await network.wait(DAY_MS);
  expect(overdue()).toEqual([member]);
  await network.rotateAndConfirm(member, a, b);
  await network.append(draft.officerRemove(network.context, member, c.officer), [a, b]);
  expect(overdue()).toEqual([]);
  // The hub's own clock is enough here: a reminder decides nothing.
  network.now += DAY_MS;
  expect(overdue()).toEqual([member]);
});
