// The log's clock, what runs out by it, and how many statements a day are taken. Real keys, real logs; only the clock is moved.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { membershipRoutes } from '#protocol';
import { draft, EPOCH_LIFETIME_MS, TrustAt } from '#trust';
import { ExpireProposals } from '../apps/api/src/membership/expire-proposals.ts';
import { KeepTime } from '../apps/api/src/membership/keep-time.ts';
import { DAILY_LIMIT } from '../apps/api/src/membership/proposal.policy.ts';
import { LiveTrust } from '../apps/api/src/membership/live-trust.ts';
import { ProposalRepository } from '../apps/api/src/membership/proposal.repository.ts';
import { RemindOfKeys } from '../apps/api/src/membership/remind-of-keys.ts';
import { Clock } from '../apps/api/src/platform/clock.ts';
import { Outbox } from '../apps/api/src/platform/outbox.ts';
import { enrolPeople, foundNetwork, gathered, refusal, type FollowedNetwork } from './support/membership-acts.ts';
import { startMembershipHub, type EnrolledPerson, type MembershipHub } from './support/membership-hub.ts';

const HOUR = 3600 * 1000;

let hub: MembershipHub;
let network: FollowedNetwork;
let member: string;
let security: EnrolledPerson[];

beforeAll(async () => {
  hub = await startMembershipHub();
  ({ network, member, security } = await foundNetwork(hub));
}, 120_000);
afterAll(() => hub?.close(), 30_000);

const clockOf = async () => (await network.context()).state.clock!;

describe('time', () => {
  test('statements within the hour need no new reading of it', async () => {
    const { at } = await clockOf();
    await network.rotateAndConfirm(member, security[0]!, security[1]!);
    expect((await clockOf()).at).toBe(at);
  });

  test('the worker writes it once a day', async () => {
    const keep = hub.app.get(KeepTime);
    const before = await clockOf();
    await keep.execute();
    expect(await clockOf()).toEqual(before);
    await hub.advance(25 * HOUR);
    await keep.execute();
    const after = await clockOf();
    expect(after.time - before.time).toBeGreaterThanOrEqual(25 * HOUR);
    await keep.execute();
    expect(await clockOf()).toEqual(after);
  });

  test('what nobody completed in time is void', async () => {
    const [a, b] = security as [EnrolledPerson, EnrolledPerson];
    const [x] = (await enrolPeople(hub, 1)) as [EnrolledPerson];
    const proposal = await gathered(draft.officerAdmit({ ...(await network.context()), now: Date.now() + 25 * HOUR }, member, x.key, 'officer'), [a, x]);
    await hub.advance(7 * 24 * HOUR);
    expect((await a.hub.call(membershipRoutes.proposals)).items).toEqual([]);
    expect(await refusal(b.sign(proposal))).toBe('expired');
    await new ExpireProposals(hub.database, hub.app.get(ProposalRepository), hub.app.get(Clock)).execute();
    const [row] = await hub.database.transaction((tx) => tx.query<{ state: string }>('SELECT state FROM proposal WHERE id = $1', [proposal.id]), 'system');
    expect(row!.state).toBe('void');
  });

  test('after a week without any statement the next one still follows', async () => {
    const before = await clockOf();
    const { statement, ...made } = await network.rotation(member, security[0]!);
    const late = { ...statement, expires: new Date(Date.now() + 9 * 24 * HOUR).toISOString() };
    expect((await security[0]!.propose(late, made)).state).toBe('appended');
    expect((await clockOf()).at).toBeGreaterThan(before.at);
  });
});

test('a member has so many statements a day, and room for removals beyond', async () => {
  const fill = (count: number) =>
    hub.database.transaction(
      (tx) =>
        tx.query(
          `INSERT INTO proposal (id, statement, kind, roster, member, involved, proposed_by, created, expires, state)
           SELECT gen_random_uuid(), '', 'epoch.rotate', $1::text, $1::uuid, '{}', $2, $3, $3, 'void' FROM generate_series(1, $4)`,
          [member, security[0]!.officer, hub.app.get(Clock).now(), count],
        ),
      'system',
    );
  await fill(DAILY_LIMIT.member);
  const ahead = { now: hub.app.get(Clock).now().getTime() };
  const confirm = draft.epochConfirm({ ...(await network.context()), ...ahead }, member, new TrustAt((await network.context()).state).pendingEpoch(member)!.id);
  expect(await refusal(security[1]!.propose(confirm))).toBe('too-many-requests');
  const removal = draft.officerRemove({ ...(await network.context()), ...ahead }, member, security[2]!.officer);
  expect((await security[0]!.propose(removal)).state).toBe('waiting');
  await fill(DAILY_LIMIT.removals);
  expect(await refusal(security[1]!.propose(removal))).toBe('too-many-requests');
});

test('officers are reminded once a week of keys that nobody renewed', async () => {
  const reminding = new RemindOfKeys(hub.database, hub.app.get(LiveTrust), hub.app.get(Outbox), hub.app.get(Clock));
  const asked = async () => {
    await reminding.execute();
    const rows = await hub.database.transaction((tx) => tx.query<{ payload: unknown }>("SELECT payload FROM outbox WHERE topic = 'keys.overdue'"), 'system');
    return rows.map(({ payload }) => payload);
  };
  expect(await asked()).toEqual([]);
  await hub.advance(EPOCH_LIFETIME_MS + 25 * HOUR);
  await hub.app.get(KeepTime).execute();
  expect(await asked()).toEqual([{ member }]);
  await hub.advance(6 * 24 * HOUR);
  expect(await asked()).toEqual([{ member }]);
  await hub.advance(25 * HOUR);
  expect(await asked()).toEqual([{ member }, { member }]);
});
