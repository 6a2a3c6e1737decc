// The end of a session reaches everything that is open for it, in whichever process: after the commit nothing is answered any more.
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { beginUpload, followLive, HubClient, HubProblem, newThread, proposeRemoval, proposeRole, sendMessage, signProposal, submitStatement, uploadAttachment } from '#client';
import { auditRoutes, DEFAULT_LABELS, identityRoutes, membershipRoutes, messagingRoutes, noticesRoutes, uuidV7, type LiveEvent, type Proposal, type Statement } from '#protocol';
import { draft } from '#trust';
import { startHub, type Hub } from './support/hub.ts';
import { openMailbox, signInAs, startNetworkHub, type NetworkHub, type SignedInOfficer } from './support/network.ts';
import { until } from './support/until.ts';

/** More than the sockets of both sides hold between them. */
const LARGE = 14 * 1024 * 1024;

let hub: NetworkHub;
/** Another API process on the same database. */
let second: Hub;
/** A third one, whose listening connection never comes about: it looks, twice a second. */
let deaf: Hub;
let owner: Client;
let first: SignedInOfficer;
let colleague: SignedInOfficer;
const sent = { message: '', attachment: '' };
const closers: (() => void)[] = [];

beforeAll(async () => {
  hub = await startNetworkHub();
  const common = { databaseUrl: hub.databaseUrl, dataDirectory: hub.dataDirectory, processes: ['api'] } as const;
  second = await startHub(common);
  deaf = await startHub({ ...common, environment: { SIGNALS_DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none' } });
  owner = new Client({ connectionString: hub.database.superuserUrl });
  await owner.connect();
  first = await signInAs(hub, 'br-security-1');
  colleague = await signInAs(hub, 'br-security-2');
  const writing = await openMailbox(first);
  const { member } = (await signInAs(hub, 'cg-officer-1')).session;
  const bytes = crypto.getRandomValues(new Uint8Array(65_536));
  const attachment = await uploadAttachment(first.hub, { name: 'annex', type: 'application/octet-stream', size: LARGE, read: async (begin, end) => Uint8Array.from({ length: end - begin }, (_, i) => bytes[i % bytes.length]!) }, beginUpload(LARGE));
  const { receipt } = await sendMessage(writing, newThread(writing.me.member, [member!]), { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: 'Annex', text: 'Attached.' }, attachments: [attachment] });
  Object.assign(sent, { message: receipt.message, attachment: attachment.id });
}, 300_000);
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(async () => {
  await owner?.end();
  await Promise.all([deaf?.stop(), second?.stop()]);
  await hub?.stop();
}, 60_000);

/** The officer's session at one of the processes. */
function at(process: Hub, officer: SignedInOfficer): HubClient {
  const cookie = officer.cookie();
  return new HubClient({
    baseUrl: process.url,
    client: 'tests',
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('cookie', cookie);
      return fetch(input, { ...init, headers });
    },
  });
}

async function listen(process: Hub, officer: SignedInOfficer) {
  const events: LiveEvent[] = [];
  const stop = new AbortController();
  closers.push(() => stop.abort());
  const over = followLive(at(process, officer), { heard: () => undefined, event: (event) => void events.push(event) }, stop.signal);
  await until(() => events.length > 0, 'the first event');
  expect(events[0]).toMatchObject({ event: 'hello', officer: officer.session.officer });
  return { events, over: over.then((why) => ({ why, at: performance.now() })) };
}

/** A connection on which the rest of a request is slow to go, or of an answer slow to be taken. */
async function slow(process: Hub, officer: SignedInOfficer, request: string, some = Buffer.of()): Promise<{ taken(): number; closed: Promise<number> }> {
  const { port, host } = new URL(process.url);
  const socket: Socket = connect(Number(port), '127.0.0.1');
  closers.push(() => socket.destroy());
  let taken = 0;
  socket.on('error', () => undefined);
  socket.write(`${request} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${officer.cookie()}\r\nX-Globe-Client: tests\r\n${some.length > 0 ? `Content-Type: application/octet-stream\r\nContent-Length: ${LARGE}\r\n` : ''}\r\n`);
  if (some.length > 0) socket.write(some);
  const closed = new Promise<number>((resolve) => socket.once('close', () => resolve(performance.now())));
  socket.on('data', (part) => {
    taken += part.length;
    // One more read in a while: the connection is neither idle nor done.
    socket.pause();
    setTimeout(() => socket.resume(), 250).unref();
  });
  if (some.length === 0) await until(() => taken > 0, 'the beginning of the answer');
  return { taken: () => taken, closed };
}

/** What a process answers to requests of somebody signed in. */
async function answers(process: Hub, officer: SignedInOfficer): Promise<string[]> {
  const client = at(process, officer);
  const calls: readonly Promise<unknown>[] = [
    client.call(identityRoutes.session), client.call(messagingRoutes.listThreads, { query: {} }), client.call(membershipRoutes.trustEntries, { query: { from: 0, limit: 1 } }),
    client.call(messagingRoutes.fetchMessage, { params: { message: sent.message } }), client.call(messagingRoutes.getPart, { params: { attachment: sent.attachment, part: '0' } }),
    client.call(messagingRoutes.createAttachment, { params: { attachment: uuidV7() }, body: { parts: 1 } }), client.call(noticesRoutes.own, {}),
    client.call(identityRoutes.vault, { params: { id: officer.session.credential } }), client.call(auditRoutes.auditEntries, { query: {} }),
  ];
  return Promise.all(calls.map((call) => call.then(() => 'answered', (error: unknown) => (error instanceof HubProblem ? `${error.code} ${error.details.verdict ?? ''}`.trim() : String(error)))));
}

const after = (begin: number, times: readonly number[]) => times.map((time) => `${(time - begin).toFixed(0)} ms`).join(', ');

async function signed(statement: Statement, signers: readonly SignedInOfficer[]): Promise<Proposal> {
  let proposal = await submitStatement(signers[0]!, { statement });
  for (const signer of signers.slice(1)) proposal = await signProposal(signer, proposal);
  expect(proposal.state).toBe('appended');
  return proposal;
}

describe('an officer who is removed', () => {
  test('has no session, no new mail and no download in any tab, and every tab is told', async () => {
    const officer = await signInAs(hub, 'br-officer-2');
    const processes = [hub, second, deaf];
    const streams = await Promise.all([...processes, second].map((process) => listen(process, officer)));
    const others = await Promise.all([listen(second, first), listen(hub, colleague)]);
    const upload = uuidV7();
    await at(hub, officer).call(messagingRoutes.createAttachment, { params: { attachment: upload }, body: { parts: 1 } });
    const downloads = await Promise.all(processes.map((process) => slow(process, officer, `GET /api/attachments/${sent.attachment}/parts/0`)));
    const uploads = await Promise.all(processes.map((process) => slow(process, officer, `PUT /api/attachments/${upload}/parts/0`, Buffer.alloc(100_000))));
    expect(await Promise.all(processes.map((process) => answers(process, officer)))).toEqual(processes.map(() => Array.from({ length: 9 }, () => 'answered')));

    const proposal = await proposeRemoval(first, officer.session.member!, officer.session.officer);
    const appended = await signProposal(colleague, proposal!);
    const committed = performance.now();
    expect(appended.state).toBe('appended');

    // Not a wait: the very next requests, at every process.
    expect(await Promise.all(processes.map((process) => answers(process, officer)))).toEqual(processes.map(() => Array.from({ length: 9 }, () => 'not-signed-in removed')));

    const told = await Promise.all(streams.map(({ over }) => over));
    expect(told.map(({ why }) => why)).toEqual(['removed', 'removed', 'removed', 'removed']);
    for (const { events } of streams) expect(events.at(-1)).toEqual({ event: 'session-ended', why: 'removed' });
    const cut = await Promise.all([...downloads, ...uploads].map(({ closed }) => closed));
    for (const { taken } of downloads) expect(taken()).toBeLessThan(LARGE);
    // Those who stay hear that the log has grown, and nothing else.
    await until(() => others.every(({ events }) => events.some((event) => event.event === 'trust-log' && event.size > appended.index!)), 'news of the log');
    for (const { events } of others) expect(events.every(({ event }) => event === 'hello' || event === 'trust-log')).toBe(true);

    process.stdout.write(`after the answer to the last signature: streams told ${after(committed, told.map((one) => one.at))}; transfers cut ${after(committed, cut)} (the last of each three by looking)\n`);

    expect((await owner.query('SELECT 1 FROM session WHERE account = $1', [officer.session.account])).rows).toEqual([]);
    expect((await owner.query('SELECT 1 FROM vault WHERE account = $1', [officer.session.account])).rows).toEqual([]);
    expect((await owner.query('SELECT 1 FROM attachment_part WHERE attachment = $1', [upload])).rows).toEqual([]);
    const { items } = await first.hub.call(auditRoutes.auditEntries, { query: { action: 'session.cut' } });
    expect(items).toMatchObject([{ entry: { object: { kind: 'officer', id: officer.session.officer }, details: { why: 'removed', sessions: 1 } } }]);
  }, 240_000);
});

describe('an officer who is suspended', () => {
  test('is told so, also when the listening connection was lost meanwhile', async () => {
    const officer = await signInAs(hub, 'br-officer-1');
    const [here, there] = [await listen(hub, officer), await listen(second, officer)];
    const listening = async () => (await owner.query(`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'globe-signals'`)).rows.map(({ pid }) => pid as number);
    const before = await listening();
    expect(before).toHaveLength(2);
    await owner.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) pid', [before]);
    const context = { state: await first.trust.sync(), now: Date.now() };
    await signed(draft.officerSuspend(context, officer.session.member!, officer.session.officer), [first]);
    expect(await answers(second, officer)).toEqual(Array.from({ length: 9 }, () => 'not-signed-in suspended'));
    expect([(await here.over).why, (await there.over).why]).toEqual(['suspended', 'suspended']);
    await until(async () => (await listening()).length === 2, 'listening again');
  }, 240_000);
});

describe('an officer who no longer reads', () => {
  test('is cut off everywhere, and has the place that is left when signing in again', async () => {
    const officer = await signInAs(hub, 'ae-officer-2');
    const [one, two] = [await signInAs(hub, 'ae-security-1'), await signInAs(hub, 'ae-security-2')];
    const processes = [hub, second, deaf];
    const streams = await Promise.all(processes.map((process) => listen(process, officer)));
    const stays = await listen(second, one);
    const upload = uuidV7();
    await at(hub, officer).call(messagingRoutes.createAttachment, { params: { attachment: upload }, body: { parts: 1 } });
    const uploads = await Promise.all(processes.map((process) => slow(process, officer, `PUT /api/attachments/${upload}/parts/0`, Buffer.alloc(100_000))));
    const proposal = await proposeRole(one, officer.session.member!, officer.session.officer, { role: 'auditor', ends: null });
    expect((await signProposal(two, proposal!)).state).toBe('appended');
    const committed = performance.now();
    expect(await Promise.all(processes.map((process) => answers(process, officer)))).toEqual(processes.map(() => Array.from({ length: 9 }, () => 'not-signed-in role-changed')));
    const told = await Promise.all(streams.map(({ over }) => over));
    expect(told.map(({ why }) => why)).toEqual(['role-changed', 'role-changed', 'role-changed']);
    const cut = await Promise.all(uploads.map(({ closed }) => closed));
    process.stdout.write(`another role: streams told ${after(committed, told.map((one_) => one_.at))}; uploads cut ${after(committed, cut)}\n`);
    expect(stays.events.map(({ event }) => event)).not.toContain('session-ended');
    expect((await signInAs(hub, 'ae-officer-2')).session.role).toBe('member-auditor');
  }, 240_000);
});

describe('a way to sign in that is removed', () => {
  test('takes the sessions that it began, in every process, and leaves the others of the same officer', async () => {
    const [officer, lost] = [await signInAs(hub, 'cg-officer-1'), await signInAs(hub, 'cg-officer-1')];
    // As a second passkey's rows stand after signing in with it.
    const credential = randomUUID();
    await owner.query(
      `INSERT INTO credential (id, account, method, label, created, passkey_id, passkey_public_key, passkey_counter, passkey_transports) VALUES ($1, $2, 'passkey', 'Lost', now(), $3, '', 0, '{}')`,
      [credential, officer.session.account, credential],
    );
    await owner.query('UPDATE session SET credential = $1 WHERE id = $2', [credential, lost.session.id]);
    const processes = [hub, second, deaf];
    const [cut, stay] = [await Promise.all(processes.map((process) => listen(process, lost))), await listen(second, officer)];
    const download = await slow(second, lost, `GET /api/attachments/${sent.attachment}/parts/0`);
    await officer.hub.call(identityRoutes.removeCredential, { params: { id: credential } });
    const committed = performance.now();
    expect(await Promise.all(processes.map((process) => answers(process, lost)))).toEqual(processes.map(() => Array.from({ length: 9 }, () => 'not-signed-in credential-removed')));
    const told = await Promise.all(cut.map(({ over }) => over));
    expect(told.map(({ why }) => why)).toEqual(['credential-removed', 'credential-removed', 'credential-removed']);
    const closed = await download.closed;
    expect(download.taken()).toBeLessThan(LARGE);
    process.stdout.write(`a credential: streams told ${after(committed, told.map((one) => one.at))}; download cut ${after(committed, [closed])}\n`);
    expect(await answers(second, officer)).toEqual(expect.arrayContaining(['answered']));
    expect(stay.events.map(({ event }) => event)).not.toContain('session-ended');
  }, 240_000);
});

describe('a session that ends otherwise', () => {
  test('by its owner, by running out, and by leaving: each with its reason', async () => {
    const officer = await signInAs(hub, 'ae-officer-1');
    const [leaves, runsOut] = [await listen(second, officer), await listen(second, colleague)];
    const [left] = [officer.cookie()];
    await officer.hub.call(identityRoutes.signOut);
    expect((await leaves.over).why).toBe('signed-out');
    const asked = await fetch(`${second.url}/api/session`, { headers: { cookie: left } });
    expect([asked.status, await asked.json()]).toMatchObject([401, { code: 'not-signed-in', verdict: 'signed-out' }]);
    await owner.query('UPDATE session SET ends = now() WHERE id = $1', [colleague.session.id]);
    expect((await runsOut.over).why).toBe('expired');
    const [other] = [await signInAs(hub, 'ae-officer-2')];
    const heard = await listen(second, other);
    await owner.query('DELETE FROM session WHERE id = $1', [other.session.id]);
    expect((await heard.over).why).toBe('ended');
    // Who never had a session learns nothing.
    expect(await (await fetch(`${second.url}/api/session`, { headers: { cookie: `session=${'A'.repeat(43)}` } })).json()).not.toHaveProperty('verdict');
  }, 240_000);

  test('no more than six streams of one session: the oldest makes room', async () => {
    const officer = await signInAs(hub, 'cg-officer-2');
    const opened: Response[] = [];
    for (let i = 0; i < 7; i++) opened.push(await fetch(`${second.url}/api/live`, { headers: { cookie: officer.cookie() } }));
    closers.push(() => opened.slice(1).forEach((answer) => void answer.body?.cancel()));
    expect(opened.map(({ status, headers }) => [status, headers.get('content-type'), headers.get('x-accel-buffering'), headers.get('cache-control')])).toEqual(
      opened.map(() => [200, 'text/event-stream; charset=utf-8', 'no', 'no-store, no-transform']));
    expect(await opened[0]!.text()).toMatch(/^data: \{"event":"hello".*\}\n\n(:\n\n)*$/);
  }, 120_000);
});
