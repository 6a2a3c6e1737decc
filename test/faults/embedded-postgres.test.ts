// What the embedded PostgreSQL must survive: its starter's death, its own, and files that lie about it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { startPostgres, type Postgres } from '../../scripts/postgres/server.ts';
import { clusterFolder } from '../support/run-folder.ts';

const directory = clusterFolder('launcher');
let postgres: Postgres;

const start = () => startPostgres({ directory, durable: true });

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const rows = async () => (await query<{ n: number }>(postgres.ownerUrl(), 'SELECT n FROM kept ORDER BY n')).map(({ n }) => n);

beforeAll(async () => {
  postgres = await start();
  await query(postgres.ownerUrl(), 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)');
});

afterAll(() => postgres.stop());

describe('a new cluster', () => {
  test('flushes to disk, sorts by code point and answers at loopback alone', async () => {
    const [settings] = await query<Record<string, string>>(
      postgres.ownerUrl(),
      `SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS pages, current_setting('synchronous_commit') AS commit,
              current_setting('listen_addresses') AS addresses, datlocprovider AS provider, datlocale AS locale, pg_encoding_to_char(encoding) AS encoding
       FROM pg_database WHERE datname = current_database()`,
    );
    expect(settings).toEqual({ fsync: 'on', pages: 'on', commit: 'on', addresses: '127.0.0.1', provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8' });
  });

  test('refuses a wrong password and keeps the right ones where only we can read', async () => {
    const wrong = new URL(postgres.ownerUrl());
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect((await stat(join(directory, 'connection.json'))).mode & 0o777).toBe(0o600);
  });

  test('gives the hub an owner who is no superuser but may create roles and act as them', async () => {
    const [owner] = await query(postgres.ownerUrl(), 'SELECT rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user');
    expect(owner).toEqual({ rolsuper: false, rolcreaterole: true, rolbypassrls: false });
    await query(postgres.ownerUrl(), 'CREATE ROLE trial NOLOGIN');
    await expect(query(postgres.ownerUrl(), 'SET ROLE trial')).resolves.toEqual([]);
    await query(postgres.ownerUrl(), 'DROP ROLE trial');
  });

  test('has the extensions that the directory searches with', async () => {
    await query(postgres.ownerUrl(), 'CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent');
    expect(await query(postgres.ownerUrl(), `SELECT unaccent('Procuraduría') AS plain`)).toEqual([{ plain: 'Procuraduria' }]);
  });
});

describe('starting again', () => {
  test('after a stop finds the data at the same port', async () => {
    const before = postgres.port;
    await postgres.stop();
    expect(await postgres.running()).toBe(false);
    postgres = await start();
    expect({ adopted: postgres.adopted, port: postgres.port, rows: await rows() }).toEqual({ adopted: false, port: before, rows: [1] });
  });

  test('adopts a server whose starter was killed', async () => {
    await postgres.stop();
    const program = `import { startPostgres } from ${JSON.stringify(new URL('../../scripts/postgres/server.ts', import.meta.url).href)};
      await startPostgres({ directory: ${JSON.stringify(directory)}, durable: true });
      process.kill(process.pid, 'SIGKILL');`;
    const starter = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
    expect((await once(starter, 'exit'))[1]).toBe('SIGKILL');
    postgres = await start();
    expect({ adopted: postgres.adopted, rows: await rows() }).toEqual({ adopted: true, rows: [1] });
  });

  test('after the server was killed recovers what was committed', async () => {
    await query(postgres.ownerUrl(), 'INSERT INTO kept VALUES (2)');
    await postgres.kill9();
    expect(await postgres.running()).toBe(false);
    postgres = await start();
    expect({ adopted: postgres.adopted, rows: await rows() }).toEqual({ adopted: false, rows: [1, 2] });
  });

  test('is not misled by a process number that now belongs to something else', async () => {
    const file = join(directory, 'data', 'postmaster.pid');
    const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
    await postgres.stop();
    await writeFile(file, [process.pid, ...rest].join('\n'));
    postgres = await start();
    expect({ adopted: postgres.adopted, rows: await rows() }).toEqual({ adopted: false, rows: [1, 2] });
  });
});
