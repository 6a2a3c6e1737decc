// An import of public-bodies.csv through the hub's own code, and a plain COPY of the same rows into one table, in one run.
// Build first (tsc -b). node24 --conditions=source bench/directory-import.ts
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { uuidV7 } from '#protocol';
import { startPostgres } from '../scripts/postgres/server.ts';
import { ROOT } from '../scripts/places.ts';
import { copyIn } from './directory/copy-in.ts';
import { openImportHub } from './directory/import-hub.ts';

const FILE = new URL('../test/data/public-bodies.csv', import.meta.url);
const folder = await mkdtemp(join(tmpdir(), 'globe-bench-'));
chmodSync(folder, 0o711);
const postgres = await startPostgres({ directory: join(folder, 'cluster'), durable: true });
const url = postgres.ownerUrl();
const owner = new Client({ connectionString: url });
const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const begin = performance.now();
  const result = await work();
  console.log(`${name.padEnd(64)} ${((performance.now() - begin) / 1000).toFixed(2).padStart(7)} s, load ${loadavg()[0]!.toFixed(1)}`);
  return result;
};
try {
  const migrated = spawnSync(process.execPath, [join(ROOT, 'dist', 'apps', 'api', 'src', 'migrate.js')], { env: { ...process.env, DATABASE_URL: url }, stdio: ['ignore', 'ignore', 'inherit'] });
  if (migrated.status !== 0) throw new Error('the migrations failed: build first (tsc -b)');
  await owner.connect();
  const bytes = new Uint8Array(readFileSync(FILE));

  // The peer: stored as it is: nothing cleaned, compared, versioned, indexed or recorded.
  await owner.query('CREATE TABLE bare (jurisdiction text, name text, abbreviation text, url text, phone text, email text, address text, tags text, source text)');
  await timed('COPY of the same rows into one plain table', () => copyIn(owner, 'COPY bare FROM STDIN WITH (FORMAT csv, HEADER)', bytes));

  const hub = await openImportHub(url, folder);
  try {
    const [first, second] = [uuidV7(), uuidV7()];
    console.log(JSON.stringify((await timed('brought, read and guessed', () => hub.upload(first, 'public-bodies.csv', bytes))).sha256));
    console.log(JSON.stringify((await timed('checked: every row read and compared with the directory', () => hub.step(first, 'check'))).planned));
    console.log(JSON.stringify((await timed('imported: entries, versions, acts, index, in one transaction', () => hub.step(first, 'run'))).result));
    await hub.upload(second, 'public-bodies.csv', bytes);
    await timed('the same file again: checked', () => hub.step(second, 'check'));
    console.log(JSON.stringify((await timed('the same file again: imported', () => hub.step(second, 'run'))).result));
    console.log(JSON.stringify((await timed('undone', () => hub.step(first, 'undo'))).result));
    console.log(`memory ${Math.round(process.memoryUsage.rss() / 1024 / 1024)} MB`);
  } finally {
    await hub.close();
  }
} finally {
  await owner.end();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
