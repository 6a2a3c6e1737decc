// The end of a session: milliseconds from the COMMIT to the last event at a client with many streams open, beside a bare NOTIFY between two connections,
// in the same run, taking turns. A durable embedded server of its own, two API processes; build first (tsc -b).
// node24 bench/cut-off.ts [sessions ended, default 200]
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { followLive, HubClient } from '#client';
import { startPostgres } from '../scripts/postgres/server.ts';
import { migrate } from '../test/support/database.ts';
import { startHub, type Hub } from '../test/support/hub.ts';

const SESSIONS = Number(process.argv[2] ?? 200);

/** Rows as a sign-in leaves them; answers the session's id and its cookie. */
async function beginSession(owner: Client): Promise<{ id: string; cookie: string }> {
  const [id, token] = [randomUUID(), randomBytes(32)];
  const name = id.slice(0, 9);
  const certificate = createHash('sha256').update(id).digest('hex');
  await owner.query(
    `INSERT INTO invitation (id, token_hash, purpose, note, officer, sign_in_name, created, expires, used) VALUES ($1, $2, 'secretariat', '', $1, $3, now(), now(), now())`,
    [id, randomBytes(32), name],
  );
  await owner.query('INSERT INTO account (id, invitation, officer, sign_in_name, certificate, card_hash, created) VALUES ($1, $1, $1, $2, $3, $3, now())', [id, name, certificate]);
  await owner.query(
    `INSERT INTO credential (id, account, method, label, created, passkey_id, passkey_public_key, passkey_counter, passkey_transports) VALUES ($1, $1, 'passkey', '', now(), $2, '', 0, '{}')`,
    [id, name],
  );
  await owner.query(
    `INSERT INTO session (id, account, credential, token_hash, client, created, last_seen, ends, verified) VALUES ($1, $1, $1, $2, 'bench', now(), now(), now() + interval '1 hour', now())`,
    [id, createHash('sha256').update(token).digest()],
  );
  return { id, cookie: `session=${token.toString('base64url')}` };
}

function follow(hub: Hub, cookie: string, stop: AbortSignal): { ready: Promise<void>; over: Promise<number> } {
  const client = new HubClient({ baseUrl: hub.url, client: 'bench', fetch: (input, init) => fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie } }) });
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const over = followLive(client, { heard: () => undefined, event: () => resolve() }, stop).then(() => performance.now());
  return { ready, over };
}

/** From NOTIFY's COMMIT on one connection to the notification on another. */
async function bareNotify(from: Client, to: Client): Promise<number> {
  const heard = once(to, 'notification');
  const begin = performance.now();
  await from.query(`SELECT pg_notify('bench', '${randomUUID()}')`);
  await heard;
  return performance.now() - begin;
}

function told(name: string, times: number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1);
  process.stdout.write(`${name.padEnd(48)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   most ${at(1)} ms   (${sorted.length})\n`);
}

const folder = await mkdtemp(join(tmpdir(), 'globe-bench-'));
chmodSync(folder, 0o711);
process.env['GLOBE_TEST_RUN'] = folder;
await mkdir(join(folder, 'processes'));
const postgres = await startPostgres({ directory: join(folder, 'cluster'), durable: true });
const owner = new Client({ connectionString: postgres.ownerUrl() });
const hubs: Hub[] = [];
const stop = new AbortController();
try {
  await migrate(postgres.ownerUrl());
  await owner.connect();
  const listener = new Client({ connectionString: postgres.ownerUrl() });
  await listener.connect();
  await listener.query('LISTEN bench');
  for (let i = 0; i < 2; i++) hubs.push(await startHub({ databaseUrl: postgres.ownerUrl(), processes: ['api'] }));
  const streams: { id: string; over: Promise<number> }[] = [];
  for (let i = 0; i < SESSIONS; i++) {
    const { id, cookie } = await beginSession(owner);
    const { ready, over } = follow(hubs[i % 2]!, cookie, stop.signal);
    await ready;
    streams.push({ id, over });
  }
  const [ends, bare]: [number[], number[]] = [[], []];
  for (const { id, over } of streams) {
    bare.push(await bareNotify(owner, listener));
    const begin = performance.now();
    await owner.query('DELETE FROM session WHERE id = $1', [id]);
    ends.push((await over) - begin);
  }
  await listener.end();
  process.stdout.write(`${SESSIONS} streams open at two processes, ended one by one\n`);
  told('COMMIT to the last event at the client', ends);
  told('bare NOTIFY between two connections', bare);
} finally {
  stop.abort();
  for (const hub of hubs) await hub.stop();
  await owner.end();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
