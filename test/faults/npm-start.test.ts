// What `npm start` promises: one hub a folder, all stopped together, whatever dies comes back, data are found again.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, readlink, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { freePort } from '../../scripts/postgres/server.ts';
import { clusterFolder, forgetProcess, registerProcess, runFolder } from '../support/run-folder.ts';

const SCRIPT = join(import.meta.dirname, '..', '..', 'scripts', 'start.mjs');

interface Start {
  readonly child: ChildProcess;
  said(): string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

const dataDirectory = join(runFolder(), 'npm-start');
let port: number;
let hub: Start;

async function npmStart(environment: Record<string, string>): Promise<Start> {
  const child = spawn(process.execPath, [SCRIPT], { cwd: runFolder(), env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DEMO: '0', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (part: string) => (output += part));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  await once(child, 'spawn');
  const pid = child.pid!;
  await registerProcess(pid);
  void ended.then(() => forgetProcess(pid));
  return { child, said: () => output, ended };
}

async function startHub(): Promise<Start> {
  const started = await npmStart({ PORT: String(port), DATA_DIR: dataDirectory });
  await until(() => started.said().includes('The hub is ready') || started.child.exitCode !== null, started.said);
  if (started.child.exitCode !== null) throw new Error(started.said());
  return started;
}

async function until(condition: () => boolean | Promise<boolean>, complaint: () => string): Promise<void> {
  for (const end = Date.now() + 50_000; Date.now() < end; await delay(50)) if (await condition()) return;
  throw new Error(`not in time:\n${complaint()}`);
}

const answers = () => fetch(`http://localhost:${port}/readyz`).then(({ ok }) => ok, () => false);

async function query<Row extends object>(sql: string): Promise<Row[]> {
  const { owner, port: at } = JSON.parse(await readFile(join(dataDirectory, 'postgres', 'connection.json'), 'utf8')) as { owner: string; port: number };
  const client = new Client({ connectionString: `postgres://globe:${owner}@127.0.0.1:${at}/globe` });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Processes of this hub: those with DATA_DIR in their environment. */
async function pidsOf(program: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const [command, environment] = await Promise.all(['cmdline', 'environ'].map((file) => readFile(join('/proc', name, file), 'utf8').catch(() => '')));
    if (command!.includes(program) && environment!.split('\0').includes(`DATA_DIR=${dataDirectory}`)) found.push(Number(name));
  }
  return found;
}

const postmaster = async () => Number((await readFile(join(dataDirectory, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);

beforeAll(async () => {
  port = await freePort();
  await mkdir(join(runFolder(), 'clusters'), { recursive: true });
  // So that the guard finds this hub's database.
  await symlink(join(dataDirectory, 'postgres'), clusterFolder('npm-start'));
  hub = await startHub();
}, 300_000);

afterAll(async () => {
  hub.child.kill('SIGTERM');
  await hub.ended;
});

describe('beside a running hub', () => {
  test('a start on the same folder names the one that runs, and fails', async () => {
    const second = await npmStart({ PORT: String(await freePort()), DATA_DIR: dataDirectory });
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`a hub already runs on ${dataDirectory}: http://localhost:${port}`);
    expect(await answers()).toBe(true);
  });

  test('a start at a port in use says so, and fails', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const taken = (server.address() as { port: number }).port;
    const second = await npmStart({ PORT: String(taken), DATA_DIR: join(runFolder(), 'npm-start-2') });
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`port ${taken} is in use`);
    server.close();
  });

  test('a setting that makes no sense is named, and nothing starts', async () => {
    const second = await npmStart({ PORT: 'https', DATA_DIR: join(runFolder(), 'npm-start-3') });
    expect(await second.ended).toBe(1);
    expect(second.said().trim()).toBe('PORT is not a port: https');
  });
});

describe('when something is killed', () => {
  test.each(['main.js', 'main.worker.js'])('%s is reported and comes back', async (program) => {
    const [before] = await pidsOf(`/apps/api/src/${program}`);
    process.kill(before!, 'SIGKILL');
    await until(async () => {
      const [now] = await pidsOf(`/apps/api/src/${program}`);
      return now !== undefined && now !== before && (await answers());
    }, hub.said);
    expect(hub.said()).toMatch(/ended unasked \(SIGKILL\)/);
  });

  test('PostgreSQL is reported and comes back with what was committed', async () => {
    await query('CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)');
    process.kill(await postmaster(), 'SIGKILL');
    await until(() => hub.said().includes('PostgreSQL ended unasked'), hub.said);
    await until(() => query('SELECT n FROM kept').then((rows) => rows.length === 1, () => false), hub.said);
    await until(answers, hub.said);
  });

  test('the starter itself: API and worker follow it, and the next start takes the database over', async () => {
    const database = await postmaster();
    hub.child.kill('SIGKILL');
    await hub.ended;
    await until(async () => (await pidsOf('/apps/api/src/main')).length === 0, hub.said);
    hub = await startHub();
    expect(hub.said()).toContain('was still running');
    expect(await postmaster()).toBe(database);
    expect(await query('SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });
});

describe('Ctrl-C', () => {
  test('ends everything in good order, and the next start finds the data', async () => {
    hub.child.kill('SIGINT');
    expect(await hub.ended).toBe(0);
    expect(hub.said().trim().split('\n').slice(-2)).toEqual(['stopping', 'stopped']);
    expect(await pidsOf('/apps/api/src/main')).toEqual([]);
    expect(existsSync(join(await readlink(clusterFolder('npm-start')), 'data', 'postmaster.pid'))).toBe(false);
    hub = await startHub();
    expect(await query('SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });
});
