// What stays true of membership whoever asks and however: several processes, clients that follow by themselves, and the database's own walls.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { TrustFollower } from '#client';
import { membershipRoutes } from '#protocol';
import { draft, TrustAt } from '#trust';
import { runInContext } from '../apps/api/src/platform/request-context.ts';
import { enrolPeople, gathered, staffedNetwork, type FollowedNetwork } from './support/membership-acts.ts';
import { startMembershipHub, type EnrolledPerson, type MembershipHub } from './support/membership-hub.ts';

let hub: MembershipHub;
let founders: EnrolledPerson[];
let security: EnrolledPerson[];
let reader: EnrolledPerson;
let network: string;
let member: string;
let followed: FollowedNetwork;

beforeAll(async () => {
  hub = await startMembershipHub();
  ({ network: followed, member, founders, security, reader } = await staffedNetwork(hub));
  network = followed.id;
}, 120_000);
afterAll(() => hub?.close(), 30_000);

const people = (count: number) => enrolPeople(hub, count);
const context = () => followed.context();
const rotateAndConfirm = (by: EnrolledPerson, confirmer: EnrolledPerson) => followed.rotateAndConfirm(member, by, confirmer);

const rows = async (who: string, sql: string) => {
  const principal = await hub.principal(who);
  return runInContext({ correlation: crypto.randomUUID(), address: null, principal }, () => hub.database.transaction(async (tx) => (await tx.query(sql)).length));
};

test('another process answers from the same log, at once', async () => {
  const other = await hub.another();
  expect(await other.trust.standing(reader.officer)).toEqual(await hub.trust.standing(reader.officer));
  const epoch = await rotateAndConfirm(security[0]!, reader);
  expect((await other.trust.mailboxes()).find((box) => box.member === member)?.epoch?.id).toBe(epoch);
});

test('a client follows the whole log by itself to the very same state', async () => {
  await hub.sequence();
  const fresh = new TrustFollower(reader.hub, network);
  const state = await fresh.sync();
  const { size } = await reader.hub.call(membershipRoutes.trustEntries, { query: { limit: 1 } });
  expect(state.tree.range.size).toBe(size);
  expect(new TrustAt(state).roleOf(reader.officer)).toBe('reader');
  expect(fresh.isFresh()).toBe(true);
});

test('an auditor of the network is granted a scope', async () => {
  const [auditor] = (await people(1)) as [EnrolledPerson];
  expect(await hub.trust.auditScope(auditor.officer)).toEqual([]);
  expect((await gathered(draft.auditorGrant(await context(), auditor.key, [member]), [founders[0]!, founders[1]!, auditor])).state).toBe('appended');
  expect(await hub.trust.auditScope(auditor.officer)).toEqual([member]);
  expect((await hub.trust.standing(auditor.officer)).role).toBe('auditor');
});

test('the table of the log is insert-only, also for its owner', async () => {
  const owner = new Client({ connectionString: hub.owner.url });
  await owner.connect();
  try {
    await expect(owner.query('UPDATE trust_entry SET index = index')).rejects.toThrow('insert-only');
    await expect(owner.query('DELETE FROM trust_entry')).rejects.toThrow('insert-only');
    await expect(owner.query("INSERT INTO certificate VALUES ('\\x00'::bytea, '\\x01'::bytea, repeat('0', 64))")).rejects.toThrow('check constraint');
  } finally {
    await owner.end();
  }
});

test('row-level security hides other people’s packages, cards and proposals, whatever a query says', async () => {
  const [stranger] = (await people(1)) as [EnrolledPerson];
  expect(await rows(stranger.officer, 'SELECT * FROM officer_card')).toBe(0);
  expect(await rows(reader.officer, 'SELECT * FROM officer_card')).toBeGreaterThan(0);
  expect(await rows(stranger.officer, 'SELECT * FROM proposal')).toBe(0);
  expect(await rows(founders[0]!.officer, `SELECT * FROM proposal WHERE member = '${member}'`)).toBe(0);
  expect(await rows(reader.officer, `SELECT * FROM proposal WHERE member = '${member}'`)).toBeGreaterThan(0);
  expect(await rows(reader.officer, `SELECT * FROM epoch_package WHERE officer <> '${reader.officer}'`)).toBe(0);
  expect(await rows(reader.officer, 'SELECT * FROM epoch_package')).toBeGreaterThan(0);
  await expect(rows(reader.officer, 'DELETE FROM proposal')).rejects.toThrow('permission denied');
});
