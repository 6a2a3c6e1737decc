// The ground the other suites stand on: databases from the template, and a hub that starts, crashes and comes back.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDatabase, queryOnce } from './support/database.ts';
import { startHub, type Hub } from './support/hub.ts';
import { madeOnce } from './support/made-once.ts';

describe('a test database', () => {
  test('has every migration, is nobody else’s, and costs under a second', async () => {
    const first = await createDatabase();
    const began = performance.now();
    const second = await createDatabase();
    expect(performance.now() - began).toBeLessThan(1000);
    await queryOnce(first.url, 'CREATE TABLE mine (n int)');
    expect(await queryOnce(first.url, 'SELECT count(*)::int > 0 AS migrated FROM migration')).toEqual([{ migrated: true }]);
    expect(await queryOnce(second.url, `SELECT to_regclass('mine') AS table`)).toEqual([{ table: null }]);
    expect(await queryOnce(first.superuserUrl, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([{ rolsuper: true }]);
    await first.drop();
    await second.drop();
    await expect(queryOnce(first.url, 'SELECT 1')).rejects.toThrow('does not exist');
  });
});

const make = async (folder: string) => ({ found: await readdir(folder) });

describe('what a run makes once', () => {
  const name = `made-${randomUUID()}`;

  test('is begun anew after an attempt that failed, and after one whose process was ended', async () => {
    await expect(madeOnce(name, async (folder) => {
      await mkdir(join(folder, 'half'));
      throw new Error('no time left');
    })).rejects.toThrow('no time left');

    const program = `import { mkdir } from 'node:fs/promises';
      import { madeOnce } from ${JSON.stringify(new URL('support/made-once.ts', import.meta.url).href)};
      await madeOnce(${JSON.stringify(name)}, async (folder) => {
        await mkdir(folder + '/half');
        process.stdout.write('at it');
        await new Promise(() => setInterval(() => undefined, 1000));
      });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { env: process.env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await ended;

    expect(await madeOnce(name, make)).toEqual({ found: [] });
  });

  test('is made no second time, and by one of those who ask at once', async () => {
    let times = 0;
    const counted = async (folder: string) => ({ times: ++times, ...(await make(folder)) });
    expect(await madeOnce(name, counted)).toEqual({ found: [] });
    const both = await Promise.all([madeOnce(`${name}-again`, counted), madeOnce(`${name}-again`, counted)]);
    expect(both).toEqual([{ times: 1, found: [] }, { times: 1, found: [] }]);
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
