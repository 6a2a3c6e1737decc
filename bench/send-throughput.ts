// Messages accepted a second, durably, through real HTTP, beside a bare PostgreSQL transaction of the same shape and size in the same run.
// Three recipients, many threads. Rounds take turns, so that a busy machine slows both alike. Build first (tsc -b).
// node24 bench/send-throughput.ts [messages a round, default 1000]
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import { createKeyring, HubClient, newThread, openHeldEpochs, sealDraft, signInWithPassphrase, TrustFollower, AuditFollower, type MailSession } from '#client';
import { DEFAULT_LABELS, messagingRoutes, uuidV7, type SendMessage } from '#protocol';
import { TrustAt } from '#trust';
import { TOTP } from 'otpauth';
import { startPostgres } from '../scripts/postgres/server.ts';
import { migrate } from '../test/support/database.ts';
import { startHub, type Hub } from '../test/support/hub.ts';
import { readAccounts, runDemonstration } from '../test/support/network.ts';

const MESSAGES = Number(process.argv[2] ?? 1000);
const ROUNDS = 3;
const TOGETHER = 16;
const THREADS = 50;

interface Round {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly median: number;
  readonly slow: number;
}

/** Runs `count` acts, so many at a time. */
async function measure(count: number, act: (i: number) => Promise<void>): Promise<Round> {
  const times: number[] = [];
  let next = 0;
  const begin = performance.now();
  const work = async () => {
    while (next < count) {
      const started = performance.now();
      await act(next++);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
  const perSecond = count / ((performance.now() - begin) / 1000);
  const sorted = times.toSorted((a, b) => a - b);
  return { perSecond, median: sorted[Math.floor(count / 2)]!, slow: sorted[Math.floor(count * 0.95)]! };
}

/** An officer at the mailbox, and the cookie of the session. */
async function signIn(hub: Hub): Promise<{ session: MailSession; cookie: string }> {
  const { network, account } = await readAccounts(hub.dataDirectory);
  const { signInName, passphrase, totpSecret, recoveryCode } = account('br-officer-1');
  let cookie = '';
  const seeing: typeof fetch = async (input, init) => {
    cookie = new Headers(init?.headers).get('cookie') ?? cookie;
    return fetch(input, init);
  };
  const client = new HubClient({ baseUrl: hub.url, client: 'bench', cookies: true, fetch: seeing });
  const keyring = createKeyring();
  const memory = { recoveryCode: async () => null, vaultVersion: async () => 0, remember: async () => undefined };
  // The code of this half minute may have been used when the officer enrolled.
  await delay(30_000 - (Date.now() % 30_000) + 100);
  const signedIn = await signInWithPassphrase({ hub: client, keyring, memory }, { signInName, passphrase, code: new TOTP({ secret: totpSecret }).generate(), recoveryCode });
  if (signedIn.outcome !== 'unlocked') throw new Error(signedIn.outcome);
  const { officer, member, certificate } = signedIn.session;
  const trust = new TrustFollower(client, network);
  await openHeldEpochs({ hub: client, keyring, trust }, member!, officer);
  return { session: { hub: client, keyring, trust, audit: new AuditFollower(client, trust), me: { officer, member: member!, certificate }, device: randomUUID() }, cookie };
}

const agent = new Agent({ keepAlive: true, maxSockets: TOGETHER });

/** One request by hand: what a client spends on checking answers is not the hub's. */
function put(url: string, cookie: string, body: Buffer): Promise<void> {
  const headers = { cookie, 'x-globe-client': 'bench', 'content-type': 'application/json', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const asking = request(url, { method: 'PUT', agent, headers }, (answer) => {
      answer.resume().once('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`answered ${answer.statusCode}`))));
    });
    asking.once('error', reject).end(body);
  });
}

const BARE_TABLES = `
  CREATE TABLE bare_message (id uuid PRIMARY KEY, thread uuid NOT NULL, recipients jsonb NOT NULL, commitment bytea NOT NULL, body bytea STORAGE EXTERNAL NOT NULL);
  CREATE TABLE bare_packet (message uuid, member uuid, packet bytea STORAGE EXTERNAL NOT NULL, PRIMARY KEY (message, member));
  CREATE TABLE bare_entry (id uuid PRIMARY KEY, entry bytea NOT NULL, context bytea NOT NULL);
  CREATE TABLE bare_asked (id uuid PRIMARY KEY, payload jsonb NOT NULL)`;
const BARE_STATEMENT = `
  WITH message AS (INSERT INTO bare_message VALUES ($1, $2, $3, $4, $5)),
  packets AS (INSERT INTO bare_packet SELECT $1, p.member, p.packet FROM unnest($6::uuid[], $7::bytea[]) AS p (member, packet)),
  entry AS (INSERT INTO bare_entry VALUES ($8, $9, $10))
  INSERT INTO bare_asked VALUES ($11, $12)`;

/** The same rows of the same size in one transaction, without access, checks, row-level security, HTTP. */
function bareSend(pool: Pool, sample: SendMessage): () => Promise<void> {
  const members = sample.keyPackets.map(({ member }) => member);
  const packets = sample.keyPackets.map(({ packet }) => Buffer.from(packet, 'base64url'));
  const body = Buffer.from(sample.body, 'base64url');
  const recipients = JSON.stringify(sample.keyPackets.map(({ member, epoch }) => ({ member, epoch })));
  const entry = randomBytes(1100);
  const context = randomBytes(220);
  return async () => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const payload = JSON.stringify({ message: randomUUID(), members });
      await client.query(BARE_STATEMENT, [uuidV7(), randomUUID(), recipients, Buffer.from(sample.commitment, 'hex'), body, members, packets, uuidV7(), entry, context, randomUUID(), payload]);
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  };
}

const folder = await mkdtemp(join(tmpdir(), 'globe-bench-'));
chmodSync(folder, 0o711);
process.env['GLOBE_TEST_RUN'] = folder;
await mkdir(join(folder, 'processes'));
const postgres = await startPostgres({ directory: join(folder, 'cluster'), durable: true });
let hub: Hub | null = null;
const pool = new Pool({ connectionString: postgres.ownerUrl(), max: TOGETHER });
pool.on('error', () => undefined);
try {
  await migrate(postgres.ownerUrl());
  hub = await startHub({ databaseUrl: postgres.ownerUrl(), environment: { LOG_LEVEL: 'error' } });
  await runDemonstration(hub);
  const { session, cookie } = await signIn(hub);
  const members = new TrustAt(await session.trust.sync()).members().map(({ id }) => id);
  const { request: sample } = await sealDraft(session, newThread(session.me.member, members), { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: 'Bench', text: 'x'.repeat(1500) }, attachments: [] });
  // The hub cannot tell what is inside, so one sealed body stands for all; ids, threads and commitments differ.
  const threads = Array.from({ length: THREADS }, () => uuidV7());
  const bodyOf = (thread: string) => Buffer.from(JSON.stringify({ ...sample, thread, commitment: randomBytes(32).toString('hex') }));
  const sendOne = (i: number) => put(`${hub!.url}${messagingRoutes.sendMessage.path.replace(':message', uuidV7())}`, cookie, bodyOf(threads[i % THREADS]!));
  await pool.query(BARE_TABLES);
  const bareOne = bareSend(pool, sample);
  for (let i = 0; i < THREADS; i++) await sendOne(i);
  await measure(200, sendOne);
  await measure(200, bareOne);

  const ratios: number[] = [];
  console.log(`${sample.keyPackets.length} recipients, body ${Buffer.from(sample.body, 'base64url').length} bytes, ${TOGETHER} at a time, ${MESSAGES} a round`);
  for (let round = 0; round < ROUNDS; round++) {
    const bare = await measure(MESSAGES, bareOne);
    const sent = await measure(MESSAGES, sendOne);
    ratios.push(sent.perSecond / bare.perSecond);
    const told = ({ perSecond, median, slow }: Round) => `${Math.round(perSecond)} a second (median ${median.toFixed(1)} ms, 95 % ${slow.toFixed(1)} ms)`;
    console.log(`sends accepted: ${told(sent)}; bare transactions: ${told(bare)}; ratio ${ratios.at(-1)!.toFixed(2)}`);
  }
  const stored = await pool.query<{ n: number }>("SELECT count(*)::int AS n FROM message m JOIN audit_entry a ON a.id = m.audit WHERE a.action = 'message.send'");
  console.log(`stored with their audit entries: ${stored.rows[0]!.n} of ${THREADS + 200 + ROUNDS * MESSAGES}; ratio at best ${Math.max(...ratios).toFixed(2)}, at worst ${Math.min(...ratios).toFixed(2)}`);
} finally {
  agent.destroy();
  await pool.end();
  await hub?.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
