// Cards of who left, of who has another one, and of who was never admitted go a week later; those of who serves or may soon stay.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Client } from 'pg';
import { changeCard, proposeRekey, proposeRemoval, signProposal, vetoWait } from '#client';
import { auditRoutes, canonicalBytes, membershipRoutes, toBase64Url, type Json } from '#protocol';
import { REKEY_WAIT_MS, draft, TrustAt } from '#trust';
import { AuditLog } from '../apps/api/src/audit/audit.port.ts';
import { Accounts } from '../apps/api/src/identity/identity.port.ts';
import { Admissions } from '../apps/api/src/applications/applications.port.ts';
import { EndEnrolments, EnrolmentStores } from '../apps/api/src/membership/end-enrolments.ts';
import { CardStores, EraseCards } from '../apps/api/src/membership/erase-cards.ts';
import { ExpireProposals } from '../apps/api/src/membership/expire-proposals.ts';
import { KeepTime } from '../apps/api/src/membership/keep-time.ts';
import { LiveTrust } from '../apps/api/src/membership/live-trust.ts';
import { OfficerCards } from '../apps/api/src/membership/membership.port.ts';
import { OfficerCardRepository } from '../apps/api/src/membership/officer-card.repository.ts';
import { ProposalRepository } from '../apps/api/src/membership/proposal.repository.ts';
import { Clock } from '../apps/api/src/platform/clock.ts';
import { enrolPeople, foundNetwork, gathered, type FollowedNetwork } from './support/membership-acts.ts';
import { sha256Hex, startMembershipHub, type EnrolledPerson, type Invited, type MembershipHub } from './support/membership-hub.ts';
import { sessionOf } from './support/officer-session.ts';

const DAY = 24 * 3600 * 1000;
const trueTime = Date.now;

let hub: MembershipHub;
let network: FollowedNetwork;
let member: string;
let a: EnrolledPerson, b: EnrolledPerson, c: EnrolledPerson, founder: EnrolledPerson;
let days = 0;

beforeAll(async () => {
  hub = await startMembershipHub();
  const founded = await foundNetwork(hub);
  ({ network, member } = founded);
  [a, b, c] = founded.security as [EnrolledPerson, EnrolledPerson, EnrolledPerson];
  founder = founded.founders[0]!;
}, 120_000);
afterAll(() => {
  jest.restoreAllMocks();
  return hub?.close();
}, 30_000);

const as = (person: EnrolledPerson) => sessionOf(hub, network.id, person);
const rows = <Row extends object>(sql: string, values: unknown[] = []) => hub.database.transaction((tx) => tx.query<Row>(sql, values), 'system');
const cardsOf = async (officer: string) => (await rows<{ hash: string }>("SELECT encode(hash, 'hex') AS hash FROM officer_card WHERE officer = $1", [officer])).map(({ hash }) => hash).toSorted();
const namesNow = async () => new Map((await a.hub.call(membershipRoutes.officers, { params: { member } })).items.map(({ officer, card }) => [officer, card.name]));
const erasures = async (officer: string) =>
  (await rows<{ card: string }>("SELECT convert_from(entry, 'UTF8')::json -> 'details' ->> 'card' AS card FROM audit_entry WHERE action = 'officer.card-erase' AND object_id = $1 AND actor_officer IS NULL", [officer])).map(({ card }) => card).toSorted();

/** How many erasures row-level security shows somebody in this place. */
async function shownBy(role: string, of: string): Promise<number> {
  const found = await hub.database.transaction(async (tx) => {
    await tx.query("SELECT set_config('globe.role', $1, true), set_config('globe.officer', $2, true), set_config('globe.member', $3, true)", [role, crypto.randomUUID(), of]);
    return tx.query("SELECT FROM audit_entry WHERE action = 'officer.card-erase'");
  }, 'system');
  return found.length;
}

/** Two workers at once, so many days on. */
async function later(more: number): Promise<void> {
  days += more;
  jest.spyOn(Date, 'now').mockImplementation(() => trueTime() + days * DAY);
  await hub.sequence();
  await hub.advance(0);
  await hub.app.get(KeepTime).execute();
  const proposals = hub.app.get(ProposalRepository);
  await new ExpireProposals(hub.database, proposals, hub.app.get(Clock)).execute();
  const accounts = hub.app.get(Accounts);
  const [live, audit, clock] = [hub.app.get(LiveTrust), hub.app.get(AuditLog), hub.app.get(Clock)];
  const worker = async () => {
    await new EndEnrolments(hub.database, live, new EnrolmentStores(accounts, proposals, hub.app.get(Admissions)), audit, clock).execute();
    await new EraseCards(hub.database, live, new CardStores(hub.app.get(OfficerCards) as OfficerCardRepository, proposals, accounts), audit, clock).execute();
  };
  await Promise.all([worker(), worker()]);
}

test('a card that was replaced is kept for a week, then erased once, with an entry in the audit log', async () => {
  await changeCard(as(a), member, b.officer, { name: 'Another name', function: 'Head', languages: ['fr'] });
  await later(0);
  expect(await cardsOf(b.officer)).toHaveLength(2);
  await later(6);
  expect(await cardsOf(b.officer)).toHaveLength(2);
  await later(1.1);
  expect(await cardsOf(b.officer)).not.toContain(b.key.card);
  expect(await cardsOf(b.officer)).toHaveLength(1);
  expect(await erasures(b.officer)).toEqual([b.key.card]);
  // The member's security officers see it among their acts, others do not: the hub's query says so, and the database once more.
  const seen = async (by: EnrolledPerson) => (await by.hub.call(auditRoutes.auditEntries, { query: { action: 'officer.card-erase', object: b.officer } })).items.map(({ entry }) => entry);
  expect(await seen(a)).toMatchObject([{ actor: { officer: null, member }, details: { card: b.key.card } }]);
  expect(await seen(founder)).toEqual([]);
  expect([await shownBy('security', member), await shownBy('officer', member), await shownBy('security', crypto.randomUUID())]).toEqual([1, 0, 0]);
  // The log is whole, and who serves has a name.
  const state = await as(a).trust.sync();
  expect(new TrustAt(state).officersOf(member)).toHaveLength(3);
  expect((await namesNow()).get(b.officer)).toBe('Another name');
  expect((await namesNow()).size).toBe(3);
}, 60_000);

test('of somebody who was removed, a week later', async () => {
  const [leaver] = (await enrolPeople(hub, 1)) as [EnrolledPerson];
  await gathered(draft.officerAdmit(await network.context(), member, leaver.key, 'officer'), [a, b, leaver]);
  await later(30);
  expect(await cardsOf(leaver.officer)).toEqual([leaver.key.card]);
  const removal = await proposeRemoval(as(a), member, leaver.officer);
  expect((await signProposal(as(b), removal!)).state).toBe('appended');
  await later(0);
  await later(6);
  expect(await cardsOf(leaver.officer)).toEqual([leaver.key.card]);
  await later(1.1);
  expect(await cardsOf(leaver.officer)).toEqual([]);
  expect(await erasures(leaver.officer)).toEqual([leaver.key.card]);
  expect((await namesNow()).size).toBe(3);
}, 120_000);

/** As a client stores an officer's next card; nothing pins it yet. */
async function storedCard(officer: string, by: EnrolledPerson): Promise<string> {
  const card = { officer, name: 'Perhaps', function: 'Perhaps', languages: ['en'], salt: toBase64Url(crypto.getRandomValues(new Uint8Array(32))) };
  await by.hub.call(membershipRoutes.storeCard, { params: { officer }, body: card });
  return sha256Hex(canonicalBytes(card as Json));
}

test('a card that was stored and never signed goes; one that a proposal names stays as long as it waits', async () => {
  const never = await storedCard(c.officer, a);
  await later(0);
  await later(4);
  // What was out of use is needed again.
  const anew = await hub.enrolAnew(c);
  await a.propose(draft.officerRekey({ ...(await network.context()), now: Date.now() }, member, { ...anew.key, card: never }, null));
  await later(0);
  await later(7.1);
  expect(await cardsOf(c.officer)).toContain(never);
  // By then the proposal was void.
  await later(6);
  expect(await cardsOf(c.officer)).toContain(never);
  await later(1.1);
  expect(await cardsOf(c.officer)).toEqual([c.key.card]);
}, 60_000);

test('a re-issue: the new card waits with it; once in force the one before goes, after a veto the new one', async () => {
  const reissue = async () => {
    const anew = await hub.enrolAnew(c);
    const card = await storedCard(c.officer, a);
    const key = { ...anew.key, card };
    const proposal = await proposeRekey(as(a), member, key);
    await signProposal(as(b), proposal!);
    expect((await anew.sign(proposal!)).state).toBe('appended');
    return { card, statement: proposal!.statement };
  };
  const stopped = await reissue();
  await later(0.5);
  const [wait] = new TrustAt(await as(a).trust.sync()).waitsOf(member);
  await vetoWait(as(a), member, wait!.statement);
  await later(0);
  await later(7.1);
  expect(await cardsOf(c.officer)).toEqual([c.key.card]);
  expect(await erasures(c.officer)).toContain(stopped.card);

  const { card } = await reissue();
  await later(0.1);
  await later(REKEY_WAIT_MS / DAY + 0.1);
  await later(1.1);
  expect((await namesNow()).get(c.officer)).toBe('Perhaps');
  expect(await cardsOf(c.officer)).toEqual([c.key.card, card].toSorted());
  await later(7.1);
  expect(await cardsOf(c.officer)).toEqual([card]);
}, 120_000);

const isOver = async ({ officer }: EnrolledPerson) => (await rows<{ over: boolean }>('SELECT retired IS NOT NULL AS over FROM account WHERE officer = $1', [officer]))[0]!.over;
const endings = (officer: string) =>
  rows("SELECT convert_from(entry, 'UTF8')::json -> 'details' ->> 'certificate' AS certificate, actor_member AS member FROM audit_entry WHERE action = 'enrolment.end' AND object_id = $1", [officer]);
/** Enrolled on the day to which the clock has come by now. */
async function enrolledNow(invited: Invited): Promise<EnrolledPerson> {
  const person = await hub.enrol('Waits', invited);
  // No role of the hub may.
  const owner = new Client({ connectionString: hub.owner.superuserUrl });
  await owner.connect();
  await owner.query('UPDATE account SET created = $2 WHERE officer = $1', [person.officer, new Date(Date.now())]);
  await owner.end();
  return person;
}

describe('of somebody who enrolled and was never admitted', () => {
  test('ninety days later the account ends, and a week after that the card is erased; the member sees both', async () => {
    const waits = await enrolledNow({ purpose: 'officer', member });
    await later(89);
    expect(await isOver(waits)).toBe(false);
    await later(1.1);
    expect(await isOver(waits)).toBe(true);
    expect(await endings(waits.officer)).toEqual([{ certificate: waits.key.certificate, member }]);
    expect(await rows('SELECT 1 FROM credential WHERE account IN (SELECT id FROM account WHERE officer = $1)', [waits.officer])).toEqual([]);
    expect(await cardsOf(waits.officer)).toEqual([waits.key.card]);
    await later(7.1);
    expect(await cardsOf(waits.officer)).toEqual([]);
    const seen = (await a.hub.call(auditRoutes.auditEntries, { query: { object: waits.officer } })).items.map(({ entry }) => [entry.action, entry.actor.member]);
    expect(seen).toEqual([['officer.card-erase', member], ['enrolment.end', member]]);
    // Who serves is untouched.
    expect(await Promise.all([a, b, founder].map(isOver))).toEqual([false, false, false]);
  }, 60_000);

  test('not while a statement that waits for signatures names them, however long ago they enrolled', async () => {
    const waits = await enrolledNow({ purpose: 'officer', member });
    await later(89);
    const proposal = await a.propose(draft.officerAdmit(await network.context(), member, waits.key, 'officer'));
    await later(2);
    expect([proposal.state, await isOver(waits)]).toEqual(['waiting', false]);
    for (const signer of [b, waits]) await signer.sign(proposal);
    await later(10);
    expect(await isOver(waits)).toBe(false);
    expect(await cardsOf(waits.officer)).toEqual([waits.key.card]);
  }, 60_000);

  test('not of founders while the application of their authority is open', async () => {
    const authority = await hub.authority();
    const [applying, other] = [await enrolledNow({ purpose: 'founder', authority }), await enrolledNow({ purpose: 'founder', authority: await hub.authority() })];
    const application = crypto.randomUUID();
    await rows(
      `INSERT INTO application (id, access_hash, state, country, authority, authority_name, language, letter, checklist, created, submitted, changed)
       SELECT $1::uuid, sha256($1::text::bytea), 'checking', a.state, a.id, 'Authority', 'en', $1::uuid, '{}', now(), now(), now() FROM authority a WHERE a.id = $2`, [application, authority]);
    await later(200);
    expect([await isOver(applying), await isOver(other)]).toEqual([false, true]);
    await later(7.1);
    expect([await cardsOf(applying.officer), await cardsOf(other.officer)]).toEqual([[applying.key.card], []]);
    await rows("UPDATE application SET state = 'refused' WHERE id = $1", [application]);
    await later(0);
    await later(7.1);
    expect(await cardsOf(applying.officer)).toEqual([]);
    expect(await erasures(applying.officer)).toEqual([applying.key.card]);
  }, 60_000);
});

test('nobody but the worker erases or marks: not in the role of any caller', async () => {
  const before = (await rows('SELECT 1 FROM officer_card')).length;
  for (const role of ['security', 'secretariat', 'officer']) {
    const touched = await hub.database.transaction(async (tx) => {
      await tx.query("SELECT set_config('globe.role', $1, true), set_config('globe.officer', $2, true), set_config('globe.member', $3, true)", [role, a.officer, member]);
      const erased = await tx.query('DELETE FROM officer_card RETURNING 1');
      return [...erased, ...(await tx.query('UPDATE officer_card SET unneeded = now() RETURNING 1'))];
    }, 'system');
    expect(touched).toEqual([]);
  }
  expect((await rows('SELECT 1 FROM officer_card')).length).toBe(before);
});
