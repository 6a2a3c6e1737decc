// A worker killed in the middle of an import, again and again: the import is there whole or not at all, and comes about once.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { startHub, type Hub } from '../support/hub.ts';
import { openImportHub, path, type ImportHub } from '../support/import-hub.ts';
import { person } from '../support/people.ts';

/** A quarter of the file: long enough to be killed in. */
const ROWS = 2800;

let database: TestDatabase;
let owner: Client;
let hub: ImportHub;
let worker: Hub;
let file: string;

beforeAll(async () => {
  database = await createDatabase();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
  hub = await openImportHub(database.url, [person('secretariat', null)], { worker: false });
  worker = await startHub({ databaseUrl: database.url, processes: ['worker'] });
  const text = await readFile(new URL('../data/public-bodies.csv', import.meta.url), 'utf8');
  // Whole records: those that begin a new jurisdiction after a line end.
  file = text.split(/\n(?=[A-Z]{2},)/).slice(0, ROWS).join('\n');
}, 120_000);
afterAll(async () => {
  await worker?.stop();
  await hub?.close();
  await owner?.end();
  await database?.drop();
}, 60_000);

const count = async (sql: string, ...values: unknown[]): Promise<number> => (await owner.query(`SELECT count(*)::int AS n FROM ${sql}`, values)).rows[0].n;

/** Waits until the step has reported that it is at work, so that the kill falls into it. */
async function atWork(id: string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(10)) {
    const { progress, stage } = await hub.summary(id);
    if ((progress?.done ?? 0) > 0 || !['checking', 'running', 'undoing'].includes(stage)) return;
  }
  throw new Error('the worker does not begin');
}

test('checked, imported and undone by workers that are killed in each of these', async () => {
  const before = await count('authority');
  const id = await hub.upload(file, 'bodies.csv');
  let killed = 0;
  for (const step of ['check', 'run', 'undo'] as const) {
    expect((await hub.ask('POST', path(id, `/${step}`))).status).toBe(200);
    await atWork(id);
    const { stage } = await hub.summary(id);
    await worker.kill9('worker');
    const now = await hub.summary(id);
    if (now.stage === stage && ['checking', 'running', 'undoing'].includes(stage)) {
      killed++;
      // Nothing of it shows: neither entries, nor versions, nor acts.
      const expected = step === 'undo' ? await count('directory_import_row WHERE import = $1 AND outcome = $2', id, 'created') : 0;
      expect((await count('authority')) - before).toBe(expected);
      expect(await count(`authority_version WHERE origin_id = $1 AND origin = $2`, id, step === 'undo' ? 'undo' : 'import')).toBe(0);
    }
    await worker.start('worker');
    await hub.settled(id, 100);
  }
  expect(killed).toBeGreaterThan(0);
  const { stage, failure, result } = await hub.summary(id);
  expect([stage, failure]).toEqual(['undone', null]);
  expect(await count('authority')).toBe(before);
  // Each entry came once and went once, with one act each.
  const entries = result!.undone;
  expect(entries).toBeGreaterThan(ROWS / 2);
  expect(await count('authority_version WHERE origin_id = $1', id)).toBe(entries * 2);
  expect(await count(`audit_entry WHERE action = 'directory.change'`)).toBe(entries * 2);
  expect(await count(`audit_entry WHERE action = 'directory.import' AND object_id = $1`, id)).toBe(6);
}, 400_000);
