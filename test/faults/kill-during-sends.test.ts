// What was acknowledged survives kill -9 of anything: API, worker and database are killed while messages stream in.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { newThread, openThread, sealDraft, submitMessage, type MailSession, type ThreadPlace } from '#client';
import { DEFAULT_LABELS } from '#protocol';
import { startPostgres, type Postgres } from '../../scripts/postgres/server.ts';
import { startHub, type Hub } from '../support/hub.ts';
import { migrate } from '../support/database.ts';
import { openMailbox, readAccounts, runDemonstration, signInAs } from '../support/network.ts';
import { clusterFolder } from '../support/run-folder.ts';
import { verifyLogs } from '../support/verify-logs.ts';

/** Long enough for each victim to fall in the middle of the stream and to come back. */
const STREAM_MS = 6000;
const KILL_AT_MS = 2000;
const DOWN_MS = 700;

let postgres: Postgres;
let hub: Hub;
let writing: MailSession;
let reading: MailSession;

const startDurable = () => startPostgres({ directory: clusterFolder('kill-during-sends'), durable: true });

beforeAll(async () => {
  postgres = await startDurable();
  await migrate(postgres.ownerUrl());
  hub = await startHub({ databaseUrl: postgres.ownerUrl() });
  await runDemonstration(hub);
  const network = { ...hub, ...(await readAccounts(hub.dataDirectory)) };
  writing = await openMailbox(await signInAs(network, 'br-officer-1'));
  reading = await openMailbox(await signInAs(network, 'cg-officer-1'));
}, 300_000);

afterAll(async () => {
  await hub?.stop();
  await postgres?.stop();
});

interface Stream {
  readonly thread: string;
  readonly acknowledged: string[];
}

/** Writes one message after the other into a new thread for a while; a message counts when the hub has said so. */
async function stream(): Promise<Stream> {
  const first: ThreadPlace = newThread(writing.me.member, [reading.me.member]);
  const acknowledged: string[] = [];
  let place = first;
  for (const end = Date.now() + STREAM_MS; Date.now() < end; ) {
    const draft = { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: null, text: `number ${acknowledged.length + 1}` }, attachments: [] } as const;
    const sealed = await patiently(() => sealDraft(writing, place, draft));
    await patiently(() => submitMessage(writing, sealed));
    acknowledged.push(sealed.message);
    place = { ...place, parents: [sealed.headerHash], sequence: place.sequence + 1 };
  }
  return { thread: first.thread, acknowledged };
}

/** The client keeps what it has sealed and tries again until the hub is back, as the portal does. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 60_000; ; await delay(200)) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > end || (error as { code?: unknown }).code !== 'unavailable') throw error;
    }
  }
}

/** Every acknowledged message is there once, in order, verified by its reader; recorded once; and both logs are what their entries make. */
async function verify({ thread, acknowledged }: Stream): Promise<void> {
  const opened = await patiently(async () => {
    const attempt = await openThread(reading, thread);
    if (attempt.messages.some(({ verdict }) => verdict.state === 'not-yet-anchored')) throw Object.assign(new Error('not anchored yet'), { code: 'unavailable' });
    return attempt;
  });
  expect(opened.messages.map(({ id }) => id)).toEqual(acknowledged);
  expect(opened.messages.map(({ verdict }) => verdict)).toEqual(acknowledged.map(() => ({ state: 'verified' })));
  expect(opened.gaps).toEqual([]);

  await verifyLogs(postgres.superuserUrl('globe'));
  expect(await recordedSends(thread)).toBe(acknowledged.length);
}

async function recordedSends(thread: string): Promise<number> {
  const client = new Client({ connectionString: postgres.superuserUrl('globe') });
  await client.connect();
  try {
    const sends = `SELECT count(*) AS sends FROM audit_entry WHERE action = 'message.send' AND convert_from(entry, 'UTF8')::jsonb -> 'details' ->> 'thread' = $1`;
    return Number((await client.query<{ sends: string }>(sends, [thread])).rows[0]!.sends);
  } finally {
    await client.end();
  }
}

const VICTIMS: readonly [string, () => Promise<void>, () => Promise<void>][] = [
  ['the API', () => hub.kill9('api'), () => hub.start('api')],
  ['the worker', () => hub.kill9('worker'), () => hub.start('worker')],
  [
    'PostgreSQL',
    () => postgres.kill9(),
    async () => {
      postgres = await startDurable();
    },
  ],
];

async function fallAndRise(kill: () => Promise<void>, raise: () => Promise<void>): Promise<void> {
  await delay(KILL_AT_MS);
  await kill();
  await delay(DOWN_MS);
  await raise();
}

describe('every acknowledged message is there exactly once, with its audit entry, and both logs verify, after kill -9 of', () => {
  test.each(VICTIMS)('%s', async (_, kill, raise) => {
    const [streamed] = await Promise.all([stream(), fallAndRise(kill, raise)]);
    expect(streamed.acknowledged.length).toBeGreaterThan(5);
    await verify(streamed);
  }, 180_000);
});
