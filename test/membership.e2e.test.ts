// Membership over HTTP on a real database: from an empty log to a network, its members and their officers, with real keys and statements.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { fromBase64Url, membershipRoutes, parseTrustEntry, statementBytes, unpackLeaves, uuidV7 } from '#protocol';
import { draft, phrase, TrustAt } from '#trust';
import { queryOnce } from './support/database.ts';
import { draftGenesis, enrolPeople, FollowedNetwork, gathered, refusal } from './support/membership-acts.ts';
import { CALLER_HEADER, clientAs, NETWORK_NAME, sha256Hex, startMembershipHub, type EnrolledPerson, type MembershipHub } from './support/membership-hub.ts';
import { makeNoteSigner, someHash } from './support/trust-network.ts';
import { vkeyText } from '#transparency-log';

let hub: MembershipHub;
let founders: EnrolledPerson[];
let security: EnrolledPerson[];
let officer: EnrolledPerson;
let reader: EnrolledPerson;
let network: string;
let member: string;
let followed: FollowedNetwork;

beforeAll(async () => {
  hub = await startMembershipHub();
  founders = await people(3);
  security = await people(3);
  [officer, reader] = (await people(2)) as [EnrolledPerson, EnrolledPerson];
}, 120_000);
afterAll(() => hub?.close(), 30_000);

const people = (count: number) => enrolPeople(hub, count);
const keys = (list: readonly EnrolledPerson[]) => list.map(({ key }) => key);
const context = () => followed.context();

const genesis = (change: object = {}) => draftGenesis(hub, founders, change);
const logKey = async (log: 'trust' | 'audit') => (await genesis()).body.logs[log];

describe('before there is a network', () => {
  test('the hub says so, and nobody stands anywhere', async () => {
    expect(await clientAs(hub.url, null).call(membershipRoutes.network)).toEqual({ id: null, name: NETWORK_NAME, demonstration: false });
    expect(await hub.trust.standing(founders[0]!.officer)).toEqual({ role: 'pending', member: null, certificate: null, sends: false });
    expect(await refusal(clientAs(hub.url, null).call(membershipRoutes.trustEntries))).toBe('not-signed-in');
    expect(await refusal(clientAs(hub.url, null).call(membershipRoutes.trustBundle, { params: { bundle: 0 } }))).toBe('not-signed-in');
  });

  test('genesis must name this hub’s log keys, enrolled people and their cards', async () => {
    const [a] = founders as [EnrolledPerson];
    const stranger = vkeyText((await makeNoteSigner('elsewhere.test/trust')).key);
    expect(await refusal(a.propose(await genesis({ logs: { trust: stranger, audit: await logKey('audit') } })))).toBe('bad-request');
    expect(await refusal(a.propose(await genesis({ secretariat: [a.key, { officer: crypto.randomUUID(), certificate: someHash(), card: a.key.card }] })))).toBe('bad-request');
    expect(await refusal(a.propose(await genesis({ secretariat: [a.key, { ...founders[1]!.key, card: a.key.card }] })))).toBe('bad-request');
    expect(await refusal(a.propose(await genesis({ secretariat: [a.key, { ...founders[1]!.key, officer: crypto.randomUUID() }] })))).toBe('bad-request');
    expect(await refusal(a.propose(await genesis({ threshold: 1, demonstration: false })))).toBe('threshold-one');
    expect(await refusal(security[0]!.propose(await genesis()))).toBe('not-allowed');
  });

  test('all founders sign, each their own; then the network is', async () => {
    const [a, b, c] = founders as [EnrolledPerson, EnrolledPerson, EnrolledPerson];
    const statement = await genesis();
    const proposal = await a.propose(statement);
    expect(proposal).toMatchObject({ state: 'waiting', mine: false, index: null, proposedBy: a.officer });
    expect(proposal.missing).toEqual([{ role: 'co-signer', count: 2, certificates: [b, c].map(({ key }) => key.certificate) }]);
    const seen = await b.hub.call(membershipRoutes.proposals);
    expect(seen.items).toMatchObject([{ id: proposal.id, mine: true }]);
    expect((await security[0]!.hub.call(membershipRoutes.proposals)).items).toEqual([]);
    expect(await refusal(security[0]!.hub.call(membershipRoutes.proposal, { params: { proposal: proposal.id } }))).toBe('not-found');
    expect(await refusal(security[0]!.sign(proposal))).toBe('not-found');

    const another = { ...(await b.keyring.signStatement(await genesis())), certificate: b.key.certificate };
    expect(await refusal(b.hub.call(membershipRoutes.signProposal, { params: { proposal: proposal.id }, body: { signature: another } }))).toBe('signature-invalid');
    const borrowed = await c.keyring.signStatement(statement);
    expect(await refusal(b.hub.call(membershipRoutes.signProposal, { params: { proposal: proposal.id }, body: { signature: borrowed } }))).toBe('not-allowed');

    expect(await b.sign(proposal)).toMatchObject({ state: 'waiting', missing: [{ count: 1 }] });
    expect(await b.sign(proposal)).toMatchObject({ state: 'waiting', missing: [{ count: 1 }] });
    expect(await c.sign(proposal)).toMatchObject({ state: 'appended', index: 0, missing: [] });
    network = await sha256Hex(statementBytes(statement));
    expect(await clientAs(hub.url, null).call(membershipRoutes.network)).toEqual({ id: network, name: NETWORK_NAME, demonstration: true });
    expect(phrase(network)).toHaveLength(12);
    expect(await hub.trust.standing(a.officer)).toEqual({ role: 'secretariat', member: null, certificate: a.key.certificate, sends: false });
    followed = new FollowedNetwork(hub, network, a);
    expect((await context()).state.network).toMatchObject({ id: network, threshold: 2 });
    expect(await refusal(a.propose(await genesis()))).toBe('genesis-repeated');
  });
});

test('a bundle is the log’s leaves, in whichever coding the client accepts', async () => {
  const leaves = (await founders[0]!.hub.call(membershipRoutes.trustEntries)).entries.map(fromBase64Url);
  const asked = async (accepted: string) => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { 'accept-encoding': accepted, 'x-globe-client': 'tests', [CALLER_HEADER]: founders[0]!.officer };
      request(`${hub.url}/api/trust/bundles/0`, { headers }, resolve).once('error', reject).end();
    });
    return [answer.headers['content-encoding'], await buffer(answer)] as const;
  };
  const decoded = { zstd: zstdDecompressSync, gzip: gunzipSync, none: (bytes: Buffer) => bytes };
  for (const [accepted, coding] of [['gzip, deflate, br, zstd', 'zstd'], ['gzip, zstd;q=0', 'gzip'], ['gzip', 'gzip'], ['identity', undefined]] as const) {
    const [used, bytes] = await asked(accepted);
    expect(used).toBe(coding);
    expect(unpackLeaves(new Uint8Array(decoded[coding ?? 'none'](bytes)))).toEqual(leaves);
  }
  expect(await founders[0]!.hub.call(membershipRoutes.trustBundle, { params: { bundle: 1 } })).toHaveLength(0);
});

describe('members and officers', () => {
  test('an authority is admitted by the secretariat’s threshold and its founders', async () => {
    const authority = await hub.authority();
    const unknown = draft.memberAdmit(await context(), uuidV7(), crypto.randomUUID(), keys(security));
    expect(await refusal(founders[0]!.propose(unknown))).toBe('bad-request');
    const statement = draft.memberAdmit(await context(), uuidV7(), authority, keys(security));
    member = statement.roster;
    const proposal = await gathered(statement, [founders[0]!, ...security]);
    expect(proposal).toMatchObject({ state: 'waiting', missing: [{ role: 'secretariat', count: 1 }] });
    expect(proposal.missing[0]!.certificates.toSorted()).toEqual([founders[1]!, founders[2]!].map(({ key }) => key.certificate).toSorted());
    expect(await founders[2]!.sign(proposal)).toMatchObject({ state: 'appended' });
    expect(await hub.trust.standing(security[1]!.officer)).toEqual({ role: 'security', member, certificate: security[1]!.key.certificate, sends: true });
  });

  test('the log’s clock is written before statements, in time and once an hour', async () => {
    const { state } = await context();
    const { entries } = await founders[0]!.hub.call(membershipRoutes.trustEntries);
    const kinds = entries.map((entry) => parseTrustEntry(Buffer.from(entry, 'base64url')).statement.kind);
    expect(kinds).toEqual(['network.genesis', 'log.time', 'member.admit']);
    expect(Math.abs(state.clock!.time - Date.now())).toBeLessThan(60_000);
    const time = parseTrustEntry(Buffer.from(entries[1]!, 'base64url')).statement;
    expect(await refusal(founders[0]!.propose(time, { unsigned: true }))).toBe('not-allowed');
  });

  test('a member admits its officers, and the secretariat cannot', async () => {
    const [a, b] = security as [EnrolledPerson, EnrolledPerson];
    for (const [person, role] of [[officer, 'officer'], [reader, 'reader']] as const) {
      const statement = draft.officerAdmit(await context(), member, person.key, role);
      expect(await refusal(founders[0]!.propose(statement))).toBe('not-allowed');
      // Whoever is admitted may begin.
      expect((await gathered(statement, [person, a, b])).state).toBe('appended');
      expect((await hub.trust.standing(person.officer)).role).toBe(role);
    }
  });

  test('of two statements about one roster the second is void', async () => {
    const [a, b] = security as [EnrolledPerson, EnrolledPerson];
    const [x, y] = (await people(2)) as [EnrolledPerson, EnrolledPerson];
    const ctx = await context();
    const first = await gathered(draft.officerAdmit(ctx, member, x.key, 'officer'), [a, x]);
    const second = await gathered(draft.officerAdmit(ctx, member, y.key, 'officer'), [a, y]);
    expect((await b.hub.call(membershipRoutes.proposals)).items.map(({ id }) => id).toSorted()).toEqual([first.id, second.id].toSorted());
    expect((await b.sign(second)).state).toBe('appended');
    expect(await refusal(b.sign(first))).toBe('gone');
    expect(await x.hub.call(membershipRoutes.proposal, { params: { proposal: first.id } })).toMatchObject({ state: 'void', mine: false, missing: [] });
    expect((await b.hub.call(membershipRoutes.proposals)).items).toEqual([]);
    expect(await refusal(a.propose(draft.officerAdmit(ctx, member, x.key, 'officer')))).toBe('stale-head');
  });

  test('proposing twice is answered alike; an id names one proposal; only its proposer withdraws', async () => {
    const [a, b] = security as [EnrolledPerson, EnrolledPerson];
    const [x] = (await people(1)) as [EnrolledPerson];
    const statement = draft.officerAdmit(await context(), member, x.key, 'auditor');
    const id = crypto.randomUUID();
    const once = await a.propose(statement, { id });
    expect(await a.propose(statement, { id })).toEqual(once);
    expect(await refusal(b.propose(statement, { id }))).toBe('id-reused');
    expect(await refusal(a.propose({ ...statement, expires: new Date(Date.now() + 1000).toISOString() }, { id }))).toBe('id-reused');
    expect(await refusal(b.hub.call(membershipRoutes.withdrawProposal, { params: { proposal: id } }))).toBe('not-found');
    await a.hub.call(membershipRoutes.withdrawProposal, { params: { proposal: id } });
    await a.hub.call(membershipRoutes.withdrawProposal, { params: { proposal: id } });
    expect(await refusal(b.sign(once))).toBe('gone');
    expect((await a.hub.call(membershipRoutes.proposals, { query: { state: 'all' } })).items.find((item) => item.id === id)?.state).toBe('withdrawn');
  });

  test('statements that expired, or are of another network, are refused', async () => {
    const [a] = security as [EnrolledPerson];
    const [x] = (await people(1)) as [EnrolledPerson];
    const statement = draft.officerAdmit(await context(), member, x.key, 'officer');
    expect(await refusal(a.propose({ ...statement, expires: new Date(Date.now() - 1).toISOString() }))).toBe('expired');
    expect(await refusal(a.propose({ ...statement, expires: new Date(Date.now() + 9 * 24 * 3600_000).toISOString() }))).toBe('expiry-too-late');
    expect(await refusal(a.propose({ ...statement, network: someHash() }))).toBe('wrong-network');
  });

  test('names and functions are for the network’s eyes, and looking is recorded', async () => {
    const { items } = await founders[0]!.hub.call(membershipRoutes.officers, { params: { member } });
    expect(items.find((item) => item.officer === officer.officer)).toMatchObject({ role: 'officer', certificate: officer.key.certificate, card: { name: 'Officer of the tests' } });
    const [outsider] = (await people(1)) as [EnrolledPerson];
    expect(await refusal(outsider.hub.call(membershipRoutes.officers, { params: { member } }))).toBe('not-allowed');
    expect(await refusal(officer.hub.call(membershipRoutes.officers, { params: { member: crypto.randomUUID() } }))).toBe('not-found');
  });

  test('certificates are given by hash, exactly; unknown ones are left out', async () => {
    const { certificates } = await reader.hub.call(membershipRoutes.certificates, { body: { hashes: [officer.key.certificate, someHash()] } });
    expect(certificates).toEqual([{ hash: officer.key.certificate, certificate: Buffer.from(officer.certificate).toString('base64url') }]);
  });

  test('two last signatures at the same moment append once', async () => {
    const [a, b, c] = security as [EnrolledPerson, EnrolledPerson, EnrolledPerson];
    const [x] = (await people(1)) as [EnrolledPerson];
    const proposal = await gathered(draft.officerAdmit(await context(), member, x.key, 'officer'), [x, a]);
    const answers = await Promise.allSettled([b.sign(proposal), c.sign(proposal)]);
    expect(answers.some((answer) => answer.status === 'fulfilled' && answer.value.state === 'appended')).toBe(true);
    const { state } = await context();
    expect(new TrustAt(state).roleOf(x.officer)).toBe('officer');
  });
});

const query = <Row extends object>(sql: string) => queryOnce<Row>(hub.owner.superuserUrl, sql);

test('every act has its entry in the audit log, with its actor', async () => {
  const rows = await query<{ action: string; count: string }>("SELECT action, count(*) FROM audit_entry WHERE outcome = 'done' GROUP BY action");
  const counts = new Map(rows.map(({ action, count }) => [action, Number(count)]));
  const [log] = await query<{ entries: string }>('SELECT count(*) AS entries FROM trust_entry');
  expect(counts.get('statement.append')).toBe(Number(log!.entries));
  const [gatheredRows] = await query<{ proposals: string; signatures: string }>('SELECT (SELECT count(*) FROM proposal) AS proposals, (SELECT count(*) FROM proposal_signature) AS signatures');
  expect(counts.get('statement.propose')).toBe(Number(gatheredRows!.proposals));
  expect(counts.get('statement.sign')).toBe(Number(gatheredRows!.signatures));
  expect([counts.get('statement.withdraw'), counts.get('officers.view')]).toEqual([1, 1]);
  const outbox = await query<{ index: number }>("SELECT (payload ->> 'index')::int AS index FROM outbox WHERE topic = 'statement.appended' ORDER BY 1");
  expect(outbox.map(({ index }) => index)).toEqual(Array.from({ length: Number(log!.entries) }, (_, i) => i));
});
