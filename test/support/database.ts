// Databases for tests: one server a run, one template with all migrations, a clone of it for each suite.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../../scripts/postgres/server.ts';
import { madeOnce } from './made-once.ts';
import { buildFolder, clusterFolder, runFolder } from './run-folder.ts';

export interface TestDatabase {
  readonly name: string;
  /** As DATABASE_URL: the connection of the database's owner, who is no superuser. */
  readonly url: string;
  /** The superuser's connection to the same database: sees past row-level security. For looking, not for the hub. */
  readonly superuserUrl: string;
  /** Ends its sessions and deletes it; the run's end does so too. */
  drop(): Promise<void>;
}

interface RunServer {
  readonly ownerUrl: string;
  readonly superuserUrl: string;
}

const TEMPLATE = 'globe_template';

/** A database of its own, all migrations applied, empty otherwise. Cloned from the run's template: some 50 ms. */
export function createDatabase(): Promise<TestDatabase> {
  return cloneDatabase(TEMPLATE);
}

/** A copy of another database of this run, to which nobody may be connected. */
export async function cloneDatabase(template: string): Promise<TestDatabase> {
  const server = await runServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(server, `CREATE DATABASE ${name} TEMPLATE ${template} OWNER globe STRATEGY file_copy`);
  return {
    name,
    url: inDatabase(server.ownerUrl, name),
    superuserUrl: inDatabase(server.superuserUrl, name),
    drop: () => asSuperuser(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Applies the build's migrations to a database, as `npm start` does. */
export async function migrate(url: string): Promise<void> {
  const program = join(buildFolder(), 'dist', 'apps', 'api', 'src', 'migrate.js');
  if (!existsSync(program)) throw new Error(`${program} is missing: build first (tsc -b)`);
  const child = spawn(process.execPath, [program], { cwd: runFolder(), env: { PATH: process.env['PATH'], DATABASE_URL: url }, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (part: Buffer) => (complaint += part.toString()));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`the migrations failed: ${complaint.trim()}`);
}

/** The run's server. */
function runServer(): Promise<RunServer> {
  return madeOnce('server', async (folder) => {
    const postgres = await startPostgres({ directory: clusterFolder(basename(folder)), durable: false });
    const server = { ownerUrl: postgres.ownerUrl(TEMPLATE), superuserUrl: postgres.superuserUrl() };
    await asSuperuser(server, `CREATE DATABASE ${TEMPLATE} OWNER globe`);
    await migrate(server.ownerUrl);
    return server;
  });
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Rows of one statement over a connection of its own. */
export async function queryOnce<Row extends object>(url: string, sql: string, parameters: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, parameters)).rows;
  } finally {
    await client.end();
  }
}

async function asSuperuser(server: RunServer, statement: string): Promise<void> {
  await queryOnce(server.superuserUrl, statement);
}
