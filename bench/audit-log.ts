// The audit log: entries recorded a second beside bare rows of the same size, entries sequenced a second beside the bare hashing, proofs made a second.
// A durable embedded server of its own; build first (tsc -b).
// node24 --conditions=source bench/audit-log.ts [entries, default 50000]
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { auditContextBytes, auditEntryBytes, toBase64Url, toHex, uuidV7, type AuditContext, type AuditEntry } from '#protocol';
import { appendLeafHash, consistencyProof, EMPTY_RANGE, inclusionProof, leafHash, tiledHashReader } from '#transparency-log';
import { roleUrl } from '../apps/api/src/platform/config.ts';
import { openLogKeys } from '../apps/api/src/audit/log/log-keys.ts';
import { BATCH_LIMIT, Sequencer } from '../apps/api/src/audit/log/sequencer.ts';
import { storedTiles } from '../apps/api/src/audit/log/tile-store.ts';
import { ROOT } from '../scripts/places.ts';
import { startPostgres } from '../scripts/postgres/server.ts';

const ENTRIES = Number(process.argv[2] ?? 50_000);
const CONNECTIONS = 16;

interface Row {
  readonly id: string;
  readonly entry: Uint8Array;
  readonly context: Uint8Array;
}

const salt = () => toBase64Url(randomBytes(32));
const hash = () => toHex(randomBytes(32));

function makeRow(): Row {
  const context: AuditContext = { session: randomUUID(), address: '203.0.113.7', correlation: randomUUID(), salt: salt() };
  const contextBytes = auditContextBytes(context);
  const entry: AuditEntry = {
    version: 1, time: new Date().toISOString(), action: 'message.send', actor: { officer: randomUUID(), member: randomUUID() }, object: { kind: 'message', id: randomUUID() },
    outcome: 'done', reason: null, context: createHash('sha256').update(contextBytes).digest('hex'), salt: salt(),
    details: { thread: randomUUID(), certificate: hash(), commitment: hash(), body: hash(), bytes: 4096, recipients: [1, 2, 3].map(() => ({ member: randomUUID(), epoch: randomUUID() })) },
  };
  return { id: uuidV7(), entry: auditEntryBytes(entry), context: contextBytes };
}

async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return Math.round((count * 1000) / (performance.now() - begin));
}

/** Each row in a transaction of its own, over CONNECTIONS connections. */
function insertEach(pool: Pool, sql: string, rows: readonly Row[]): Promise<number> {
  let next = 0;
  const lane = async () => {
    for (let row = rows[next++]; row; row = rows[next++]) await pool.query({ name: sql.slice(0, 30), text: sql, values: [row.id, row.entry, row.context] });
  };
  return perSecond(rows.length, () => Promise.all(Array.from({ length: CONNECTIONS }, lane)));
}

const folder = await mkdtemp(join(tmpdir(), 'globe-bench-'));
chmodSync(folder, 0o711);
const postgres = await startPostgres({ directory: join(folder, 'cluster'), durable: true });
const pools: Pool[] = [];
const poolOf = (connectionString: string) => {
  const pool = new Pool({ connectionString, max: CONNECTIONS });
  // A connection that is closing when the server stops says so.
  pool.on('error', () => undefined);
  pools.push(pool);
  return pool;
};
try {
  const url = postgres.ownerUrl();
  const migrated = spawnSync(process.execPath, [join(ROOT, 'dist', 'apps', 'api', 'src', 'migrate.js')], { env: { ...process.env, DATABASE_URL: url }, stdio: ['ignore', 'ignore', 'inherit'] });
  if (migrated.status !== 0) throw new Error('the migrations failed');
  const owner = poolOf(url);
  await owner.query('CREATE TABLE bare (id uuid PRIMARY KEY, entry bytea NOT NULL, context bytea NOT NULL)');
  const app = poolOf(roleUrl(url, 'globe_app'));
  const sequencerPool = poolOf(roleUrl(url, 'globe_sequencer'));
  const sequencer = new Sequencer(sequencerPool, await openLogKeys(folder, 'Bench'), () => new Date());
  await sequencer.begin();

  const quarter = Math.floor(ENTRIES / 4);
  const bare: number[] = [];
  const recorded: number[] = [];
  for (let round = 0; round < 2; round++) {
    bare.push(await insertEach(owner, 'INSERT INTO bare (id, entry, context) VALUES ($1, $2, $3)', Array.from({ length: quarter }, makeRow)));
    recorded.push(await insertEach(app, 'INSERT INTO audit_entry (id, entry, context) VALUES ($1, $2, $3)', Array.from({ length: quarter }, makeRow)));
  }
  console.log(`recorded, one transaction each:   ${recorded.join(', ')} a second; bare rows ${bare.join(', ')}`);

  const waiting = 2 * quarter;
  const sequenced = await perSecond(waiting, async () => {
    while ((await sequencer.step()) > 0);
  });
  const leaves = Array.from({ length: waiting }, () => leafHash(randomBytes(32)));
  const hashed = await perSecond(waiting, async () => {
    let range = EMPTY_RANGE;
    for (const leaf of leaves) range = appendLeafHash(range, leaf);
  });
  console.log(`sequenced, at most ${BATCH_LIMIT} a batch: ${sequenced} a second; bare hashing of the tree ${hashed}`);

  // While others keep writing, as in a busy hour.
  const more = Array.from({ length: 2 * quarter }, makeRow);
  const running = new AbortController();
  let batches = 0;
  let longest = 0;
  const sequencing = (async () => {
    while (!running.signal.aborted) {
      const begin = performance.now();
      await sequencer.step();
      longest = Math.max(longest, performance.now() - begin);
      batches += 1;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 200 - (performance.now() - begin))));
    }
  })();
  const together = await insertEach(app, 'INSERT INTO audit_entry (id, entry, context) VALUES ($1, $2, $3)', more);
  running.abort();
  await sequencing;
  while ((await sequencer.step()) > 0);
  console.log(`recorded while sequencing:        ${together} a second, ${batches} batches, the longest ${Math.round(longest)} ms`);

  const size = Number((await owner.query<{ size: string }>("SELECT max(size) AS size FROM log_checkpoint WHERE log = 'audit'")).rows[0]!.size);
  const sql = { query: async <R extends object>(text: string, parameters: unknown[] = []) => (await app.query<R>(text, parameters)).rows };
  const proofs = 500;
  const inclusion = await perSecond(proofs, async () => {
    for (let i = 0; i < proofs; i++) await inclusionProof(Math.floor(Math.random() * size), size, tiledHashReader(size, storedTiles(sql, 'audit')));
  });
  const consistency = await perSecond(proofs, async () => {
    for (let i = 0; i < proofs; i++) await consistencyProof(Math.floor(Math.random() * size), size, tiledHashReader(size, storedTiles(sql, 'audit')));
  });
  console.log(`proofs over ${size} leaves, one at a time: inclusion ${inclusion} a second, consistency ${consistency}`);
} finally {
  await Promise.all(pools.map((pool) => pool.end()));
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
