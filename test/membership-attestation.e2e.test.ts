// Attestations that are due: security officers are reminded, once a month ahead and weekly when it is late, by any number of workers.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { attestOfficer } from '#client';
import { ATTESTED_FOR_MS, attestationDue, TrustAt } from '#trust';
import { Applicants } from '../apps/api/src/applications/applications.port.ts';
import { KeepTime } from '../apps/api/src/membership/keep-time.ts';
import { LiveTrust } from '../apps/api/src/membership/live-trust.ts';
import { OfficerCards, Rosters } from '../apps/api/src/membership/membership.port.ts';
import { RemindAttestations } from '../apps/api/src/membership/remind-attestations.ts';
import { AddressChangeRepository } from '../apps/api/src/identity/address-change.repository.ts';
import { Accounts } from '../apps/api/src/identity/identity.port.ts';
import { ServerSecrets } from '../apps/api/src/identity/server-secrets.ts';
import { NoticeRecipients } from '../apps/api/src/notices/notice-recipients.ts';
import { Clock } from '../apps/api/src/platform/clock.ts';
import { Outbox } from '../apps/api/src/platform/outbox.ts';
import { foundNetwork } from './support/membership-acts.ts';
import { startMembershipHub, type EnrolledPerson, type MembershipHub } from './support/membership-hub.ts';
import { sessionOf } from './support/officer-session.ts';

const DAY = 24 * 3600 * 1000;

let hub: MembershipHub;
let network: string;
let member: string;
let security: EnrolledPerson[];
const clock = Date.now;

beforeAll(async () => {
  hub = await startMembershipHub();
  const founded = await foundNetwork(hub);
  ({ member, security } = founded);
  network = founded.network.id;
}, 120_000);
afterAll(() => {
  jest.restoreAllMocks();
  return hub?.close();
}, 30_000);

const reminders = async () =>
  (await hub.database.transaction((tx) => tx.query<{ payload: { member: string } }>("SELECT payload FROM outbox WHERE topic = 'attestation.due'"), 'system')).map(({ payload }) => payload.member);
const worker = () => new RemindAttestations(hub.database, hub.app.get(LiveTrust), hub.app.get(Outbox), hub.app.get(Clock));
async function turn(daysFromNow: number): Promise<string[]> {
  jest.spyOn(Date, 'now').mockImplementation(() => clock() + daysFromNow * DAY);
  await hub.advance(0);
  await hub.app.get(KeepTime).execute();
  await Promise.all([worker().execute(), worker().execute()]);
  return reminders();
}

test('a month ahead once, weekly when late, and no more once everybody was attested', async () => {
  expect(await turn(300)).toEqual([]);
  expect(await turn(340)).toEqual([member]);
  expect(await turn(350)).toEqual([member]);
  expect(await turn(366)).toHaveLength(2);
  expect(await turn(370)).toHaveLength(2);
  expect(await turn(374)).toHaveLength(3);
  const [a, b] = security as [EnrolledPerson, EnrolledPerson];
  for (const { officer } of security.slice(1)) await attestOfficer(sessionOf(hub, network, a), member, officer);
  expect(await turn(382)).toHaveLength(4);
  await attestOfficer(sessionOf(hub, network, b), member, a.officer);
  expect(await turn(395)).toHaveLength(4);
  const view = new TrustAt(await sessionOf(hub, network, a).trust.sync());
  for (const officer of view.officersOf(member)) expect(attestationDue(officer)).toBeGreaterThan(Date.now() + ATTESTED_FOR_MS - 30 * DAY);
});

test('the mail goes to security officers, each in their language', async () => {
  await hub.database.transaction((tx) => tx.query("UPDATE account SET email = left(officer::text, 8) || '@officers.example'"), 'system');
  const changes = new AddressChangeRepository(await ServerSecrets.load(hub.config.dataDir), hub.app.get(Clock));
  const recipients = new NoticeRecipients(hub.app.get(Accounts), changes, hub.app.get(Rosters), hub.app.get(OfficerCards), hub.app.get(Applicants));
  const told = await hub.database.transaction((tx) => recipients.ofAttestation(tx, { member }), 'system');
  expect(told.kind).toBe('attestation-due');
  expect(told.recipients.map(({ email }) => email).toSorted()).toEqual(security.map(({ officer }) => `${officer.slice(0, 8)}@officers.example`).toSorted());
  expect(new Set(told.recipients.map(({ language }) => language))).toEqual(new Set(['en']));
});
