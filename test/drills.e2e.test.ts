// Which members have to rehearse recovery, as the secretariat sees it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { drillRoutes } from '#protocol';
import { makeSmallNetwork, queryAll, type SmallNetwork } from './support/enrolled-people.ts';
import { startHub, type Hub } from './support/hub.ts';

let hub: Hub;
let network: SmallNetwork;

beforeAll(async () => {
  hub = await startHub();
  network = await makeSmallNetwork(hub);
}, 240_000);
afterAll(() => hub?.stop());

const due = (query: { limit?: number; cursor?: string } = {}) => network.secretariat.hub.call(drillRoutes.dueDrills, { query });
const rehearse = (member: number) => Promise.all(network.members[member]!.security.map(({ hub: own }) => own.call(drillRoutes.recordDrill)));

test('every member is due until all of its security officers have rehearsed; the list comes in pages', async () => {
  const ids = network.members.map(({ id }) => id).toSorted();
  const all = await due();
  expect([all.total, all.items.map(({ member }) => member), all.next]).toEqual([2, ids, null]);
  expect(all.items[0]!.officers).toHaveLength(3);
  const first = await due({ limit: 1 });
  const second = await due({ limit: 1, cursor: first.next! });
  expect([...first.items, ...second.items].map(({ member }) => member)).toEqual(ids);
  expect(second.next).toBeNull();
});

test('who rehearsed is out of it, and comes back a month before the next drill, after those that never did', async () => {
  await rehearse(0);
  expect((await due()).items.map(({ member }) => member)).toEqual([network.members[1]!.id]);
  await rehearse(1);
  expect(await due()).toEqual({ total: 0, items: [], next: null });
  const ago = (days: number, member: number) => queryAll(hub, `UPDATE drill SET done = now() - make_interval(days => $1) WHERE member = $2`, [days, network.members[member]!.id]);
  await ago(334, 0);
  expect((await due()).items).toEqual([]);
  await ago(336, 0);
  expect((await due()).items).toMatchObject([{ member: network.members[0]!.id, officers: [{ counts: true }, { counts: true }, { counts: true }] }]);
  await ago(366, 1);
  expect((await due()).items.map(({ member }) => member)).toEqual([network.members[1]!.id, network.members[0]!.id]);
});

test('nobody else may see it', async () => {
  await expect(network.members[0]!.security[0].hub.call(drillRoutes.dueDrills, { query: {} })).rejects.toMatchObject({ code: 'not-allowed' });
});
