// The API killed (kill -9) while a file for the directory is on its way: what was acknowledged is there, what was not leaves nothing or is
// there whole, and the person goes on with the same file under the same id.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request, type ClientRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { directoryImportRoutes as routes, uuidV7, type ImportSummary } from '#protocol';
import { signInAs, startNetworkHub, type NetworkHub, type SignedInOfficer } from '../support/network.ts';
import { until } from '../support/until.ts';
import { verifyLogs } from '../support/verify-logs.ts';

const ROWS = 300;

let hub: NetworkHub;
let owner: Client;
let officer: SignedInOfficer;
let file: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  hub = await startNetworkHub();
  owner = new Client({ connectionString: hub.database.superuserUrl });
  await owner.connect();
  officer = await signInAs(hub, 'secretariat-1');
  const text = await readFile(new URL('../data/public-bodies.csv', import.meta.url), 'utf8');
  file = new TextEncoder().encode(text.split(/\n(?=[A-Z]{2},)/).slice(0, ROWS).join('\n'));
}, 240_000);
afterAll(async () => {
  await owner?.end();
  await hub?.stop();
}, 60_000);

const upload = (id: string): Promise<ImportSummary> => officer.hub.call(routes.uploadImport, { params: { id }, query: { name: 'bodies.csv' }, body: file });
const listed = async (): Promise<string[]> => (await officer.hub.call(routes.imports, {})).items.map(({ id }) => id);

/** The same request by hand, so that it can be stopped half-way and its answer left unread. */
function begin(id: string): ClientRequest {
  const sent = request(`${hub.url}/api/directory/imports/${id}?name=bodies.csv`, {
    method: 'PUT', headers: { cookie: officer.cookie(), 'x-globe-client': 'tests', 'content-type': 'application/octet-stream', 'content-length': file.length },
  });
  sent.on('error', () => undefined);
  return sent;
}

const stored = async (id: string): Promise<number> => (await owner.query('SELECT FROM directory_import WHERE id = $1', [id])).rowCount!;
/** Acts of the audit log about the import. */
const acts = async (id: string): Promise<number> => (await owner.query(`SELECT FROM audit_entry WHERE action = 'directory.import' AND object_id = $1`, [id])).rowCount!;

async function killed(): Promise<void> {
  await hub.kill9('api');
  await hub.start('api');
}

/** Half of the file has left, and the hub has begun to take it. */
async function halfSent(id: string): Promise<ClientRequest> {
  const sent = begin(id);
  await new Promise<void>((resolve, reject) => sent.write(file.subarray(0, file.length / 2), (error) => (error ? reject(error) : resolve())));
  return sent;
}

const KILLS: Readonly<Record<string, { kept: number; kill(id: string): Promise<void> }>> = {
  'half of the body received: nothing is kept': {
    kept: 0,
    kill: async (id) => {
      const sent = await halfSent(id);
      const broken = new Promise((resolve) => sent.once('close', resolve));
      await killed();
      await broken;
    },
  },
  'all received, waiting to be stored: nothing is kept': {
    kept: 0,
    kill: async (id) => {
      const holder = new Client({ connectionString: hub.database.superuserUrl });
      await holder.connect();
      await holder.query('BEGIN; LOCK TABLE directory_import IN SHARE ROW EXCLUSIVE MODE');
      begin(id).end(file);
      const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%directory_import%'`;
      await until(async () => (await owner.query(waiting)).rowCount! > 0, 'the API at the lock');
      await hub.kill9('api');
      // The row is let through now, and nobody is left who would commit it.
      await holder.end();
      await hub.start('api');
    },
  },
  'stored, the answer lost: it is there': {
    kept: 1,
    kill: async (id) => {
      const sent = begin(id);
      sent.end(file);
      await until(async () => (await stored(id)) === 1, 'the file is stored');
      sent.destroy();
      await killed();
    },
  },
  'answered: it is there': {
    kept: 1,
    kill: async (id) => {
      await upload(id);
      await killed();
    },
  },
};

test.each(Object.entries(KILLS))('%s; the same file under the same id goes on', async (_name, { kept, kill }) => {
  const id = uuidV7();
  const before = await listed();
  await kill(id);
  expect([await stored(id), await acts(id)]).toEqual([kept, kept]);
  // Whatever was brought before is still listed, and nothing that is half there.
  expect((await listed()).toSorted()).toEqual([...before, ...(kept === 1 ? [id] : [])].toSorted());

  const again = await upload(id);
  expect(again).toMatchObject({ id, stage: 'draft', fileName: 'bodies.csv', sha256: createHash('sha256').update(file).digest('hex') });
  expect([await stored(id), await acts(id)]).toEqual([1, 1]);
  const { first } = await officer.hub.call(routes.importPreview, { params: { id } });
  expect(first.length).toBeGreaterThan(0);
}, 120_000);

test('an import whose upload was broken is checked and imported as any other', async () => {
  const id = uuidV7();
  await KILLS['half of the body received: nothing is kept']!.kill(id);
  await upload(id);
  const settled = async (step: typeof routes.checkImport | typeof routes.runImport, busy: string): Promise<ImportSummary> => {
    await officer.hub.call(step, { params: { id } });
    await until(async () => (await officer.hub.call(routes.importSummary, { params: { id } })).stage !== busy, `the end of ${busy}`);
    return officer.hub.call(routes.importSummary, { params: { id } });
  };
  expect((await settled(routes.checkImport, 'checking')).stage).toBe('checked');
  const done = await settled(routes.runImport, 'running');
  expect([done.stage, done.failure]).toEqual(['done', null]);
  expect(done.result!.created).toBeGreaterThan(ROWS / 2);
  await verifyLogs(hub.database.superuserUrl);
}, 240_000);
