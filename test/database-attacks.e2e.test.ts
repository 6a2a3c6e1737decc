// The secretariat alone, with full access to the database and the logs' keys, against real clients over real HTTP: nothing that the member did
// not sign is believed, each attack is named, and nothing is sent to whom it attacks.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AuditFollower, LogRefused, newThread, openHeldEpochs, openThread, pinnedCards, proposeRole, replyIn, sealDraft, sendMessage, signProposal, TrustFollower, type MailSession, type MessageDraft } from '#client';
import { canonicalBytes, DEFAULT_LABELS, fromUtf8, membershipRoutes, parseTrustEntry, Problem, statementBytes, trustEntryBytes, uuidV7, type Json, type OfficerCard, type Statement, type StatementOf } from '#protocol';
import { createCertificate, createEpoch } from '#openpgp/open';
import { draft, TrustAt, type TrustState } from '#trust';
import { DatabaseAttacker } from './support/database-attacker.ts';
import { openMailbox, signInAs, startNetworkHub, type NetworkHub, type SignedInOfficer } from './support/network.ts';
import { hashOfCertificate, someHash } from './support/trust-network.ts';

let hub: NetworkHub;
let attacker: DatabaseAttacker;
let secretariat: SignedInOfficer[];
let sender: SignedInOfficer;
let victim: SignedInOfficer;
let sending: MailSession;
let reading: MailSession;
let state: TrustState;

beforeAll(async () => {
  hub = await startNetworkHub();
  secretariat = [await signInAs(hub, 'secretariat-1'), await signInAs(hub, 'secretariat-2'), await signInAs(hub, 'secretariat-3')];
  sender = await signInAs(hub, 'br-officer-1');
  victim = await signInAs(hub, 'cg-officer-1');
  sending = await openMailbox(sender);
  reading = await openMailbox(victim);
  state = await sending.trust.sync();
  attacker = await DatabaseAttacker.of(hub);
}, 300_000);
afterAll(async () => {
  await attacker?.end();
  await hub?.stop();
});

const written: MessageDraft = { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: 'Request', text: 'For two members only.' }, attachments: [] };
const toVictim = () => newThread(sending.me.member, [reading.me.member]);
const context = () => ({ state, now: Date.now() });

/** The same officer on a new device whose hub serves the log from the attacker's table. */
function anew(officer: SignedInOfficer, session: MailSession): MailSession {
  const client = attacker.patched(officer);
  const trust = new TrustFollower(client, hub.network);
  return { ...session, hub: client, trust, audit: new AuditFollower(client, trust), device: crypto.randomUUID() };
}

async function stored(): Promise<number> {
  return (await attacker.read<{ n: number }>('SELECT count(*)::int AS n FROM message'))[0]!.n;
}

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof LogRefused) return error.refusal.kind === 'entry' ? `entry ${error.refusal.refusal.index} ${error.refusal.refusal.code}` : error.refusal.kind;
      return error instanceof Problem ? (error.details.verdict ?? error.code) : String(error);
    },
  );

/** Composing to the attacked member by this session is refused with the same verdict, and the hub stores nothing. */
async function sendsNothing(session: MailSession, verdict: string): Promise<void> {
  const before = await stored();
  expect(await failureOf(sendMessage(session, toVictim(), written))).toBe(verdict);
  expect(await stored()).toBe(before);
}

describe('who takes part in a thread, by the tables', () => {
  test('a member added to it is listed by the hub, and neither believed nor written to', async () => {
    const { receipt } = await sendMessage(sending, toVictim(), written);
    const third = new TrustAt(state).members().find(({ id }) => id !== sending.me.member && id !== reading.me.member)!.id;
    await attacker.write('INSERT INTO thread_member (member, thread, activity) VALUES ($1, $2, now())', [third, receipt.thread]);
    const opened = await openThread(reading, receipt.thread);
    expect(opened.members).toEqual([sending.me.member, reading.me.member].toSorted());
    const { header, request } = await sealDraft(reading, replyIn(opened), written);
    expect(header.recipients.map(({ member }) => member)).toEqual(opened.members);
    expect(request.keyPackets.map(({ member }) => member)).not.toContain(third);
  });
});

describe('whose account it is, by the tables', () => {
  test('an account of the secretariat that is given a member’s officer: what is sealed to the officer does not open, what it sends is refused', async () => {
    const [impostor] = secretariat as [SignedInOfficer];
    const [was] = await attacker.read<{ id: string; officer: string }>('SELECT id, officer FROM account WHERE officer = $1', [impostor.session.officer]);
    const { id } = new TrustAt(state).currentEpoch(reading.me.member).epoch!;
    await attacker.write('UPDATE account SET officer = $2 WHERE id = $1', [was!.id, uuidV7()]);
    try {
      expect(await failureOf(impostor.hub.call(membershipRoutes.epochPackage, { params: { epoch: id } }))).not.toBe('accepted');
      const session: MailSession = { ...impostor, me: { ...reading.me, certificate: await impostor.keyring.certificate() }, device: crypto.randomUUID() };
      expect(await failureOf(sendMessage(session, newThread(reading.me.member, [sending.me.member]), written))).toBe('not-an-officer');
      expect(await openHeldEpochs(session, reading.me.member, reading.me.officer).catch(() => ['refused'])).not.toEqual([]);
    } finally {
      await attacker.write('UPDATE account SET officer = $2 WHERE id = $1', [was!.id, was!.officer]);
    }
  });
});

const member = () => reading.me.member;
const current = () => new TrustAt(state).currentEpoch(member()).epoch!;
/** Hash of a certificate that the secretariat made for itself. */
async function ownCertificate(): Promise<string> {
  return hashOfCertificate((await createCertificate(crypto.randomUUID())).certificate);
}

describe('statements that the secretariat signs alone', () => {
  // From here on the attacker writes the log: nobody else takes its entries in.
  beforeAll(() => hub.end('worker').then(() => undefined), 30_000);

  const cases: readonly (readonly [string, string, () => Promise<Statement>])[] = [
    ['an officer of the member', 'wrong-role', async () => draft.officerAdmit(context(), member(), { officer: uuidV7(), certificate: await ownCertificate(), card: someHash() }, 'officer')],
    ['another role of an officer', 'wrong-role', async () => draft.officerRole(context(), member(), reading.me.officer, 'reader')],
    ['another key of an officer', 'wrong-role', async () => draft.officerRekey(context(), member(), { officer: reading.me.officer, certificate: await ownCertificate(), card: someHash() })],
    ['the removal of an officer', 'wrong-role', async () => draft.officerRemove(context(), member(), reading.me.officer)],
    ['an epoch of its own', 'wrong-role', async () => {
      const id = uuidV7();
      const { certificate } = await createEpoch(id);
      const readers = new TrustAt(state).readersOf(member()).map(({ id: officer }) => ({ officer, package: someHash() }));
      return draft.epochRotate(context(), member(), id, await hashOfCertificate(certificate), readers);
    }],
    ['the present epoch for one more officer', 'already-granted', async () => draft.epochGrant(context(), member(), current().id, reading.me.officer, someHash())],
    ['the end of a freeze that nobody made', 'not-frozen', async () => draft.memberUnfreeze(context(), member())],
  ];

  test.each(cases)('%s: %s', async (_, code, make) => {
    const at = await attacker.append(await make(), secretariat);
    try {
      const verdict = `entry ${at} ${code}`;
      const fresh = anew(sender, sending);
      expect(await failureOf(fresh.trust.sync())).toBe(verdict);
      expect(fresh.trust.state.network).toBeNull();
      await sendsNothing(fresh, verdict);
      // Who had followed the log before keeps what was believed then, and believes nothing after it.
      const patched = new TrustFollower(attacker.patched(victim), hub.network);
      await attacker.truncate(at);
      const before = await patched.sync();
      await attacker.append(await make(), secretariat);
      expect(await failureOf(patched.sync())).toBe(verdict);
      expect(patched.state).toBe(before);
    } finally {
      await attacker.truncate(at);
    }
  });

  test('the present members’ own statements, signed by the secretariat in their place: unknown to the member, refused by name', async () => {
    const at = await attacker.append(draft.memberFreeze(context(), member()), secretariat.slice(0, 1));
    expect(await failureOf(anew(victim, reading).trust.sync())).toBe(`entry ${at} wrong-role`);
    await attacker.truncate(at);
  });
});

describe('the log rewritten and signed anew by the log’s real key', () => {
  test('contradicts every client that followed it before: both checkpoints are kept as evidence, nothing is sent', async () => {
    const leaves = await attacker.leaves();
    const followed = anew(sender, sending);
    await followed.trust.sync();
    const at = leaves.findIndex((leaf) => parseTrustEntry(leaf).statement.kind === 'officer.admit');
    const { statement, signatures } = parseTrustEntry(leaves[at]!);
    await attacker.replace(at, trustEntryBytes({ statement, signatures: signatures.slice(1) }));
    await attacker.append(draft.memberSuspend(context(), reading.me.member), secretariat.slice(0, 2));
    try {
      const refused = await followed.trust.sync().catch((error: unknown) => error as LogRefused);
      expect(refused).toMatchObject({ refusal: { kind: 'inconsistent' } });
      expect((refused as LogRefused).evidence).toHaveLength(2);
      await sendsNothing(followed, 'inconsistent');
      expect(await failureOf(anew(victim, reading).trust.sync())).toMatch(new RegExp(`^entry ${at} (too-few-signatures|not-co-signed)$`));
    } finally {
      await attacker.truncate(leaves.length);
      await attacker.replace(at, leaves[at]!);
    }
  });

  test('forked after an entry, for one client: refused by who saw the other branch', async () => {
    const leaves = await attacker.leaves();
    const followed = anew(victim, reading);
    await followed.trust.sync();
    await attacker.replace(leaves.length - 1, leaves[leaves.length - 2]!);
    expect(await failureOf(followed.trust.sync())).toBe('inconsistent');
    await attacker.replace(leaves.length - 1, leaves.at(-1)!);
    expect(await failureOf(followed.trust.sync())).toBe('accepted');
  });
});

describe('what statements pin, exchanged in the tables', () => {
  test('a mailbox’s certificate: other bytes are refused and nothing is sealed', async () => {
    const { certificate } = new TrustAt(state).currentEpoch(reading.me.member).epoch!;
    const own = new TrustAt(state).currentEpoch(sending.me.member).epoch!.certificate;
    const [before] = await attacker.read<{ certificate: Uint8Array }>("SELECT certificate FROM certificate WHERE hash = decode($1, 'hex')", [certificate]);
    await attacker.withoutChecks('certificate');
    await attacker.write("UPDATE certificate SET certificate = (SELECT certificate FROM certificate WHERE hash = decode($2, 'hex')) WHERE hash = decode($1, 'hex')", [certificate, own]);
    try {
      await sendsNothing(anew(sender, sending), 'certificate-missing');
    } finally {
      await attacker.write("UPDATE certificate SET certificate = $2 WHERE hash = decode($1, 'hex')", [certificate, before!.certificate]);
    }
  });

  test('an officer’s sealed package of an epoch: not opened, and named', async () => {
    const { id } = new TrustAt(state).currentEpoch(reading.me.member).epoch!;
    const rows = await attacker.read<{ officer: string; sealed: Uint8Array; hash: Uint8Array }>('SELECT officer, sealed, hash FROM epoch_package WHERE epoch = $1', [id]);
    const mine = rows.find(({ officer }) => officer === reading.me.officer)!;
    const other = rows.find(({ officer }) => officer !== reading.me.officer)!;
    await attacker.withoutChecks('epoch_package');
    await attacker.write('UPDATE epoch_package SET sealed = $3 WHERE epoch = $1 AND officer = $2', [id, reading.me.officer, other.sealed]);
    try {
      const { keyring } = await signInAs(hub, 'cg-officer-1');
      expect(await openHeldEpochs({ ...anew(victim, reading), keyring }, reading.me.member, reading.me.officer)).toEqual([id]);
    } finally {
      await attacker.write('UPDATE epoch_package SET sealed = $3 WHERE epoch = $1 AND officer = $2', [id, reading.me.officer, mine.sealed]);
    }
  });
});

describe('what waits for signatures, and who is who, by the tables', () => {
  test('a proposal altered while it waits: what the second officer signs is not what the first signed, and nothing is appended', async () => {
    const [one, two] = [await signInAs(hub, 'cg-security-1'), await signInAs(hub, 'cg-security-2')];
    const member = reading.me.member;
    const { id } = (await proposeRole(one, member, reading.me.officer, { role: 'reader', ends: null }))!;
    const [row] = await attacker.read<{ statement: Uint8Array }>('SELECT statement FROM proposal WHERE id = $1', [id]);
    const statement = JSON.parse(fromUtf8(new Uint8Array(row!.statement))) as StatementOf<'officer.role'>;
    // The sender's promotion, to whom both thought was asked to read only.
    await attacker.write('UPDATE proposal SET statement = $2 WHERE id = $1', [id, statementBytes({ ...statement, body: { ...statement.body, role: 'security' } })]);
    const before = (await attacker.leaves()).length;
    const shown = (await two.hub.call(membershipRoutes.proposals, { query: {} })).items.find((proposal) => proposal.id === id)!;
    expect(shown.statement).toMatchObject({ kind: 'officer.role', body: { role: 'security' } });
    expect(await failureOf(signProposal(two, shown))).toBe('signature-invalid');
    expect((await attacker.leaves()).length).toBe(before);
    expect(new TrustAt(await reading.trust.sync()).roleOf(reading.me.officer)).toBe('officer');
    await one.hub.call(membershipRoutes.withdrawProposal, { params: { proposal: id } });
  });

  test('an officer’s card with another name: no card at all for any client', async () => {
    const { card: hash } = new TrustAt(state).officer(reading.me.officer)!.officer;
    const cardsOf = async () => pinnedCards([hash], (await sender.hub.call(membershipRoutes.officers, { params: { member: reading.me.member } })).items);
    const [mine] = [...(await cardsOf()).values()];
    expect(mine!.officer).toBe(reading.me.officer);
    const stored = (card: OfficerCard) => attacker.write("UPDATE officer_card SET card = $2 WHERE hash = decode($1, 'hex')", [hash, canonicalBytes(card as Json)]);
    await attacker.withoutChecks('officer_card');
    await stored({ ...mine!, name: 'Somebody else' });
    try {
      expect([...(await cardsOf())]).toEqual([]);
    } finally {
      await stored(mine!);
    }
    expect([...(await cardsOf()).values()]).toEqual([mine]);
  });
});
