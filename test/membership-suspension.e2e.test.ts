// What the hub does while an officer is suspended, or a member suspended or frozen: by the same log that clients replay.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { drillRoutes, membershipRoutes } from '#protocol';
import { draft } from '#trust';
import { foundNetwork, gathered, refusal, type FollowedNetwork } from './support/membership-acts.ts';
import { startMembershipHub, type EnrolledPerson, type MembershipHub } from './support/membership-hub.ts';

let hub: MembershipHub;
let founded: Awaited<ReturnType<typeof foundNetwork>>;
let network: FollowedNetwork;
let member: string;
let a: EnrolledPerson, b: EnrolledPerson, c: EnrolledPerson;

beforeAll(async () => {
  hub = await startMembershipHub();
  founded = await foundNetwork(hub);
  ({ network, member } = founded);
  [a, b, c] = founded.security as [EnrolledPerson, EnrolledPerson, EnrolledPerson];
  await network.rotateAndConfirm(member, a, b);
}, 120_000);
afterAll(() => hub?.close(), 30_000);

const live = async () => draft.memberLive(await network.context(), member);
const drills = async (who: EnrolledPerson) => (await who.hub.call(drillRoutes.drills, { params: { member } })).items;
const epochOf = async () => (await hub.trust.mailboxes()).find((box) => box.member === member)?.epoch ?? null;

describe('an officer who is suspended', () => {
  test('stands nowhere until two lift it, and signs nothing', async () => {
    expect((await a.propose(draft.officerSuspend(await network.context(), member, c.officer))).state).toBe('appended');
    expect(await hub.trust.standing(c.officer)).toEqual({ role: 'pending', member: null, certificate: null, sends: false });
    expect(await refusal(c.propose(draft.memberFreeze(await network.context(), member)))).toBe('not-allowed');
    const epoch = (await epochOf())!;
    expect(await refusal(c.hub.call(membershipRoutes.epochPackage, { params: { epoch: epoch.id } }))).toBe('not-allowed');
    expect((await gathered(draft.officerReinstate(await network.context(), member, c.officer), [a, b])).state).toBe('appended');
    expect(await hub.trust.standing(c.officer)).toMatchObject({ role: 'security', member, sends: true });
  });
});

describe('what the secretariat and a member sign together', () => {
  test('that a member is live: not before two of its security officers rehearsed recovery', async () => {
    const [secretary] = founded.founders as [EnrolledPerson];
    expect(await refusal(a.propose(await live()))).toBe('drills-missing');
    expect((await drills(secretary)).map(({ counts }) => counts)).toEqual([false, false, false]);
    expect(await a.hub.call(drillRoutes.recordDrill)).toMatchObject({ officer: a.officer, counts: true });
    expect(await a.hub.call(drillRoutes.recordDrill)).toMatchObject({ officer: a.officer, counts: true });
    // Twice the same officer is one.
    expect(await refusal(a.propose(await live()))).toBe('drills-missing');
    const unsigned = await a.propose(await live(), { unsigned: true });
    expect(await refusal(secretary.sign(unsigned))).toBe('drills-missing');
    await a.hub.call(membershipRoutes.withdrawProposal, { params: { proposal: unsigned.id } });
    expect(await refusal(secretary.hub.call(drillRoutes.recordDrill))).toBe('not-allowed');
    await b.hub.call(drillRoutes.recordDrill);
    expect((await drills(a)).filter(({ counts }) => counts).map(({ officer }) => officer).toSorted()).toEqual([a.officer, b.officer].toSorted());
    expect(await refusal(b.hub.call(drillRoutes.drills, { params: { member: crypto.randomUUID() } }))).toBe('not-found');
  });

  test('both see while it waits', async () => {
    const [secretary] = founded.founders as [EnrolledPerson];
    const proposal = await a.propose(draft.memberLive(await network.context(), member));
    expect((await secretary.hub.call(membershipRoutes.proposals)).items).toMatchObject([{ id: proposal.id, mine: true }]);
    await secretary.sign(proposal);
    expect((await b.sign(proposal)).state).toBe('appended');
  });

  test('suspension and readmission are the secretariat’s alone', async () => {
    expect(await refusal(a.propose(draft.memberSuspend(await network.context(), member)))).toBe('not-allowed');
    expect((await gathered(draft.memberSuspend(await network.context(), member), founded.founders)).state).toBe('appended');
    expect(await epochOf()).toBeNull();
    expect(await hub.trust.standing(a.officer)).toMatchObject({ role: 'security', member, sends: false });
    expect((await gathered(draft.memberReadmit(await network.context(), member), founded.founders)).state).toBe('appended');
    expect(await epochOf()).not.toBeNull();
  });
});

describe('a member that is frozen', () => {
  test('neither sends nor is written to; its officers read on', async () => {
    expect((await b.propose(draft.memberFreeze(await network.context(), member))).state).toBe('appended');
    expect(await epochOf()).toBeNull();
    expect(await hub.trust.standing(a.officer)).toMatchObject({ role: 'security', member, sends: false });
    expect((await gathered(draft.memberUnfreeze(await network.context(), member), [a, b])).state).toBe('appended');
    expect(await epochOf()).not.toBeNull();
    expect(await hub.trust.standing(a.officer)).toMatchObject({ sends: true });
  });
});
