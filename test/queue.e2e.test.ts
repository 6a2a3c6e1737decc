// The way from an outbox row to its effect, on both backends of the queue, with real servers.
import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Client } from 'pg';
import { readConfig, type Config } from '../apps/api/src/platform/config.ts';
import { Database } from '../apps/api/src/platform/database.ts';
import { Outbox } from '../apps/api/src/platform/outbox.ts';
import { PlatformModule } from '../apps/api/src/platform/platform.module.ts';
import { OutboxHandlers } from '../apps/api/src/platform/queue-handlers.ts';
import { QueueModule } from '../apps/api/src/platform/queue-module.ts';
import { QUEUE_TIMING, QueueRows, type QueueTiming } from '../apps/api/src/platform/queue-rows.ts';
import { createDatabase, type TestDatabase } from './support/database.ts';
import { startRedis, type TestRedis } from './support/redis.ts';

@Module({})
class QueueOnly {
  static of(config: Config, timing: QueueTiming) {
    return { module: QueueOnly, imports: [PlatformModule.forRoot(config), QueueModule.forRoot(config, timing)] };
  }
}

const FAST: QueueTiming = { poll: 20, attempts: 2, backoff: 20, overdue: 300, overdueMost: 600, relays: 3 };

let database: TestDatabase;
let redis: TestRedis | null;
let owner: Client;
let workers: INestApplicationContext[];

async function startWorker(timing: QueueTiming, prepare: (handlers: OutboxHandlers) => void): Promise<INestApplicationContext> {
  const config = readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent', ...(redis ? { REDIS_URL: redis.url } : {}) });
  const app = await NestFactory.createApplicationContext(QueueOnly.of(config, timing), { logger: false });
  prepare(app.get(OutboxHandlers));
  workers.push(app);
  return app;
}

async function put(app: INestApplicationContext, ...invitations: string[]): Promise<void> {
  await app.get(Database).transaction(async (tx) => {
    for (const invitation of invitations) await app.get(Outbox).put(tx, 'invitation.made', { invitation });
  }, 'system');
}

async function outbox(): Promise<{ done: number; dead: number; waiting: number; failures: string[] }> {
  const { rows } = await owner.query(`SELECT count(done)::int AS done, count(dead)::int AS dead, count(*) FILTER (WHERE done IS NULL AND dead IS NULL)::int AS waiting, array_remove(array_agg(DISTINCT failure), NULL) AS failures FROM outbox`);
  return rows[0];
}

/** Until it holds; else fails with the last state. */
async function eventually(state: () => Promise<unknown>, expected: unknown, seconds = 20): Promise<void> {
  let last: unknown;
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 25))) {
    last = await state();
    try {
      expect(last).toMatchObject(expected as object);
      return;
    } catch {
      // Not yet.
    }
  }
  expect(last).toMatchObject(expected as object);
}

describe.each(['PostgreSQL', 'Redis'])('on %s', (backend) => {
  beforeEach(async () => {
    workers = [];
    redis = null;
    database = await createDatabase();
    redis = backend === 'Redis' ? await startRedis() : null;
    owner = new Client({ connectionString: database.url });
    await owner.connect();
  }, 120_000);
  afterEach(async () => {
    for (const worker of workers) await worker.close();
    await redis?.stop();
    await owner.end();
    await database.drop();
  }, 60_000);

  test('each row has its effect, and only after commit', async () => {
    const seen: string[] = [];
    const app = await startWorker(QUEUE_TIMING, (handlers) => handlers.register('invitation.made', async ({ payload }) => void seen.push(payload.invitation)));
    await app.get(Database).transaction(async (tx) => {
      await app.get(Outbox).put(tx, 'invitation.made', { invitation: 'rolled back' });
      throw new Error('no');
    }, 'system').catch(() => undefined);
    const names = Array.from({ length: 300 }, (_, index) => `invitation ${index}`);
    await put(app, ...names);
    await eventually(outbox, { done: 300, dead: 0, waiting: 0 });
    expect(seen.toSorted()).toEqual(names.toSorted());
  }, 60_000);

  test('two workers share the work', async () => {
    const seen: string[] = [];
    const register = (handlers: OutboxHandlers) => handlers.register('invitation.made', async ({ payload }) => void seen.push(payload.invitation));
    const first = await startWorker(QUEUE_TIMING, register);
    await startWorker(QUEUE_TIMING, register);
    await put(first, ...Array.from({ length: 200 }, (_, index) => String(index)));
    await eventually(outbox, { done: 200 });
    expect(seen).toHaveLength(200);
  }, 60_000);

  test('a failure is tried again, with pauses', async () => {
    const times: number[] = [];
    const app = await startWorker(FAST, (handlers) => handlers.register('invitation.made', async () => {
      times.push(Date.now());
      if (times.length < 4) throw Object.assign(new Error('to nobody@example.org'), { code: 'EENVELOPE', responseCode: 451 });
    }));
    await put(app, 'x');
    await eventually(outbox, { done: 1, failures: [] });
    expect(times).toHaveLength(4);
    // The second relay comes only after `overdue`.
    expect(times[2]! - times[0]!).toBeGreaterThan(200);
  }, 60_000);

  test('what fails too often is given up and can be seen, without what the message said', async () => {
    let calls = 0;
    const app = await startWorker(FAST, (handlers) => handlers.register('invitation.made', async () => {
      calls++;
      throw Object.assign(new Error('to nobody@example.org'), { code: 'EENVELOPE', responseCode: 550 });
    }));
    await put(app, 'x');
    await eventually(outbox, { done: 0, dead: 1, waiting: 0, failures: ['Error EENVELOPE 550'] });
    expect(calls).toBe(FAST.relays * FAST.attempts);
    expect(await app.get(QueueRows).counts()).toEqual({ waiting: 0, dead: 1 });
  }, 60_000);

  test('a long queue is no failure: what only waits is not given up', async () => {
    const app = await startWorker({ ...FAST, overdue: 50, overdueMost: 50, relays: 2 }, (handlers) => handlers.register('invitation.made', () => new Promise((resolve) => setTimeout(resolve, 100))));
    await put(app, ...Array.from({ length: 60 }, (_, index) => String(index)));
    await eventually(outbox, { done: 60, dead: 0 });
  }, 60_000);

  test('a topic that nobody handles is not lost', async () => {
    const app = await startWorker(FAST, () => undefined);
    await put(app, 'x');
    await eventually(outbox, { done: 0, dead: 1 });
  }, 60_000);

  test('an effect whose worker died before it said so is repeated under the same id', async () => {
    const ids: string[] = [];
    let dying = true;
    const app = await startWorker(FAST, (handlers) => handlers.register('invitation.made', async ({ id }) => {
      ids.push(id);
      // As if the process had ended between the effect and the note of it.
      if (dying) throw new Error('killed');
    }));
    await put(app, 'x');
    // It may be tried again before this looks.
    await eventually(async () => ({ called: ids.length > 0 }), { called: true });
    dying = false;
    await eventually(outbox, { done: 1 });
    expect(new Set(ids).size).toBe(1);
  }, 60_000);

  test('a worker that is told to stop finishes what it does', async () => {
    let finished = false;
    let begun = false;
    const app = await startWorker(FAST, (handlers) => handlers.register('invitation.made', async () => {
      begun = true;
      await new Promise((resolve) => setTimeout(resolve, 500));
      finished = true;
    }));
    await put(app, 'x');
    await eventually(async () => ({ begun }), { begun: true });
    workers.pop();
    await app.close();
    expect(finished).toBe(true);
    expect(await outbox()).toMatchObject({ done: 1 });
  }, 60_000);

  if (backend === 'Redis') {
    test('a killed Redis loses nothing: the outbox is the truth', async () => {
      const seen = new Set<string>();
      let blocked = true;
      const app = await startWorker({ ...FAST, relays: 50 }, (handlers) => handlers.register('invitation.made', async ({ payload }) => {
        if (blocked) throw new Error('not yet');
        seen.add(payload.invitation);
      }));
      await put(app, ...Array.from({ length: 50 }, (_, index) => String(index)));
      await eventually(outbox, { failures: ['Error'] });
      await redis!.kill9();
      await put(app, 'while it was away');
      blocked = false;
      await redis!.start();
      await eventually(outbox, { done: 51, dead: 0, waiting: 0 }, 40);
      expect(seen.size).toBe(51);
    }, 120_000);
  }
});
