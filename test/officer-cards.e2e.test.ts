// Cards of who left, of who has another one, and of who was never admitted go a week later; those of who serves or may soon stay.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { changeCard, proposeRekey, proposeRemoval, signProposal, vetoWait } from '#client';
import { canonicalBytes, membershipRoutes, toBase64Url, type Json } from '#protocol';
import { REKEY_WAIT_MS, draft, TrustAt } from '#trust';
import { AuditLog } from '../apps/api/src/audit/audit.port.ts';
import { Accounts } from '../apps/api/src/identity/identity.port.ts';
import { CardStores, EraseCards } from '../apps/api/src/membership/erase-cards.ts';
import { ExpireProposals } from '../apps/api/src/membership/expire-proposals.ts';
import { KeepTime } from '../apps/api/src/membership/keep-time.ts';
import { LiveTrust } from '../apps/api/src/membership/live-trust.ts';
import { OfficerCards } from '../apps/api/src/membership/membership.port.ts';
import { OfficerCardRepository } from '../apps/api/src/membership/officer-card.repository.ts';
import { ProposalRepository } from '../apps/api/src/membership/proposal.repository.ts';
import { Clock } from '../apps/api/src/platform/clock.ts';
import { enrolPeople, foundNetwork, gathered, type FollowedNetwork } from './support/membership-acts.ts';
import { sha256Hex, startMembershipHub, type EnrolledPerson, type MembershipHub } from './support/membership-hub.ts';
import { sessionOf } from './support/officer-session.ts';

const DAY = 24 * 3600 * 1000;
const trueTime = Date.now;

let hub: MembershipHub;
let network: FollowedNetwork;
let member: string;
let a: EnrolledPerson, b: EnrolledPerson, c: EnrolledPerson;
let days = 0;

beforeAll(async () => {
  hub = await startMembershipHub();
  const founded = await foundNetwork(hub);
  ({ network, member } = founded);
  [a, b, c] = founded.security as [EnrolledPerson, EnrolledPerson, EnrolledPerson];
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

/** Two workers at once, so many days on. */
async function later(more: number): Promise<void> {
  days += more;
  jest.spyOn(Date, 'now').mockImplementation(() => trueTime() + days * DAY);
  await hub.sequence();
  await hub.advance(0);
  await hub.app.get(KeepTime).execute();
  const proposals = hub.app.get(ProposalRepository);
  await new ExpireProposals(hub.database, proposals, hub.app.get(Clock)).execute();
  const stores = new CardStores(hub.app.get(OfficerCards) as OfficerCardRepository, proposals, hub.app.get(Accounts));
  const worker = () => new EraseCards(hub.database, hub.app.get(LiveTrust), stores, hub.app.get(AuditLog), hub.app.get(Clock));
  await Promise.all([worker().execute(), worker().execute()]);
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
  // The log is whole, and who serves has a name.
  const state = await as(a).trust.sync();
  expect(new TrustAt(state).officersOf(member)).toHaveLength(3);
  expect((await namesNow()).get(b.officer)).toBe('Another name');
  expect((await namesNow()).size).toBe(3);
}, 60_000);

test('of somebody who was removed, a week later; of somebody who enrolled and waits, never', async () => {
  const [leaver, waiting] = (await enrolPeople(hub, 2)) as [EnrolledPerson, EnrolledPerson];
  await gathered(draft.officerAdmit(await network.context(), member, leaver.key, 'officer'), [a, b, leaver]);
  await later(30);
  expect(await cardsOf(leaver.officer)).toEqual([leaver.key.card]);
  expect(await cardsOf(waiting.officer)).toEqual([waiting.key.card]);
  const removal = await proposeRemoval(as(a), member, leaver.officer);
  expect((await signProposal(as(b), removal!)).state).toBe('appended');
  await later(0);
  await later(6);
  expect(await cardsOf(leaver.officer)).toEqual([leaver.key.card]);
  await later(1.1);
  expect(await cardsOf(leaver.officer)).toEqual([]);
  expect(await erasures(leaver.officer)).toEqual([leaver.key.card]);
  await later(60);
  expect(await cardsOf(waiting.officer)).toEqual([waiting.key.card]);
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
