// Every act of officers and of the secretariat by the workflows that the portal uses, over the real hub: what comes of it, and what the second
// of two who act at once is told.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  attestOfficer, changeCard, confirmEpoch, draftAnew, freezeMember, HubProblem, openHeldEpochs, proposeAuditor, proposeMemberSuspension, proposeOfficer, proposePolicy, proposeReadmission,
  proposeReinstatement, proposeRekey, proposeRelease, proposeReseat, proposeRole, proposeSecretariatChange, proposeUnfreeze, rotateEpoch, suspendOfficer, vetoWait, type OfficerSession,
} from '#client';
import { membershipRoutes, type Proposal } from '#protocol';
import { REKEY_WAIT_MS, RESEAT_WAIT_MS, TrustAt } from '#trust';
import { KeepTime } from '../apps/api/src/membership/keep-time.ts';
import { enrolPeople, foundNetwork, refusal } from './support/membership-acts.ts';
import { startMembershipHub, type EnrolledPerson, type MembershipHub } from './support/membership-hub.ts';
import { sessionOf } from './support/officer-session.ts';
import { someHash } from './support/trust-network.ts';

const DAY = 24 * 3600 * 1000;

let hub: MembershipHub;
let network: string;
let member: string;
let founders: EnrolledPerson[];
let a: EnrolledPerson, b: EnrolledPerson, c: EnrolledPerson, officer: EnrolledPerson, secretary: EnrolledPerson;
const sessions = new Map<EnrolledPerson, OfficerSession>();

const as = (person: EnrolledPerson): OfficerSession => {
  const known = sessions.get(person) ?? sessionOf(hub, network, person);
  sessions.set(person, known);
  return known;
};
const now = async () => new TrustAt(await as(secretary).trust.sync());
const epochNow = async () => (await hub.trust.mailboxes()).find((box) => box.member === member)?.epoch ?? null;
const witness = (name: string) => `${name}+00000000+BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;
const voided = async (by: EnrolledPerson) => (await by.hub.call(membershipRoutes.proposals, { query: { state: 'void' } })).items.map(({ id }) => id);
const standing = (person: EnrolledPerson) => hub.trust.standing(person.officer);
/** The last of these signatures completes it. */
async function completed(proposal: Promise<Proposal | null>, ...signers: EnrolledPerson[]): Promise<Proposal> {
  let last = (await proposal)!;
  for (const signer of signers) last = await signer.sign(last);
  expect(last).toMatchObject({ state: 'appended', missing: [] });
  return last;
}
const clock = Date.now;
let ahead = 0;
/** So much later for everybody, and the worker's turn. */
async function pass(milliseconds: number): Promise<void> {
  await hub.sequence();
  ahead += milliseconds;
  jest.spyOn(Date, 'now').mockImplementation(() => clock() + ahead);
  await hub.advance(0);
  await hub.app.get(KeepTime).execute();
}

beforeAll(async () => {
  hub = await startMembershipHub();
  const founded = await foundNetwork(hub);
  ({ member, founders } = founded);
  network = founded.network.id;
  [a, b, c] = founded.security as [EnrolledPerson, EnrolledPerson, EnrolledPerson];
  secretary = founders[0]!;
  officer = (await enrolPeople(hub, 1))[0]!;
  await completed(proposeOfficer(as(a), member, officer.key, 'officer'), officer, b);
  await rotateEpoch(as(a), member);
  await confirmEpoch(as(b), member, b.officer);
}, 120_000);
afterAll(() => {
  jest.restoreAllMocks();
  return hub?.close();
}, 30_000);

describe('officers', () => {
  test('a role changes by two others; a reader sends no longer', async () => {
    const proposal = (await proposeRole(as(a), member, officer.officer, { role: 'reader', ends: null }))!;
    expect(proposal).toMatchObject({ state: 'waiting', missing: [{ role: 'security', count: 1 }] });
    expect(proposal.missing[0]!.certificates.toSorted()).toEqual([b, c].map(({ key }) => key.certificate).toSorted());
    await b.sign(proposal);
    expect(await standing(officer)).toMatchObject({ role: 'reader', sends: false });
    expect(await proposeRole(as(c), member, officer.officer, { role: 'reader', ends: null })).toBeNull();
    await completed(proposeRole(as(a), member, officer.officer, { role: 'officer', ends: null }), c);
    expect(await standing(officer)).toMatchObject({ role: 'officer', sends: true });
  });

  test('one suspends at once and two lift it; the second of two at once is told that it is done', async () => {
    const [first, second] = await Promise.all([suspendOfficer(as(a), member, officer.officer), suspendOfficer(as(b), member, officer.officer)]);
    expect([first, second].filter((proposal) => proposal === null)).toHaveLength(1);
    expect(await standing(officer)).toMatchObject({ role: 'pending', sends: false });
    expect(await refusal(suspendOfficer(as(officer), member, a.officer))).toBe('not-allowed');
    await completed(proposeReinstatement(as(a), member, officer.officer), b);
    expect(await proposeReinstatement(as(a), member, officer.officer)).toBeNull();
    expect(await standing(officer)).toMatchObject({ role: 'officer', sends: true });
  });

  test('an officer may suspend themselves, and nobody else', async () => {
    await completed(suspendOfficer(as(officer), member, officer.officer));
    await completed(proposeReinstatement(as(c), member, officer.officer), a);
  });

  test('is attested yearly by another security officer', async () => {
    const before = (await now()).lastAttested(officer.officer)!;
    await completed(attestOfficer(as(a), member, officer.officer));
    expect((await now()).lastAttested(officer.officer)!.at).toBeGreaterThan(before.at);
    expect(await refusal(attestOfficer(as(a), member, a.officer))).toBe('not-allowed');
  });

  test('a new card is stored, then pinned; it is shown from then on', async () => {
    const about = { name: 'Demonstration officer, renamed', function: 'Head of unit', languages: ['fr'] };
    await completed(changeCard(as(a), member, officer.officer, about));
    const { items } = await secretary.hub.call(membershipRoutes.officers, { params: { member } });
    expect(items.find((item) => item.officer === officer.officer)?.card).toMatchObject(about);
  });

  test('cards are stored by security officers of the member, for its officers only', async () => {
    const [outsider] = (await enrolPeople(hub, 1)) as [EnrolledPerson];
    const card = { officer: officer.officer, name: 'N', function: 'F', languages: [], salt: Buffer.alloc(32).toString('base64url') };
    const store = (by: EnrolledPerson, of: string, body = card) => refusal(by.hub.call(membershipRoutes.storeCard, { params: { officer: of }, body }));
    expect(await store(officer, officer.officer)).toBe('not-allowed');
    expect(await store(secretary, officer.officer)).toBe('not-allowed');
    expect(await store(a, outsider.officer, { ...card, officer: outsider.officer })).toBe('not-found');
    expect(await store(a, officer.officer, { ...card, officer: b.officer })).toBe('bad-request');
    expect(await store(a, officer.officer)).toBe('taken');
  });

  test('one admitted for a time is gone on the day, by the worker’s clock: no standing, and the epoch waits for the next', async () => {
    const [temporary] = (await enrolPeople(hub, 1)) as [EnrolledPerson];
    const ends = new Date(Date.now() + 5 * DAY).toISOString();
    await completed(proposeOfficer(as(a), member, temporary.key, 'officer', ends), temporary, b);
    await pass(5 * DAY - 60_000);
    expect(await standing(temporary)).toMatchObject({ role: 'officer', sends: true });
    await pass(120_000);
    expect(await standing(temporary)).toEqual({ role: 'pending', member: null, certificate: null, sends: false });
    expect(await epochNow()).toBeNull();
    expect((await now()).currentEpoch(member).standing).toBe('stale');
    const retired = await hub.database.transaction((tx) => tx.query<{ retired: Date | null }>('SELECT retired FROM account WHERE officer = $1', [temporary.officer]), 'system');
    expect(retired[0]!.retired).not.toBeNull();
    await rotateEpoch(as(a), member);
    await confirmEpoch(as(b), member, b.officer);
  });

  test('a rekey waits 72 hours; any officer of the member stops it; the veto of a veto finds nothing', async () => {
    const anew = await hub.enrolAnew(officer);
    await completed(proposeRekey(as(a), member, anew.key), b, anew);
    expect(await proposeRekey(as(b), member, anew.key)).toBeNull();
    const [wait] = (await now()).waitsOf(member);
    await completed(vetoWait(as(officer), member, wait!.statement));
    expect(await vetoWait(as(c), member, wait!.statement)).toBeNull();
    await pass(REKEY_WAIT_MS + DAY);
    expect(await standing(officer)).toMatchObject({ certificate: officer.key.certificate });
  });

  test('and takes effect when nobody does', async () => {
    const anew = await hub.enrolAnew(officer);
    await completed(proposeRekey(as(a), member, anew.key), c, anew);
    await pass(60_000);
    await pass(REKEY_WAIT_MS + 60_000);
    expect(await standing(officer)).toMatchObject({ role: 'officer', certificate: anew.key.certificate });
    expect((await now()).currentEpoch(member).standing).toBe('stale');
    officer = anew;
    await rotateEpoch(as(a), member);
    await confirmEpoch(as(b), member, b.officer);
  });
});

describe('a draft on a stale head', () => {
  test('is void once the roster moved on, and is drafted anew in one step', async () => {
    const waiting = (await proposeRole(as(a), member, officer.officer, { role: 'reader', ends: null }))!;
    await completed(attestOfficer(as(b), member, officer.officer));
    expect(await refusal(b.sign(waiting))).toBe('gone');
    expect(await voided(a)).toContain(waiting.id);
    expect(await voided(b)).not.toContain(waiting.id);
    const again = await draftAnew(as(a), waiting);
    expect(again.statement.body).toEqual(waiting.statement.body);
    await b.sign(again);
    expect(await standing(officer)).toMatchObject({ role: 'reader' });
    await expect(draftAnew(as(a), waiting)).rejects.toMatchObject({ code: 'already-done' });
    await completed(proposeRole(as(a), member, officer.officer, { role: 'officer', ends: null }), b);
  });
});

describe('a member', () => {
  test('is frozen by any officer and thawed by two security officers', async () => {
    expect(await epochNow()).not.toBeNull();
    await completed(freezeMember(as(officer), member));
    expect(await freezeMember(as(a), member)).toBeNull();
    expect(await epochNow()).toBeNull();
    expect(await standing(a)).toMatchObject({ sends: false });
    await completed(proposeUnfreeze(as(a), member), c);
    expect(await proposeUnfreeze(as(a), member)).toBeNull();
    expect(await epochNow()).not.toBeNull();
  });

  test('is suspended and readmitted by the secretariat, roster as it was', async () => {
    const roster = (await now()).officersOf(member).map(({ id }) => id);
    await completed(proposeMemberSuspension(as(founders[0]!), member), founders[1]!);
    expect(await proposeMemberSuspension(as(founders[1]!), member)).toBeNull();
    expect(await epochNow()).toBeNull();
    expect(await refusal(proposeRole(as(a), member, officer.officer, { role: 'reader', ends: null }))).toBe('member-suspended');
    await completed(proposeReadmission(as(founders[1]!), member), founders[0]!);
    expect((await now()).officersOf(member).map(({ id }) => id)).toEqual(roster);
    expect(await epochNow()).not.toBeNull();
  });

  test('one security officer left: reseated with the secretariat after seven days, unless an officer vetoes', async () => {
    const seats = await enrolPeople(hub, 2);
    const seat = () => completed(proposeReseat(as(a), member, a.officer, seats.map(({ key }) => key)), ...founders.slice(0, 2), ...seats);
    await seat();
    expect(await proposeReseat(as(a), member, a.officer, seats.map(({ key }) => key))).toBeNull();
    const [wait] = (await now()).waitsOf(member);
    await completed(vetoWait(as(officer), member, wait!.statement));
    // Its certificates are used up.
    expect(await refusal(seat())).toBe('id-in-use');
  });

  test('none left: the secretariat’s threshold after proof out of band; the lost are gone, the seated admit', async () => {
    const seats = (await enrolPeople(hub, 2)) as [EnrolledPerson, EnrolledPerson];
    const [newcomer] = (await enrolPeople(hub, 1)) as [EnrolledPerson];
    await completed(proposeReseat(as(secretary), member, null, seats.map(({ key }) => key)), founders[1]!, ...seats);
    expect(await standing(seats[0])).toMatchObject({ role: 'pending' });
    await pass(60_000);
    await pass(RESEAT_WAIT_MS + 60_000);
    for (const lost of [a, b, c]) expect(await standing(lost)).toMatchObject({ role: 'pending' });
    for (const seated of seats) expect(await standing(seated)).toMatchObject({ role: 'security', member });
    expect((await now()).currentEpoch(member).standing).toBe('stale');
    await completed(proposeOfficer(as(seats[0]), member, newcomer.key, 'officer'), newcomer, seats[1]);
    await rotateEpoch(as(seats[0]), member);
    await confirmEpoch(as(seats[1]), member, seats[1].officer);
    expect(await openHeldEpochs(as(newcomer), member, newcomer.officer)).toEqual([]);
  });
});

describe('the secretariat', () => {
  test('admits a third officer, then two of three remove one: whoever leaves signs nothing more', async () => {
    const [third] = (await enrolPeople(hub, 1)) as [EnrolledPerson];
    const admission = (await proposeSecretariatChange(as(founders[0]!), { admit: [third.key], remove: [], threshold: 2 }))!;
    expect(admission.missing.map(({ role }) => role)).toEqual(['co-signer', 'secretariat']);
    await third.sign(admission);
    await founders[1]!.sign(admission);
    expect(await standing(third)).toMatchObject({ role: 'secretariat' });
    expect(await proposeSecretariatChange(as(third), { admit: [third.key], remove: [], threshold: 2 })).toBeNull();
    await completed(proposeSecretariatChange(as(third), { admit: [], remove: [founders[1]!.officer], threshold: 2 }), founders[0]!);
    expect(await standing(founders[1]!)).toMatchObject({ role: 'pending' });
    expect(await refusal(proposePolicy(as(founders[1]!), [], 0))).toBe('taken');
    expect(await refusal(proposeRelease(as(founders[1]!), '9.9.9', [{ name: 'portal.js', hash: someHash() }]))).toBe('not-allowed');
    expect(await refusal(proposeSecretariatChange(as(third), { admit: [], remove: [founders[0]!.officer], threshold: 2 }))).toBe('threshold-impossible');
    founders = [founders[0]!, third];
  });

  test('publishes a release once, and grants an auditor a scope', async () => {
    const files = [{ name: 'portal.js', hash: someHash() }];
    await completed(proposeRelease(as(founders[0]!), '1.0.0', files), founders[1]!);
    expect(await proposeRelease(as(founders[1]!), '1.0.0', files)).toBeNull();
    expect((await now()).releases()).toMatchObject([{ version: '1.0.0', files }]);
    const [auditor] = (await enrolPeople(hub, 1)) as [EnrolledPerson];
    await completed(proposeAuditor(as(founders[0]!), auditor.key, [member]), auditor, founders[1]!);
    expect(await hub.trust.auditScope(auditor.officer)).toEqual([member]);
  });

  test('names other witnesses: a policy beyond their number is refused', async () => {
    expect(await refusal(proposePolicy(as(founders[0]!), [witness('one.test')], 2))).toBe('threshold-impossible');
    expect(await refusal(proposePolicy(as(founders[0]!), [witness('one.test'), witness('two.test')], 1))).toBe('keys-repeat');
    await completed(proposePolicy(as(founders[0]!), [witness('one.test')], 0), founders[1]!);
    expect((await now()).network()).toMatchObject({ witnesses: [witness('one.test')], policy: 0 });
  });

  test('the loser of two drafts at once is told by name', async () => {
    const release = (person: EnrolledPerson) => proposeRelease(as(person), '1.1.0', [{ name: 'portal.js', hash: someHash() }]);
    const [first, second] = (await Promise.all([release(founders[0]!), release(founders[1]!)])) as [Proposal, Proposal];
    await founders[1]!.sign(first);
    await expect(founders[0]!.sign(second)).rejects.toThrow(HubProblem);
    await expect(draftAnew(as(founders[1]!), second)).rejects.toMatchObject({ code: 'already-done' });
  });
});
