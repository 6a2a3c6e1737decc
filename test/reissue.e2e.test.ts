// Keys that are lost for good: enrolled again by invitation, signed by two, three days in sight of everybody, then in force; or vetoed.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { attestOfficer, careForMailbox, confirmEpoch, followLive, grantEpoch, openEpoch, proposeRekey, proposeRemoval, rotateEpoch, signProposal, TrustFollower, vetoWait, type OfficerSession } from '#client';
import { identityRoutes, membershipRoutes, messagingRoutes, type LiveEvent, type OfficerKey } from '#protocol';
import { REKEY_WAIT_MS, TrustAt } from '#trust';
import { enrolPerson, makeSmallNetwork, newClient, queryAll, signInAgain, type EnrolledPerson, type SmallNetwork } from './support/enrolled-people.ts';
import { startHub, type Hub } from './support/hub.ts';
import { moveLogClock } from './support/log-clock.ts';

const HOUR = 3600 * 1000;

let hub: Hub;
let network: SmallNetwork;
let member: string;
let a: EnrolledPerson, b: EnrolledPerson, c: EnrolledPerson;
const works = new Map<EnrolledPerson, OfficerSession>();

beforeAll(async () => {
  hub = await startHub();
  network = await makeSmallNetwork(hub);
  const [first] = network.members;
  ({ id: member } = first!);
  [a, b, c] = first!.security;
}, 240_000);
afterAll(() => hub?.stop());

function work(person: EnrolledPerson): OfficerSession {
  const known = works.get(person) ?? { ...person, trust: new TrustFollower(person.hub, network.id) };
  works.set(person, known);
  return known;
}
const view = async (person: EnrolledPerson = a) => new TrustAt(await work(person).trust.sync());
const placeOf = async (person: EnrolledPerson) => {
  const { role, member: at, officer } = await person.hub.call(identityRoutes.session);
  return { role, member: at, officer };
};
const codeOf = (work_: Promise<unknown>) => work_.then(() => 'done', ({ code }: { code: string }) => code);
const about = { note: 'Laptop in a river', email: null };
const invite = (by: EnrolledPerson, officer: string) => by.hub.call(identityRoutes.inviteReissue, { params: { officer }, body: about });

async function enrolledKey(officer: string): Promise<OfficerKey> {
  const { items } = await a.hub.call(identityRoutes.enrolled);
  const found = items.find((one) => one.officer === officer && one.purpose === 'reissue')!;
  return { officer, certificate: found.certificate, card: found.cardHash };
}

/** Signed by a, b or c, whoever two are, and by the new certificate. */
async function rekey(anew: EnrolledPerson, signers: readonly [EnrolledPerson, EnrolledPerson]): Promise<void> {
  const proposal = await proposeRekey(work(signers[0]), member, await enrolledKey(anew.session.officer));
  const both = await signProposal(signers[1], proposal!);
  expect(both.missing).toEqual([{ role: 'co-signer', count: 1, certificates: [anew.session.certificate] }]);
  // The newcomer to the old place sees what they are asked to sign.
  const { items } = await anew.hub.call(membershipRoutes.proposals);
  const mine = items.find(({ id, mine: asked }) => id === both.id && asked)!;
  const appended = await signProposal(anew, mine);
  expect(appended.state).toBe('appended');
  await work(a).trust.reach(appended.index! + 1);
}

/** The log shows what it holds, and that so much time has passed. */
async function pass(ahead: number): Promise<void> {
  await moveLogClock(hub, 'GlobE network', ahead);
  const other = network.members[1]!;
  const [x, y] = other.security;
  expect((await attestOfficer(work(x), other.id, y.session.officer))?.state).toBe('appended');
}

test('who may let whom enrol again', async () => {
  const [stranger] = network.members[1]!.security;
  expect(await codeOf(invite(a, a.session.officer))).toBe('not-allowed');
  expect(await codeOf(invite(a, stranger.session.officer))).toBe('not-found');
  expect(await codeOf(invite(network.secretariat, c.session.officer))).toBe('not-allowed');
});

describe('a re-issue', () => {
  let anew: EnrolledPerson;
  let before: string;

  beforeAll(async () => {
    await rotateEpoch(work(a), member);
    expect((await confirmEpoch(work(b), member, b.session.officer))?.state).toBe('appended');
    before = (await view()).currentEpoch(member).epoch!.id;
    anew = await enrolPerson(hub.url, (await invite(a, c.session.officer)).token);
  }, 120_000);

  test('begins with an account that stands nowhere, beside the one that is in force', async () => {
    expect(anew.session).toMatchObject({ officer: c.session.officer, role: 'pending', member: null });
    expect(anew.session.certificate).not.toBe(c.session.certificate);
    expect(await placeOf(c)).toEqual({ role: 'security', member, officer: c.session.officer });
    expect(await codeOf(anew.hub.call(messagingRoutes.listThreads, { query: {} }))).toBe('not-allowed');
    expect(await codeOf(anew.hub.call(membershipRoutes.epochPackage, { params: { epoch: before } }))).toBe('not-allowed');
    // It sees its own rows and not the other's.
    expect((await anew.hub.call(identityRoutes.credentials)).items).toHaveLength(1);
    expect(await codeOf(anew.hub.call(identityRoutes.vault, { params: { id: c.session.credential } }))).toBe('not-found');
    const { items } = await a.hub.call(identityRoutes.enrolled);
    expect(items.map(({ officer, purpose }) => ({ officer, purpose }))).toEqual([{ officer: c.session.officer, purpose: 'reissue' }]);
  });

  test('waits three days in sight, in which the old keys stay in force', async () => {
    await rekey(anew, [a, b]);
    const [wait] = (await view()).waitsOf(member);
    expect(wait).toMatchObject({ act: 'rekey', subject: c.session.officer, due: null });
    await pass(2 * HOUR);
    expect((await view()).waitsOf(member)[0]!.due).toBeGreaterThan(Date.now() + REKEY_WAIT_MS);
    expect(await placeOf(c)).toMatchObject({ role: 'security' });
    expect(await placeOf(anew)).toMatchObject({ role: 'pending' });
  }, 60_000);

  test('takes effect at once and everywhere: old session, credentials and vault are gone, the new ones stand', async () => {
    // What is open under the old certificate ends with the statement that moves the clock; the new account's goes on.
    const stop = new AbortController();
    const events: LiveEvent[] = [];
    const follow = (person: EnrolledPerson, heard: (event: LiveEvent) => void) => followLive(person.hub, { heard: () => undefined, event: heard }, stop.signal);
    const told: Promise<{ why: unknown; at: number }> = follow(c, () => undefined).then((why) => ({ why, at: performance.now() }));
    const stays = follow(anew, (event) => void events.push(event));
    await pass(REKEY_WAIT_MS + 3 * HOUR);
    const committed = performance.now();
    expect(await codeOf(placeOf(c))).toBe('not-signed-in');
    const { why, at } = await told;
    expect(why).toBe('rekeyed');
    process.stdout.write(`rekeyed: told ${(at - committed).toFixed(0)} ms after the answer to the statement that moved the clock\n`);
    expect(events.map(({ event }) => event)).not.toContain('session-ended');
    stop.abort();
    await stays;
    expect(await placeOf(anew)).toEqual({ role: 'security', member, officer: c.session.officer });
    expect((await signInAgain(c, newClient(hub.url))).outcome).toBe('refused');
    expect(await queryAll(hub, 'SELECT certificate, retired IS NOT NULL AS retired, (SELECT count(*)::int FROM credential WHERE account = a.id) AS credentials, (SELECT count(*)::int FROM vault WHERE account = a.id) AS vaults FROM account a WHERE officer = $1 ORDER BY created', [c.session.officer])).toEqual([
      { certificate: c.session.certificate, retired: true, credentials: 0, vaults: 0 },
      { certificate: anew.session.certificate, retired: false, credentials: 1, vaults: 1 },
    ]);
    expect((await a.hub.call(identityRoutes.enrolled)).items).toEqual([]);
    expect((await view(anew)).currentEpoch(member).standing).toBe('stale');
  }, 60_000);

  test('the keys are renewed for the new certificate; earlier ones only by a colleague’s choice', async () => {
    await careForMailbox(work(a), member, a.session.officer);
    await careForMailbox(work(b), member, b.session.officer);
    const at = await view(anew);
    const { standing, epoch } = at.currentEpoch(member);
    expect(standing).toBe('current');
    expect(epoch!.id).not.toBe(before);
    const state = await work(anew).trust.sync();
    expect(await openEpoch(work(anew), state, c.session.officer, epoch!)).toBe(true);
    expect(at.holdersOf(at.epoch(member, before)!)).not.toContain(c.session.officer);
    // The old package is still there for this officer id, and does not open with the new key.
    expect(await openEpoch(work(anew), state, c.session.officer, at.epoch(member, before)!)).toBe(false);
    expect((await grantEpoch(work(a), member, c.session.officer, before))?.state).toBe('appended');
    expect(await openEpoch(work(anew), await work(anew).trust.sync(), c.session.officer, (await view(anew)).epoch(member, before)!)).toBe(true);
  }, 60_000);

  test('the new account signs in on any device', async () => {
    const signedIn = await signInAgain(anew, newClient(hub.url));
    expect(signedIn).toMatchObject({ outcome: 'unlocked', session: { role: 'security', member } });
  }, 60_000);
});

test('a veto ends it: what was enrolled for it is gone, and the old keys stay', async () => {
  const anew = await enrolPerson(hub.url, (await invite(a, b.session.officer)).token);
  const third = [...works.keys()].find((one) => one.session.officer === c.session.officer && one !== c)!;
  await rekey(anew, [a, third]);
  const [wait] = (await view()).waitsOf(member);
  expect((await vetoWait(work(b), member, wait!.statement))?.state).toBe('appended');
  expect(await codeOf(placeOf(anew))).toBe('not-signed-in');
  expect((await signInAgain(anew, newClient(hub.url))).outcome).toBe('refused');
  expect(await placeOf(b)).toMatchObject({ role: 'security', member });
}, 120_000);

test('a removal ends invitations that wait, and an account that was made by one', async () => {
  const third = [...works.keys()].find((one) => one.session.officer === c.session.officer && one !== c)!;
  const other = network.members[1]!;
  const [x, y, z] = other.security;
  const open = await invite(x, z.session.officer);
  const anew = await enrolPerson(hub.url, (await invite(x, z.session.officer)).token);
  const removal = await proposeRemoval(work(x), other.id, z.session.officer);
  expect((await signProposal(y, removal!)).state).toBe('appended');
  expect(await codeOf(enrolPerson(hub.url, open.token))).toBe('invitation-invalid');
  for (const gone of [anew, z]) expect(await codeOf(placeOf(gone))).toBe('not-signed-in');
  expect(await placeOf(third)).toMatchObject({ role: 'security' });
}, 120_000);
