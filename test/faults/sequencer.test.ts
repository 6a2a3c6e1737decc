// The sequencer's table of faults: its connection breaks before or after any of its statements. Whatever happened, the logs verify and nothing is lost.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, Pool, type PoolClient } from 'pg';
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLogKeys } from '../../apps/api/src/audit/log/log-keys.ts';
import { Sequencer, WrongLogKey, type LogSigners } from '../../apps/api/src/audit/log/sequencer.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { logWriter, type LogWriter } from '../support/log-writer.ts';
import { runFolder } from '../support/run-folder.ts';
import { verifyLogs } from '../support/verify-logs.ts';

let database: TestDatabase;
let writer: LogWriter;
let pool: Pool;
let signers: LogSigners;

beforeAll(async () => {
  database = await createDatabase();
  writer = logWriter(database.url);
  pool = new Pool({ connectionString: writer.config.database.sequencer, max: 4 });
  pool.on('error', () => undefined);
  signers = await openLogKeys(await mkdtemp(join(runFolder(), 'keys-')), 'Fault table');
  await new Sequencer(pool, signers, () => new Date()).begin();
});
afterAll(async () => {
  await pool.end();
  await writer.close();
  await database.drop();
});

interface Fault {
  /** Number of the statement around which the connection is cut. */
  readonly at: number;
  readonly when: 'failed' | 'failed but persisted';
  /** Filled in: the statement that was cut. */
  statement?: string;
}

/** Ends the connection as a crash of either side would. */
async function cut(client: PoolClient): Promise<never> {
  const administrator = new Client({ connectionString: database.superuserUrl });
  await administrator.connect();
  await administrator.query('SELECT pg_terminate_backend($1, 5000)', [(client as PoolClient & { processID: number }).processID]);
  await administrator.end();
  throw new Error('connection cut');
}

/** The pool with another way to query, which stands between the sequencer and the database. */
function withQuery(query: (client: PoolClient, sql: string, parameters?: unknown[]) => Promise<unknown>): Pick<Pool, 'connect'> {
  const connect = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    return new Proxy(client, {
      get: (target, name) => {
        if (name === 'query') return (sql: string, parameters?: unknown[]) => query(target, sql, parameters);
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  };
  return { connect: connect as Pool['connect'] };
}

function breaking(fault: Fault): Pick<Pool, 'connect'> {
  let count = 0;
  return withQuery(async (client, sql, parameters) => {
    const now = count++ === fault.at;
    if (now) fault.statement = sql;
    if (now && fault.when === 'failed') return cut(client);
    const result: unknown = await client.query(sql, parameters);
    return now ? cut(client) : result;
  });
}

describe('a batch that fills tiles of both logs', () => {
  test('survives a cut before and after each of its statements', async () => {
    const recover = new Sequencer(pool, signers, () => new Date());
    for (const when of ['failed', 'failed but persisted'] as const) {
      const cuts: string[] = [];
      for (;;) {
        // Enough for every batch to reach over the end of a tile in the audit log.
        await writer.recordMany(260);
        for (let i = 0; i < 3; i++) await writer.recordAppend(await writer.appendStatement());
        const fault: Fault = { at: cuts.length, when };
        const untouched = await new Sequencer(breaking(fault), signers, () => new Date()).step().then(() => true, () => false);
        const { pending } = await verifyLogs(database.superuserUrl);
        // A batch is kept whole or not at all; a COMMIT that happened keeps one although the sequencer never heard of it.
        const kept = untouched || (when === 'failed but persisted' && fault.statement === 'COMMIT');
        expect([fault, pending]).toEqual([fault, kept ? 0 : 263]);
        await recover.step();
        if (untouched) break;
        cuts.push(fault.statement!);
      }
      expect(cuts).toEqual(expect.arrayContaining(['BEGIN', 'COMMIT', expect.stringContaining('INSERT INTO log_tile'), expect.stringContaining('INSERT INTO audit_leaf'), expect.stringContaining('DELETE FROM audit_pending')]));
    }
    const done = await verifyLogs(database.superuserUrl);
    expect(done.audit.size).toBe(done.order.length);
    expect(new Set(done.order).size).toBe(done.order.length);
    expect(done.pending).toBe(0);
  }, 180_000);
});

describe('two sequencers', () => {
  test('at once: one works, the log stays one', async () => {
    const many = Array.from({ length: 4 }, () => new Sequencer(pool, signers, () => new Date()));
    for (let round = 0; round < 20; round++) {
      await writer.recordMany(5);
      await Promise.all(many.map((sequencer) => sequencer.step()));
      await Promise.all([...many.map((sequencer) => sequencer.renew()), many[0]!.step()]);
    }
    expect((await verifyLogs(database.superuserUrl)).pending).toBe(0);
  });

  test('even without the lock the second one loses: compare-and-swap', async () => {
    await writer.recordMany(3);
    const unlocked = withQuery((client, sql, parameters) => client.query(sql.includes('advisory') ? 'SELECT true AS mine' : sql, parameters));
    const before = await verifyLogs(database.superuserUrl);
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => new Sequencer(unlocked, signers, () => new Date()).step()));
    const after = await verifyLogs(database.superuserUrl);
    expect(after.audit.size).toBe(before.audit.size + 3);
    expect(after.pending).toBe(0);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value === 3)).toHaveLength(1);
  });
});

describe('keys and roles', () => {
  test('are made once, kept private, and a foreign one is refused', async () => {
    const folder = await mkdtemp(join(runFolder(), 'keys-'));
    const [one, two] = await Promise.all([openLogKeys(folder, 'Net'), openLogKeys(folder, 'Net')]);
    expect(one!.trust.key).toEqual(two!.trust.key);
    expect((await openLogKeys(folder, 'Another name')).audit.key).toEqual(one!.audit.key);
    expect(one!.trust.key.name).toBe('net/trust');
    expect((await readdir(join(folder, 'keys'))).toSorted()).toEqual(['log-audit.key', 'log-trust.key']);
    expect((await stat(join(folder, 'keys', 'log-trust.key'))).mode & 0o777).toBe(0o600);
    await expect(new Sequencer(pool, one!, () => new Date()).begin()).rejects.toThrow(WrongLogKey);
    await expect(new Sequencer(pool, one!, () => new Date()).step()).rejects.toThrow('is not ours');
    const path = join(folder, 'keys', 'log-trust.key');
    await writeFile(path, (await readFile(path, 'utf8')).replace('net/trust', 'nut/trust'));
    await expect(openLogKeys(folder, 'Net')).rejects.toThrow('not a log key');
  });

  test.each([
    ['globe_app', 'UPDATE audit_entry SET entry = entry'],
    ['globe_app', 'DELETE FROM audit_entry'],
    ['globe_app', "INSERT INTO audit_entry (id, entry, context, leaf) VALUES (gen_random_uuid(), '', '', '')"],
    ['globe_app', 'INSERT INTO audit_leaf SELECT 1000000, id, leaf FROM audit_entry LIMIT 1'],
    ['globe_app', 'DELETE FROM audit_pending'],
    ['globe_app', 'UPDATE trust_entry SET entry = entry'],
    ['globe_app', "INSERT INTO log_checkpoint (log, size, parent, note, range) VALUES ('audit', 1000000, 999999, '', '')"],
    ['globe_app', 'UPDATE log_cosignature SET size = 0'],
    ['globe_sequencer', 'DELETE FROM audit_leaf'],
    ['globe_sequencer', 'UPDATE log_tile SET root = root'],
    ['globe_sequencer', 'DELETE FROM log_checkpoint'],
    ['globe_sequencer', "INSERT INTO audit_entry (id, entry, context) VALUES (gen_random_uuid(), '{}', '')"],
    ['globe_sequencer', 'INSERT INTO trust_entry SELECT index + 1000, entry, entry FROM trust_entry LIMIT 1'],
    ['owner', 'DELETE FROM audit_leaf'],
    ['owner', 'UPDATE trust_entry SET accepted = now()'],
    ['owner', 'TRUNCATE log_tile'],
  ])('%s may not: %s', async (role, statement) => {
    const url = { globe_app: writer.config.database.app, globe_sequencer: writer.config.database.sequencer, owner: database.url }[role];
    const client = new Client({ connectionString: url });
    await client.connect();
    await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });

  test('a trust entry that does not follow is refused', async () => {
    await expect(
      writer.database.transaction((tx) => tx.query("INSERT INTO trust_entry (index, entry, statement) VALUES (100000, 'x', sha256('x'))"), 'system'),
    ).rejects.toThrow('does not follow');
  });
});
