// The ground the other suites stand on: databases from the template, and a hub that starts, crashes and comes back.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createDatabase } from './support/database.ts';
import { startHub, type Hub } from './support/hub.ts';

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('a test database', () => {
  test('has every migration, is nobody else’s, and costs under a second', async () => {
    const first = await createDatabase();
    const began = performance.now();
    const second = await createDatabase();
    expect(performance.now() - began).toBeLessThan(1000);
    await query(first.url, 'CREATE TABLE mine (n int)');
    expect(await query(first.url, 'SELECT count(*)::int > 0 AS migrated FROM migration')).toEqual([{ migrated: true }]);
    expect(await query(second.url, `SELECT to_regclass('mine') AS table`)).toEqual([{ table: null }]);
    expect(await query(first.superuserUrl, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([{ rolsuper: true }]);
    await first.drop();
    await second.drop();
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow('does not exist');
  });
});

describe('a hub', () => {
  let hub: Hub;
  beforeAll(async () => {
    hub = await startHub();
  });
  afterAll(() => hub.stop());

  const ready = () => fetch(`${hub.url}/readyz`).then(({ status }) => status);

  test('answers, writes its log and keeps its folder to itself', async () => {
    expect(await ready()).toBe(200);
    expect(await hub.log('api')).not.toBe('');
    expect((await stat(hub.dataDirectory)).mode & 0o077).toBe(0);
    expect(hub.dataDirectory.startsWith(join(process.env['GLOBE_TEST_RUN']!, 'hubs'))).toBe(true);
  });

  test('is gone after a crash and back after a start, at the same address', async () => {
    await hub.kill9('api');
    await expect(ready()).rejects.toThrow();
    await hub.start('api');
    expect(await ready()).toBe(200);
  });

  test('ends in good order when told to', async () => {
    // Nest finishes its work, then lets the signal have its way.
    expect([0, 'SIGTERM']).toContain(await hub.end('api'));
    await expect(ready()).rejects.toThrow();
  });
});
