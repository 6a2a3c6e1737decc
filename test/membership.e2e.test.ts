// Membership over HTTP on a real database: from an empty log to members, officers and epochs, with real keys and statements.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { Client } from 'pg';
import { TrustFollower } from '#client';
import { fromBase64Url, membershipRoutes, parseTrustEntry, statementBytes, unpackLeaves, uuidV7, type Bytes } from '#protocol';
import { draft, phrase, TrustAt } from '#trust';
import { runInContext } from '../apps/api/src/platform/request-context.ts';
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
const rotation = (by: EnrolledPerson) => followed.rotation(member, by);
const rotateAndConfirm = (by: EnrolledPerson, confirmer: EnrolledPerson) => followed.rotateAndConfirm(member, by, confirmer);

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

describe('epochs', () => {
  test('a package reaches its officer only, and opens; a second officer confirms', async () => {
    const [a] = security as [EnrolledPerson];
    const { statement, ...made } = await rotation(a);
    expect((await a.propose(statement, made)).state).toBe('appended');
    expect((await hub.trust.mailboxes()).find((box) => box.member === member)).toMatchObject({ epoch: null });
    const open = async (sealed: Bytes) =>
      reader.keyring.openPackage({ network, epoch: made.epoch, officer: reader.officer, certificate: made.certificates[0]!, sealed, hash: await sha256Hex(sealed) });
    expect(await open(await officer.hub.call(membershipRoutes.epochPackage, { params: { epoch: made.epoch } }))).toBe(false);
    expect(await open(await reader.hub.call(membershipRoutes.epochPackage, { params: { epoch: made.epoch } }))).toBe(true);
    expect(await refusal(founders[0]!.hub.call(membershipRoutes.epochPackage, { params: { epoch: made.epoch } }))).toBe('not-allowed');
    expect(await refusal(reader.hub.call(membershipRoutes.epochPackage, { params: { epoch: crypto.randomUUID() } }))).toBe('not-found');

    const confirm = draft.epochConfirm(await context(), member, made.epoch);
    expect(await refusal(a.propose(confirm))).toBe('not-allowed');
    expect((await reader.propose(confirm)).state).toBe('appended');
    const [mailbox] = (await hub.trust.mailboxes()).filter((box) => box.member === member);
    expect(mailbox).toMatchObject({ epoch: { id: made.epoch, certificate: statement.body.certificate }, readers: statement.body.packages.length });
    expect(mailbox!.epoch!.encryptionFingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test('packages are exactly those the statement pins, sealed to exactly those it names', async () => {
    const { statement, ...made } = await rotation(officer);
    const [first, second, ...rest] = made.packages as [typeof made.packages[0], typeof made.packages[0]];
    expect(await refusal(officer.propose(statement, { ...made, packages: made.packages.slice(1) }))).toBe('bad-request');
    expect(await refusal(officer.propose(statement, { ...made, packages: [{ ...first, sealed: second.sealed }, ...made.packages.slice(1)] }))).toBe('bad-request');
    const swapped = { ...statement.body, packages: statement.body.packages.map((item) => ({ ...item })) };
    const places = [first, second].map(({ officer: to }) => swapped.packages.findIndex((item) => item.officer === to)) as [number, number];
    [swapped.packages[places[0]]!.package, swapped.packages[places[1]]!.package] = [swapped.packages[places[1]]!.package, swapped.packages[places[0]]!.package];
    const crossed = [{ officer: first.officer, sealed: second.sealed }, { officer: second.officer, sealed: first.sealed }, ...rest];
    expect(await refusal(officer.propose({ ...statement, body: swapped }, { ...made, packages: crossed }))).toBe('bad-request');
    expect(await refusal(officer.propose(statement, { ...made, packages: [{ ...first, sealed: new Uint8Array(40) as Bytes }, ...made.packages.slice(1)] }))).toBe('bad-request');
    expect(await refusal(officer.propose(statement, { ...made, certificates: [] }))).toBe('bad-request');
    expect(await refusal(officer.propose(statement, { ...made, certificates: [...made.certificates, reader.certificate] }))).toBe('bad-request');
    expect(await refusal(officer.propose(statement, { ...made, certificates: [new Uint8Array(100) as Bytes] }))).toBe('packet-framing');
    expect((await officer.propose(statement, made)).state).toBe('appended');
  });

  test('a later officer gets an epoch by grant', async () => {
    const epoch = await rotateAndConfirm(security[0]!, officer);
    const [late] = (await people(1)) as [EnrolledPerson];
    expect((await gathered(draft.officerAdmit(await context(), member, late.key, 'officer'), [security[0]!, security[1]!, late])).state).toBe('appended');
    expect(await refusal(late.hub.call(membershipRoutes.epochPackage, { params: { epoch } }))).toBe('not-found');
    const sealed = await security[0]!.keyring.grantEpoch(network, epoch, { officer: late.officer, certificate: late.certificate });
    const statement = draft.epochGrant(await context(), member, epoch, late.officer, await sha256Hex(sealed));
    expect((await security[0]!.propose(statement, { packages: [{ officer: late.officer, sealed }] })).state).toBe('appended');
    expect(Buffer.from(await late.hub.call(membershipRoutes.epochPackage, { params: { epoch } }))).toEqual(Buffer.from(sealed));
  });
});

describe('leaving', () => {
  test('a removal waits for sends that began before it, and ends what the officer had', async () => {
    const [a, b, c] = security as [EnrolledPerson, EnrolledPerson, EnrolledPerson];
    const proposal = await a.propose(draft.officerRemove(await context(), member, officer.officer));
    const order: string[] = [];
    let removal: Promise<unknown> | undefined;
    await hub.database.transaction(async (tx) => {
      expect((await hub.trust.standingIn(tx, officer.officer)).role).toBe('officer');
      expect((await hub.trust.mailboxIn(tx, member))?.epoch).not.toBeNull();
      removal = b.sign(proposal).then(() => order.push('removal'));
      await new Promise((resolve) => setTimeout(resolve, 300));
      order.push('send');
    }, 'system');
    await removal;
    expect(order).toEqual(['send', 'removal']);
    const left = await hub.database.transaction((tx) => tx.query<{ officer: string }>('SELECT officer FROM account a WHERE retired IS NULL AND EXISTS (SELECT FROM credential WHERE account = a.id)'), 'system');
    expect(left.map((row) => row.officer)).toContain(reader.officer);
    expect(left.map((row) => row.officer)).not.toContain(officer.officer);
    expect(await hub.trust.standing(officer.officer)).toEqual({ role: 'pending', member: null, certificate: null, sends: false });
    await hub.database.transaction(async (tx) => {
      expect((await hub.trust.standingIn(tx, officer.officer)).role).toBe('pending');
      expect((await hub.trust.mailboxIn(tx, member))?.epoch).toBeNull();
      expect(await hub.trust.mailboxIn(tx, crypto.randomUUID())).toBeNull();
    }, 'system');
    const next = await rotateAndConfirm(c, reader);
    expect((await hub.trust.mailboxes()).find((box) => box.member === member)?.epoch?.id).toBe(next);
    expect(await refusal(officer.hub.call(membershipRoutes.epochPackage, { params: { epoch: next } }))).toBe('not-allowed');
  });

  test('two security officers remain', async () => {
    const [a, b, c] = security as [EnrolledPerson, EnrolledPerson, EnrolledPerson];
    expect((await gathered(draft.officerRemove(await context(), member, c.officer), [a, b])).state).toBe('appended');
    expect(await refusal(a.propose(draft.officerRemove(await context(), member, b.officer)))).toBe('quorum-would-be-lost');
  });
});

const rows = async (who: string, sql: string) => {
  const principal = await hub.principal(who);
  return runInContext({ correlation: crypto.randomUUID(), address: null, principal }, () => hub.database.transaction(async (tx) => (await tx.query(sql)).length));
};

describe('what stays true', () => {
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

  test('every act has its entry in the audit log, with its actor', async () => {
    const owner = new Client({ connectionString: hub.owner.superuserUrl });
    await owner.connect();
    try {
      const { rows } = await owner.query<{ action: string; count: string }>("SELECT action, count(*) FROM audit_entry WHERE outcome = 'done' GROUP BY action");
      const counts = new Map(rows.map(({ action, count }) => [action, Number(count)]));
      const { rows: [log] } = await owner.query<{ entries: string }>('SELECT count(*) AS entries FROM trust_entry');
      expect(counts.get('statement.append')).toBe(Number(log!.entries));
      const { rows: [gatheredRows] } = await owner.query<{ proposals: string; signatures: string }>('SELECT (SELECT count(*) FROM proposal) AS proposals, (SELECT count(*) FROM proposal_signature) AS signatures');
      expect(counts.get('statement.propose')).toBe(Number(gatheredRows!.proposals));
      expect(counts.get('statement.sign')).toBe(Number(gatheredRows!.signatures));
      expect([counts.get('statement.withdraw'), counts.get('officers.view')]).toEqual([1, 1]);
      const { rows: outbox } = await owner.query<{ index: number }>("SELECT (payload ->> 'index')::int AS index FROM outbox WHERE topic = 'statement.appended' ORDER BY 1");
      expect(outbox.map(({ index }) => index)).toEqual(Array.from({ length: Number(log!.entries) }, (_, i) => i));
    } finally {
      await owner.end();
    }
  });
});
