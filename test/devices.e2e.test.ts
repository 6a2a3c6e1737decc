// Devices: named in the trust log by their officer, known to the hub without their names, listed, removed; and what others may see of them.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addDevice, describeDevice, memberDevices, ownDevices, TrustFollower, useDevice, type NamedDevice, type OfficerSession } from '#client';
import { auditRoutes, deviceRoutes, fromBase64Url, identityRoutes, toBase64Url } from '#protocol';
import { TrustAt } from '#trust';
import { makeSmallNetwork, newClient, queryAll, signInAgain, type EnrolledPerson, type SmallNetwork } from './support/enrolled-people.ts';
import { startHub, type Hub } from './support/hub.ts';

let hub: Hub;
let network: SmallNetwork;
let member: string;
let a: EnrolledPerson, b: EnrolledPerson;

beforeAll(async () => {
  hub = await startHub();
  network = await makeSmallNetwork(hub);
  const [first] = network.members;
  ({ id: member } = first!);
  [a, b] = first!.security;
}, 240_000);
afterAll(() => hub?.stop());

const work = (person: EnrolledPerson): OfficerSession => ({ ...person, trust: new TrustFollower(person.hub, network.id) });
const codeOf = (act: Promise<unknown>) => act.then(() => 'done', ({ code }: { code: string }) => code);
const sessions = async (person: EnrolledPerson) => (await person.hub.call(identityRoutes.sessions)).items;

/** As a device does it at its first use. */
async function name(person: EnrolledPerson, word: string): Promise<NamedDevice & { hash: string }> {
  const described = await describeDevice(person.keyring, word);
  const { officer } = person.session;
  const { member: of } = await person.hub.call(identityRoutes.session);
  await addDevice(work(person), { officer, member: of }, described);
  await useDevice(person, described);
  return described;
}

async function onAnotherDevice(person: EnrolledPerson): Promise<EnrolledPerson> {
  const client = newClient(hub.url);
  const signed = await signInAgain(person, client);
  if (signed.outcome !== 'unlocked') throw new Error(signed.outcome);
  return { ...person, ...client, session: signed.session };
}

test('an officer names the device in the trust log; the hub never learns the name', async () => {
  const laptop = await name(a, 'Laptop of the office');
  const [device] = await ownDevices(work(a), a.session.officer);
  expect(device).toMatchObject({ device: laptop.device, name: 'Laptop of the office', removed: false });
  const [session] = await sessions(a);
  expect(session).toMatchObject({ device: laptop.device, current: true });
  const [row] = await queryAll(hub, `SELECT officer, member, description FROM device WHERE id = $1`, [laptop.device]);
  expect(row).toMatchObject({ officer: a.session.officer, member });
  expect((row!.description as Buffer).includes('Laptop')).toBe(false);
  // Named twice is named once, and what was stored first stays.
  await addDevice(work(a), { officer: a.session.officer, member }, laptop);
  await useDevice(a, { device: laptop.device, sealed: (await describeDevice(a.keyring, 'Another')).sealed });
  expect(await ownDevices(work(a), a.session.officer)).toMatchObject([{ name: 'Laptop of the office' }]);
}, 60_000);

test('a secretariat officer names theirs too', async () => {
  await name(network.secretariat, 'Desk');
  expect(await ownDevices(work(network.secretariat), network.secretariat.session.officer)).toMatchObject([{ name: 'Desk', removed: false }]);
}, 60_000);

test('nobody uses a device that the log does not have for them', async () => {
  const unsigned = await describeDevice(a.keyring, 'Not signed');
  expect(await codeOf(useDevice(a, unsigned))).toBe('not-found');
  const [theirs] = await ownDevices(work(a), a.session.officer);
  expect(await codeOf(useDevice(b, { device: theirs!.device, sealed: unsigned.sealed }))).toBe('not-found');
  expect(await codeOf(b.hub.call(deviceRoutes.removeDevice, { params: { device: theirs!.device } }))).toBe('not-found');
  expect(await codeOf(a.hub.call(deviceRoutes.useDevice, { body: { device: theirs!.device, description: 'AAAA' } }))).toBe('bad-request');
  expect((await b.hub.call(deviceRoutes.devices)).items).toEqual([]);
});

test('a description that was exchanged in the database shows no name', async () => {
  const device = await name(b, 'Phone');
  const other = await describeDevice(b.keyring, 'Another');
  await queryAll(hub, 'UPDATE device SET description = $2 WHERE id = $1', [device.device, Buffer.from(other.sealed)]);
  expect(await ownDevices(work(b), b.session.officer)).toMatchObject([{ device: device.device, name: null }]);
  await queryAll(hub, 'UPDATE device SET description = $2 WHERE id = $1', [device.device, Buffer.from(device.sealed)]);
  expect(await ownDevices(work(b), b.session.officer)).toMatchObject([{ name: 'Phone' }]);
}, 60_000);

test('security officers see how many, and the day of each; others see nothing', async () => {
  const seen = await memberDevices(work(b), member);
  const mine = seen.get(a.session.officer)!;
  expect(mine).toHaveLength(1);
  expect(mine[0]!.lastSeen).toMatch(/^\d{4}-\d\d-\d\dT00:00:00\.000Z$/);
  const answer = await b.hub.call(deviceRoutes.memberDevices, { params: { member } });
  expect(Object.keys(answer.items[0]!).toSorted()).toEqual(['device', 'lastSeen', 'officer']);
  const other = network.members[1]!;
  expect(await codeOf(b.hub.call(deviceRoutes.memberDevices, { params: { member: other.id } }))).toBe('not-found');
  expect(await codeOf(network.secretariat.hub.call(deviceRoutes.memberDevices, { params: { member } }))).toBe('not-allowed');
  expect((await other.security[0].hub.call(deviceRoutes.memberDevices, { params: { member: other.id } })).items).toEqual([]);
});

test('removing a device ends its sessions at once and erases its name; it stays in the log, and its keys stay what they were', async () => {
  const elsewhere = await onAnotherDevice(a);
  const phone = await name(elsewhere, 'Phone');
  // When it was last seen outlives its session.
  await queryAll(hub, `UPDATE device SET last_seen = now() - interval '3 days' WHERE id = $1`, [phone.device]);
  await queryAll(hub, `UPDATE session SET last_seen = now() WHERE device = $1`, [phone.device]);
  const [before] = await queryAll(hub, `SELECT last_seen > now() - interval '1 hour' AS seen FROM device WHERE id = $1`, [phone.device]);
  expect(before).toEqual({ seen: true });
  await a.hub.call(deviceRoutes.removeDevice, { params: { device: phone.device } });
  expect(await codeOf(elsewhere.hub.call(identityRoutes.session))).toBe('not-signed-in');
  expect((await sessions(a)).map(({ device }) => device)).not.toContain(phone.device);
  const [removed] = await ownDevices(work(a), a.session.officer);
  expect(removed).toMatchObject({ device: phone.device, name: null, removed: true });
  expect(new TrustAt(await work(a).trust.sync()).devicesOf(a.session.officer).map(({ id }) => id)).toContain(phone.device);
  expect(await codeOf(a.hub.call(deviceRoutes.removeDevice, { params: { device: phone.device } }))).toBe('not-found');
  // Who signs in there again is told so, and names a new device.
  const again = await onAnotherDevice(a);
  expect(await codeOf(useDevice(again, phone))).toBe('conflict');
  expect((await memberDevices(work(b), member)).get(a.session.officer)!.find(({ device }) => device === phone.device)).toEqual({ device: phone.device, lastSeen: null });
}, 120_000);

test('each of these is on record', async () => {
  const { items } = await a.hub.call(auditRoutes.auditEntries, { query: { limit: 100 } });
  const acts = items.map(({ entry }) => `${entry.action} ${entry.outcome}`);
  expect(acts).toEqual(expect.arrayContaining(['device.use done', 'device.use refused', 'device.remove done', 'device.remove refused', 'devices.view done']));
});

test('the description opens for its officer alone', async () => {
  const { items } = await b.hub.call(deviceRoutes.devices);
  const sealed = fromBase64Url(items[0]!.description!);
  expect(await a.keyring.decryptLocal(sealed, `device.v1 ${items[0]!.device}`)).toBeNull();
  expect(toBase64Url(sealed)).toBe(items[0]!.description);
});
