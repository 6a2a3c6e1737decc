// The sequencer as it really runs: in the built worker, killed without warning again and again, and twice at once.
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { openCheckpoint, parseVkey } from '#transparency-log';
import { createDatabase, type TestDatabase } from './support/database.ts';
import { startHub, type Hub } from './support/hub.ts';
import { logWriter, type LogWriter } from './support/log-writer.ts';
import { verifyLogs } from './support/verify-logs.ts';

const hubs: Hub[] = [];
const writers: LogWriter[] = [];
afterEach(async () => {
  await Promise.all(hubs.splice(0).map((hub) => hub.stop()));
  await Promise.all(writers.splice(0).map((writer) => writer.close()));
});

async function startWorker(database: TestDatabase, dataDirectory?: string): Promise<Hub> {
  const hub = await startHub({ databaseUrl: database.url, processes: ['worker'], environment: { LOG_LEVEL: 'error' }, ...(dataDirectory ? { dataDirectory } : {}) });
  hubs.push(hub);
  return hub;
}

/** Acts and statements, in every batch of the sequencer some, until told to stop; counts what was acknowledged. */
function keepWriting(database: TestDatabase) {
  const writer = logWriter(database.url);
  writers.push(writer);
  const state = { stop: false, acts: 0, statements: 0 };
  const done = (async () => {
    while (!state.stop) {
      await writer.recordMany(40);
      state.acts += 40;
      await writer.recordAppend(await writer.appendStatement());
      state.acts += 1;
      state.statements += 1;
      await delay(40);
    }
  })();
  return { state, finish: async () => ((state.stop = true), done) };
}

async function auditSize(database: TestDatabase): Promise<number> {
  const client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  const { rows } = await client.query<{ size: string | null }>("SELECT max(size) AS size FROM log_checkpoint WHERE log = 'audit'");
  await client.end();
  return Number(rows[0]!.size ?? -1);
}

/** What the worker itself put on record: a snapshot of the directory. */
async function ownActs(database: TestDatabase): Promise<number> {
  const client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  const { rows } = await client.query<{ acts: number }>("SELECT count(*)::int AS acts FROM audit_entry WHERE action = 'directory.snapshot'");
  await client.end();
  return rows[0]!.acts;
}

/** Once nothing waits: the log, and how many of its acts are the worker's own. Both of one moment, for the worker may record something between. */
async function atRest(database: TestDatabase, complaint: () => Promise<string>) {
  for (;;) {
    await until(async () => (await verifyLogs(database.superuserUrl)).pending === 0, complaint);
    const own = await ownActs(database);
    const logs = await verifyLogs(database.superuserUrl);
    if (logs.pending === 0 && own === (await ownActs(database))) return { logs, own };
  }
}

async function until(condition: () => Promise<boolean>, complaint: () => Promise<string>): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await delay(50)) if (await condition()) return;
  throw new Error(await complaint());
}

test('kill -9 at any moment: the logs verify each time, and in the end hold every acknowledged entry once', async () => {
  const database = await createDatabase();
  const worker = await startWorker(database);
  const writing = keepWriting(database);
  for (let round = 0; round < 5; round++) {
    const before = await auditSize(database);
    await until(async () => (await auditSize(database)) > before, () => worker.log('worker'));
    // Somewhere in the cycle of 200 ms.
    await delay(Math.random() * 250);
    await worker.kill9('worker');
    await verifyLogs(database.superuserUrl);
    await worker.start('worker');
  }
  await writing.finish();
  const { logs, own } = await atRest(database, () => worker.log('worker'));
  const expected = writing.state.acts + own;
  expect(logs.order).toHaveLength(expected);
  expect(new Set(logs.order).size).toBe(expected);
  expect(logs.trust.size).toBe(writing.state.statements);
}, 240_000);

test('two workers on one database and one set of keys keep one log; a worker with other keys does not start', async () => {
  const database = await createDatabase();
  const first = await startWorker(database);
  const second = await startWorker(database, first.dataDirectory);
  const writing = keepWriting(database);
  await until(async () => (await auditSize(database)) > 500, () => first.log('worker'));
  await first.kill9('worker');
  const size = await auditSize(database);
  await until(async () => (await auditSize(database)) > size + 100, () => second.log('worker'));
  await writing.finish();
  const { logs, own } = await atRest(database, () => second.log('worker'));
  expect(logs.order).toHaveLength(writing.state.acts + own);
  const stranger = await startWorker(database);
  await until(async () => (await stranger.log('worker')).includes('is not the one this database began with'), () => stranger.log('worker'));
}, 240_000);

test('a hub serves its checkpoint as plain text, signed by the key it names', async () => {
  const database = await createDatabase();
  const hub = await startHub({ databaseUrl: database.url, environment: { LOG_LEVEL: 'error', NETWORK_NAME: 'A network of tests' } });
  hubs.push(hub);
  const read = async (path: string) => {
    const answer = await fetch(`${hub.url}${path}`);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'text/plain; charset=utf-8', 'no-store']);
    return answer.text();
  };
  await until(async () => (await fetch(`${hub.url}/log/trust/checkpoint`)).ok, () => hub.log('worker'));
  const vkey = parseVkey((await read('/log/trust/vkey')).trimEnd());
  if (!vkey.ok) throw new Error(vkey.reason);
  expect(await openCheckpoint(await read('/log/trust/checkpoint'), vkey.value)).toMatchObject({ ok: true, value: { checkpoint: { origin: 'a-network-of-tests/trust', size: 0 } } });
  // What strangers were refused is on record once the API has ended.
  expect((await fetch(`${hub.url}/log/trust/inclusion?index=1&size=2`)).status).toBe(404);
  await hub.end('api');
  const client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  const { rows } = await client.query<{ entry: string }>("SELECT convert_from(entry, 'UTF8') AS entry FROM audit_entry");
  await client.end();
  expect(rows.map(({ entry }) => JSON.parse(entry) as unknown)).toMatchObject([{ action: 'request.refused', reason: 'not-found', details: { route: 'GET /log/:log/inclusion', times: 1 }, actor: { officer: null } }]);
});
