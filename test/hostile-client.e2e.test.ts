// Clients that send what no client should: every request is answered by a clear problem, never by a failure, and leaves nothing stored.
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { request as openRequest } from 'node:http';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import { Client } from 'pg';
import { confirmEpoch, createKeyring, HubClient, HubProblem, newThread, rotateEpoch, sealDraft, sendMessage, signInWithPassphrase, submitMessage, uploadAttachment, beginUpload, type MailSession, type MessageDraft, type SealedDraft } from '#client';
import { createCertificate, rewrap } from '#openpgp/open';
import { DEFAULT_LABELS, fromBase64Url, MESSAGE_LIMITS, messagingRoutes, PROBLEMS, toBase64Url, utf8, uuidV7, type Bytes, type Route, type SendMessage } from '#protocol';
import { openMailbox, signInAs, startNetworkHub, type NetworkHub } from './support/network.ts';

const NAUGHTY = JSON.parse(readFileSync(join(import.meta.dirname, 'data', 'naughty-strings.json'), 'utf8')) as string[];
const TABLES = ['thread', 'thread_member', 'thread_read', 'message', 'key_packet', 'attachment', 'attachment_part'];

let hub: NetworkHub;
let writer: MailSession;
let reader: MailSession;
let stranger: MailSession;
/** A thread that writer and reader have, and a message of it. */
let known: SealedDraft;
let upload: string;
let looking: Client;
let cookie: string;

beforeAll(async () => {
  hub = await startNetworkHub();
  writer = await openMailbox(await signInAs(hub, 'br-officer-1'));
  reader = await openMailbox(await signInAs(hub, 'cg-officer-1'));
  stranger = await openMailbox(await signInAs(hub, 'ae-officer-1'));
  known = await sendMessage(writer, toReader(), DRAFT);
  const source = { name: 'a', type: 'text/plain', size: 3, read: async () => new Uint8Array(3) };
  upload = (await uploadAttachment(writer.hub, source, beginUpload(3))).id;
  looking = new Client({ connectionString: hub.database.superuserUrl });
  await looking.connect();
  cookie = await signInForCookie();
}, 240_000);
afterAll(async () => {
  await looking?.end();
  await hub?.stop();
});

const DRAFT: MessageDraft = { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: null, text: 'Ordinary words.' }, attachments: [] };
const toReader = () => newThread(writer.me.member, [reader.me.member]);
const sealed = () => sealDraft(writer, toReader(), DRAFT);

/** All rows there are, and the acts and effects that storing something would have added. */
async function stored(): Promise<unknown> {
  const counts = TABLES.map((table) => `SELECT '${table}' AS what, count(*)::int AS n, sum(hashtext(t::text))::text AS sum FROM ${table} t`);
  counts.push("SELECT 'acts', count(*)::int, '' FROM audit_entry WHERE outcome = 'done' AND action IN ('message.send', 'message.rewrap', 'attachment.upload')");
  counts.push("SELECT 'effects', count(*)::int, '' FROM outbox WHERE topic = 'message.waiting'");
  return (await looking.query(counts.join(' UNION ALL '))).rows;
}

/** The problem's code, with its verdict if it has one. */
async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(() => null, (thrown: unknown) => thrown);
  if (!(error instanceof HubProblem)) throw new Error(`not refused: ${String(error)}`);
  return error.details.verdict === undefined ? error.code : `${error.code} ${error.details.verdict}`;
}
const put = (session: MailSession, message: string, request: SendMessage) => session.hub.call(messagingRoutes.sendMessage, { params: { message }, body: request });
async function refusalWith(change: (request: SendMessage) => SendMessage | Promise<SendMessage>, session: MailSession = writer): Promise<string> {
  const { message, request } = await sealed();
  return refusalOf(put(session, message, await change(request)));
}
const altered = (text: string, change: (bytes: Bytes) => void) => {
  const bytes = fromBase64Url(text);
  change(bytes);
  return toBase64Url(bytes);
};
const firstPacket = (request: SendMessage, packet: string): SendMessage => ({ ...request, keyPackets: [{ ...request.keyPackets[0]!, packet }, ...request.keyPackets.slice(1)] });

describe('refused, and nothing stored:', () => {
  let before: unknown;
  beforeEach(async () => {
    before = await stored();
  });
  afterEach(async () => {
    expect(await stored()).toEqual(before);
  });

  test.each<[string, (request: SendMessage) => SendMessage | Promise<SendMessage>, string]>([
    ['a plain text body', (request) => ({ ...request, body: toBase64Url(utf8('Dear colleague, here is the name of the suspect')) }), 'message-refused packet-framing'],
    ['an empty body', (request) => ({ ...request, body: '' }), 'bad-request'],
    ['a body cut short', (request) => ({ ...request, body: toBase64Url(fromBase64Url(request.body).slice(0, -5)) }), 'message-refused packet-framing'],
    ['a body of zeros', (request) => ({ ...request, body: toBase64Url(new Uint8Array(5000)) }), 'message-refused packet-framing'],
    ['SEIPD version 1', (request) => ({ ...request, body: altered(request.body, (bytes) => (bytes[3] = 1)) }), 'message-refused body-version'],
    ['OCB', (request) => ({ ...request, body: altered(request.body, (bytes) => (bytes[5] = 2)) }), 'message-refused body-aead'],
    ['a key packet of version 3', (request) => firstPacket(request, altered(request.keyPackets[0]!.packet, (bytes) => (bytes[3] = 3))), 'message-refused key-packet-version'],
    ['a key packet of random bytes', (request) => firstPacket(request, toBase64Url(crypto.getRandomValues(new Uint8Array(1200)).fill(0, 0, 1))), 'message-refused packet-framing'],
    ['two key packets for one member', (request) => ({ ...request, keyPackets: [...request.keyPackets, request.keyPackets[0]!] }), 'bad-request'],
    ['one key packet under two members', (request) => ({ ...request, keyPackets: request.keyPackets.map((one) => ({ ...one, packet: request.keyPackets[0]!.packet })) }), 'message-refused key-packet-repeated'],
    ['a key packet too few', (request) => ({ ...request, keyPackets: request.keyPackets.slice(0, 1) }), 'recipients-refused key-packet-missing'],
    ['no key packet', (request) => ({ ...request, keyPackets: [] }), 'bad-request'],
    ['65 key packets', (request) => ({ ...request, keyPackets: Array.from({ length: 65 }, () => ({ ...request.keyPackets[0]!, member: crypto.randomUUID() })) }), 'bad-request'],
    ['key packets labelled the other way round', ({ keyPackets: [one, two], ...request }) => ({ ...request, keyPackets: [{ ...one!, packet: two!.packet }, { ...two!, packet: one!.packet }] }), 'recipients-refused key-packet-for-another-key'],
    ['an epoch that does not exist', (request) => ({ ...request, keyPackets: request.keyPackets.map((one) => ({ ...one, epoch: crypto.randomUUID() })) }), 'epoch-stale not-the-current-epoch'],
    ['a thread without the sender’s member', (request) => ({ ...request, members: request.members.map((member) => (member === writer.me.member ? stranger.me.member : member)).toSorted() }), 'thread-refused own-member-missing'],
    ['a thread with somebody who is no member', (request) => ({ ...request, members: [...request.members, crypto.randomUUID()].toSorted() }), 'thread-refused unknown-member'],
    ['members out of order', (request) => ({ ...request, members: request.members.toReversed() }), 'bad-request'],
    ['an attachment that does not exist', (request) => ({ ...request, attachments: [uuidV7()] }), 'message-refused attachment-not-complete'],
    ['a thread id in upper case', (request) => ({ ...request, thread: request.thread.toUpperCase() }), 'bad-request'],
    ['a field too many', (request) => ({ ...request, subject: 'Plain to see' }), 'bad-request'],
    ['a commitment that is no hash', (request) => ({ ...request, commitment: request.commitment.slice(1) }), 'bad-request'],
    ['an oversized body', (request) => ({ ...request, body: toBase64Url(new Uint8Array(MESSAGE_LIMITS.body + 1)) }), 'bad-request'],
    ['a request larger than any could be', (request) => ({ ...request, body: 'A'.repeat(5 * 1024 * 1024) }), 'too-large'],
  ])('%s', async (_, change, expected) => {
    expect(await refusalWith(change)).toBe(expected);
  });

  test('a key packet for a member outside the thread', async () => {
    const open = await sealDraft(writer, newThread(writer.me.member, [reader.me.member, stranger.me.member]), DRAFT);
    const members = open.request.members.filter((member) => member !== stranger.me.member);
    expect(await refusalOf(put(writer, open.message, { ...open.request, members }))).toBe('recipients-refused not-a-member-of-the-thread');
  });

  test('a key packet for a key of the sender’s own making', async () => {
    const { certificate } = await createCertificate(crypto.randomUUID());
    const { bytes } = await rewrap({ sessionKey: new Uint8Array(32), certificate });
    expect(await refusalWith((request) => firstPacket(request, toBase64Url(bytes)))).toBe('recipients-refused key-packet-for-another-key');
  });

  test('a message into a thread of others', async () => {
    const { message, request } = await sealDraft(stranger, newThread(stranger.me.member, [reader.me.member]), DRAFT);
    expect(await refusalOf(put(stranger, message, { ...request, thread: known.request.thread }))).toBe('thread-refused not-yours');
  });

  test('a message to other members than the thread has', async () => {
    const { message, request } = await sealDraft(writer, newThread(writer.me.member, [stranger.me.member]), DRAFT);
    expect(await refusalOf(put(writer, message, { ...request, thread: known.request.thread }))).toBe('thread-refused other-members');
  });

  test('an id used again with other bytes, by the same officer, a colleague, another member', async () => {
    const { request } = await sealed();
    expect(await refusalOf(put(writer, known.message, request))).toBe('id-reused');
    expect(await refusalOf(put(writer, known.message, { ...known.request, commitment: '00'.repeat(32) }))).toBe('id-reused');
    const theirs = await sealDraft(stranger, newThread(stranger.me.member, [reader.me.member]), DRAFT);
    expect(await refusalOf(put(stranger, known.message, theirs.request))).toBe('id-reused');
    const answer = await sealDraft(reader, newThread(reader.me.member, [writer.me.member]), DRAFT);
    expect(await refusalOf(put(reader, known.message, answer.request))).toBe('id-reused');
  });

  test('later key packets by those who may not add them', async () => {
    const add = (session: MailSession, keyPackets: SendMessage['keyPackets']) => refusalOf(session.hub.call(messagingRoutes.addKeyPackets, { params: { message: known.message }, body: { keyPackets } }));
    const [one] = known.request.keyPackets;
    expect(await add(stranger, [one!])).toBe('not-found');
    expect(await add(writer, [{ ...one!, member: stranger.me.member }])).toBe('recipients-refused not-a-member-of-the-thread');
    expect(await add(writer, [{ ...one!, member: writer.me.member, epoch: crypto.randomUUID() }])).toBe('epoch-stale not-the-current-epoch');
    expect(await add(writer, [{ ...one!, packet: 'AAAA' }])).toBe('message-refused packet-framing');
  });

  test('attachments: plain, oversized, of others, of no such part', async () => {
    const part = (session: MailSession, attachment: string, index: string, body: Bytes) => refusalOf(session.hub.call(messagingRoutes.putPart, { params: { attachment, part: index }, body }));
    expect(await part(writer, upload, '0', utf8('A plain file'))).toBe('message-refused packet-framing');
    expect(await part(writer, upload, '0', new Uint8Array(0))).toMatch(/message-refused|bad-request/);
    expect(await statusOfAnnounced(`/api/attachments/${upload}/parts/0`, { 'content-type': 'application/octet-stream', 'content-length': MESSAGE_LIMITS.sealedPart + 1 })).toBe(413);
    const good = await writer.hub.call(messagingRoutes.getPart, { params: { attachment: upload, part: '0' } }).catch((error: unknown) => error);
    expect(good).toBeInstanceOf(Uint8Array);
    expect(await part(reader, upload, '0', good as Bytes)).toBe('not-found');
    expect(await part(writer, upload, '1', good as Bytes)).toBe('not-found');
    expect(await part(writer, upload, '4096', good as Bytes)).toBe('bad-request');
    expect(await part(writer, uuidV7(), '0', good as Bytes)).toBe('not-found');
    expect(await refusalOf(reader.hub.call(messagingRoutes.attachmentStatus, { params: { attachment: upload } }))).toBe('not-found');
    expect(await refusalOf(writer.hub.call(messagingRoutes.createAttachment, { params: { attachment: upload }, body: { parts: 2 } }))).toBe('id-reused');
    expect(await refusalOf(reader.hub.call(messagingRoutes.createAttachment, { params: { attachment: upload }, body: { parts: 1 } }))).toBe('id-reused');
    expect(await refusalOf(writer.hub.call(messagingRoutes.createAttachment, { params: { attachment: uuidV7() }, body: { parts: 4097 } }))).toBe('bad-request');
  });

  test.each<[string, RequestInit, number]>([
    ['no JSON', { headers: { 'content-type': 'application/json' }, body: '{"thread":' }, 400],
    ['JSON of another kind', { headers: { 'content-type': 'application/json' }, body: '[null]' }, 400],
    ['a body of another type', { headers: { 'content-type': 'text/plain' }, body: 'Dear colleague' }, 400],
    ['XML', { headers: { 'content-type': 'application/xml' }, body: '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>' }, 415],
    ['a prototype', { headers: { 'content-type': 'application/json' }, body: '{"__proto__":{"thread":"x"},"constructor":{"prototype":{}}}' }, 400],
    ['JSON nested 100,000 deep', { headers: { 'content-type': 'application/json' }, body: '['.repeat(100_000) }, 400],
    ['no body', {}, 400],
  ])('a request with %s', async (_, init, status) => {
    const headers = { ...init.headers, cookie, 'x-globe-client': 'tests' };
    const answer = await fetch(`${hub.url}/api/messages/${uuidV7()}`, { method: 'PUT', ...init, headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test.each<[string, Record<string, string | number>]>([
    ['of a part', { 'content-type': 'application/octet-stream', 'content-length': MESSAGE_LIMITS.sealedPart }],
    ['of a message', { 'content-type': 'application/json', 'content-length': 4 * 1024 * 1024 }],
    ['without a length', { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }],
  ])('nothing of a large body %s is waited for, where nobody is signed in', async (_, announced) => {
    for (const stale of [{}, { cookie: `${cookie.split('=')[0]}=${'A'.repeat(43)}` }]) {
      expect(await statusOfAnnounced(`/api/messages/${uuidV7()}`, announced, stale)).toBe(401);
      expect(await statusOfAnnounced(`/api/attachments/${upload}/parts/0`, announced, stale)).toBe(401);
    }
  });

  test('a request that a page of another site could have caused', async () => {
    const headers = { cookie, 'content-type': 'application/json' };
    const body = JSON.stringify(known.request);
    expect((await fetch(`${hub.url}/api/messages/${uuidV7()}`, { method: 'PUT', headers, body })).status).toBe(403);
    expect((await fetch(`${hub.url}/api/messages/${uuidV7()}`, { method: 'PUT', headers: { ...headers, 'x-globe-client': 'tests', origin: 'https://elsewhere.example' }, body })).status).toBe(403);
  });

  test('naughty strings in every field of every route', async () => {
    const { message, request } = await sealed();
    const calls = naughtyCalls(message, request);
    const failures: string[] = [];
    for (const text of NAUGHTY) {
      const answers = await Promise.all(calls.map(async ([name, ask]) => [name, await outcomeOf(() => ask(text))] as const));
      failures.push(...answers.filter(([name, outcome]) => outcome !== 'refused' && !isMeant(name, text)).map(([name, outcome]) => `${name} ${JSON.stringify(text)}: ${outcome}`));
    }
    expect(failures).toEqual([]);
  }, 120_000);

  test('and after all that the hub still answers, without one failure in its log', async () => {
    expect((await fetch(`${hub.url}/readyz`)).status).toBe(200);
    expect((await hub.log('api')).split('\n').filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});

/** The status of the answer to a request that only announces a body. */
function statusOfAnnounced(path: string, announced: Record<string, string | number>, session: { cookie?: string } = { cookie }): Promise<number | undefined> {
  const headers = { ...session, 'x-globe-client': 'tests', ...announced };
  return new Promise((resolve, reject) => {
    const asking = openRequest(`${hub.url}${path}`, { method: 'PUT', headers }, ({ statusCode }) => {
      resolve(statusCode);
      asking.destroy();
    });
    asking.on('error', reject);
    asking.flushHeaders();
  });
}

/** Signs in another officer of the writer's member, and keeps the session's cookie for requests that no client of ours makes. */
async function signInForCookie(): Promise<string> {
  let seen = '';
  const looking: typeof fetch = async (input, init) => {
    seen = new Headers(init?.headers).get('cookie') ?? seen;
    return fetch(input, init);
  };
  const { signInName, passphrase, totpSecret, recoveryCode } = hub.account('br-officer-2');
  const memory = { recoveryCode: async () => null, vaultVersion: async () => 0, remember: async () => undefined };
  const client = { hub: new HubClient({ baseUrl: hub.url, client: 'tests', cookies: true, fetch: looking }), keyring: createKeyring(), memory };
  await signInWithPassphrase(client, { signInName, passphrase, code: new TOTP({ secret: totpSecret }).generate(), recoveryCode });
  await client.hub.call(messagingRoutes.listThreads, { query: {} });
  return seen;
}

/** Some of the strings are whole numbers, however they are written; a query takes them as such. */
function isMeant(name: string, text: string): boolean {
  const value = Number(text);
  return (name === 'limit' || name === 'after') && Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}

type NaughtyCall = readonly [name: string, ask: (text: string) => Promise<unknown>];

/** With input that the types would not allow. */
function call(route: Route, input: unknown): Promise<unknown> {
  return writer.hub.call(route as typeof messagingRoutes.fetchMessage, input as never);
}

function naughtyCalls(message: string, request: SendMessage): NaughtyCall[] {
  const send = (change: (text: string) => unknown) => (text: string) => put(writer, message, change(text) as SendMessage);
  const [one, ...more] = request.keyPackets;
  return [
    ['thread', send((thread) => ({ ...request, thread }))],
    ['members', send((member) => ({ ...request, members: [member, ...request.members] }))],
    ['commitment', send((commitment) => ({ ...request, commitment }))],
    ['body', send((body) => ({ ...request, body }))],
    ['attachments', send((attachment) => ({ ...request, attachments: [attachment] }))],
    ['packet', send((packet) => ({ ...request, keyPackets: [{ ...one, packet }, ...more] }))],
    ['packet member', send((member) => ({ ...request, keyPackets: [{ ...one, member }, ...more] }))],
    ['packet epoch', send((epoch) => ({ ...request, keyPackets: [{ ...one, epoch }, ...more] }))],
    ['field name', send((name) => ({ ...request, [name === '' ? ' ' : name]: name }))],
    ['whole body', send((text) => text)],
    ['message id', (text) => put(writer, `${text}.`, request)],
    ['message to read', (text) => call(messagingRoutes.fetchMessage, { params: { message: `${text}.` } })],
    ['thread to read', (text) => call(messagingRoutes.readThread, { params: { thread: `${text}.` } })],
    ['cursor', (cursor) => call(messagingRoutes.listThreads, { query: { cursor } })],
    ['limit', (limit) => call(messagingRoutes.listThreads, { query: { limit } })],
    ['after', (after) => call(messagingRoutes.readThread, { params: { thread: known.request.thread }, query: { after } })],
    ['position', (position) => call(messagingRoutes.markRead, { params: { thread: known.request.thread }, body: { position } })],
    ['attachment id', (text) => call(messagingRoutes.createAttachment, { params: { attachment: `${text}.` }, body: { parts: 1 } })],
    ['parts', (parts) => call(messagingRoutes.createAttachment, { params: { attachment: uuidV7() }, body: { parts } })],
    ['part', (text) => call(messagingRoutes.putPart, { params: { attachment: upload, part: `${text}.` }, body: new Uint8Array(10) })],
    ['sealed part', (text) => call(messagingRoutes.putPart, { params: { attachment: upload, part: '0' }, body: utf8(text) })],
  ];
}

/** `refused`: by a problem of the table, below 500. Anything else in words. */
async function outcomeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return 'answered';
  } catch (error) {
    if (error instanceof URIError) return 'refused'; // a lone surrogate has no form in an address
    if (!(error instanceof HubProblem)) return String(error);
    return error.status < 500 && Object.hasOwn(PROBLEMS, error.code) ? 'refused' : `${error.status} ${error.code}`;
  }
}

test('an epoch that has been superseded is refused, and the message is there once it is sealed anew', async () => {
  const late = await sealed();
  const security = [await signInAs(hub, 'cg-security-1'), await signInAs(hub, 'cg-security-2')] as const;
  await rotateEpoch(security[0], reader.me.member);
  await confirmEpoch(security[1], reader.me.member, security[1].session.officer);
  expect(await refusalOf(submitMessage(writer, late))).toBe('epoch-stale not-the-current-epoch');
  const { receipt } = await sendMessage(writer, toReader(), DRAFT, late.message);
  expect(receipt.message).toBe(late.message);
}, 60_000);
