// A read in one round trip keeps what a transaction promises: who is asking, nothing written, nothing left behind.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readConfig } from '../apps/api/src/platform/config.ts';
import { Database } from '../apps/api/src/platform/database.ts';
import { runInContext, type Principal } from '../apps/api/src/platform/request-context.ts';
import { createDatabase, type TestDatabase } from './support/database.ts';
import { runFolder } from './support/run-folder.ts';

let of: TestDatabase;
let database: Database;
beforeAll(async () => {
  of = await createDatabase();
  database = new Database(readConfig({ DATABASE_URL: of.url, DATA_DIR: runFolder() }));
}, 60_000);
afterAll(async () => {
  await database?.onApplicationShutdown();
  await of?.drop();
});

const WHO = { name: 'who', sql: `SELECT current_setting('globe.role') AS role, current_setting('globe.member') AS member, $1::int AS number` };
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const officer = (number: number): Principal => ({ account: id(1), officer: id(2), member: id(number), role: 'officer', session: id(3), verifiedAt: new Date() });
const as = <T>(principal: Principal | null, work: () => Promise<T>) => runInContext({ correlation: 'test', address: null, principal }, work);

test('many at once are each asked as who they are, and answered what they asked', async () => {
  const asked = Array.from({ length: 200 }, (_, number) => as(number % 2 ? officer(number) : null, () => database.read(WHO, [number])));
  expect(await Promise.all(asked)).toEqual(asked.map((_, number) => [{ role: number % 2 ? 'officer' : 'anonymous', member: number % 2 ? id(number) : '', number }]));
  expect(await as(officer(1), () => database.read(WHO, [1], 'system'))).toEqual([{ role: 'system', member: '', number: 1 }]);
});

test('a statement that fails says so, and the connection is as good as new', async () => {
  for (let round = 0; round < 30; round++) {
    await expect(database.read({ name: 'divide', sql: 'SELECT 1 / $1::int AS result' }, [0])).rejects.toMatchObject({ code: '22012' });
    expect(await database.read({ name: 'state', sql: `SELECT pg_current_xact_id_if_assigned() IS NULL AS fresh, current_setting('globe.role') AS role` }, [])).toEqual([{ fresh: true, role: 'anonymous' }]);
  }
  expect(await database.transaction((tx) => tx.query(`SELECT current_setting('transaction_read_only') AS only`))).toEqual([{ only: 'off' }]);
});

test('nothing can be written', async () => {
  await expect(database.read({ name: 'write', sql: 'INSERT INTO outbox (topic, payload) VALUES ($1, $2)' }, ['x', '{}'])).rejects.toMatchObject({ code: expect.stringMatching(/25006|42/) });
});
