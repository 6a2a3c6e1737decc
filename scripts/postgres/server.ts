// Starts, adopts and stops the embedded PostgreSQL: loopback TCP, scram passwords, a port of its own.
import { spawn } from 'node:child_process';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { installBinaries, type PostgresBinaries } from './binaries.ts';
import { openCluster, rememberPort, type Cluster } from './cluster.ts';
import { prepareDatabase } from './prepare-database.ts';
import { runningPostmaster, type Postmaster } from './postmaster.ts';
import { serverAccount } from './server-account.ts';

export interface PostgresOptions {
  /** Folder of the cluster; made if absent. Nobody else may start a server on it meanwhile: hold a lock around it. */
  readonly directory: string;
  /** false: no flushing to disk. Only for tests that do not cut the power. */
  readonly durable: boolean;
  /** Further server settings, name → value. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Postgres {
  readonly pid: number;
  readonly port: number;
  /** It was running already, left by a starter that was killed. */
  readonly adopted: boolean;
  /** Connection of `globe`, the owner of the hub's database, who may create roles but is no superuser. */
  ownerUrl(database?: string): string;
  /** Connection of the superuser; for making and dropping databases. */
  superuserUrl(database?: string): string;
  running(): Promise<boolean>;
  /** Ends sessions, flushes, stops. Does nothing if it has stopped already. */
  stop(): Promise<void>;
  /** SIGKILL to the server, as a crash would end it; returns when all of its processes are gone. */
  kill9(): Promise<void>;
}

/** A crash recovery replays at most max_wal_size; give it time. */
const START_SECONDS = 120;
const STOP_SECONDS = 60;
const POLL_MILLISECONDS = 20;

/** A running server for `directory`, with the role and the database `globe` in it. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const account = serverAccount();
  const binaries = await installBinaries(account);
  const cluster = await openCluster(options.directory, binaries, account, options.durable);
  const found = await runningPostmaster(cluster.data);
  const postmaster = found ? await becomeReady(cluster, found.pid) : await launch(cluster, binaries, options);
  if (!postmaster) throw new Error(`PostgreSQL stopped while starting; see ${cluster.log}`);
  await rememberPort(cluster, postmaster.port);
  const url = (user: string, password: string, database: string) => `postgres://${user}:${password}@127.0.0.1:${postmaster.port}/${database}`;
  const superuserUrl = (database = 'postgres') => url('postgres', cluster.secrets.superuser, database);
  await prepareDatabase(superuserUrl(), cluster.secrets.owner);
  return {
    pid: postmaster.pid,
    port: postmaster.port,
    adopted: found !== null,
    ownerUrl: (database = 'globe') => url('globe', cluster.secrets.owner, database),
    superuserUrl,
    running: async () => (await runningPostmaster(cluster.data))?.pid === postmaster.pid,
    stop: () => stopPostmaster(cluster.data, 'SIGINT'),
    kill9: () => killPostmaster(cluster.data),
  };
}

/** Stops the server of a data directory: SIGINT ends sessions and flushes, SIGQUIT leaves it to recovery. */
export async function stopPostmaster(data: string, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  const running = await runningPostmaster(data);
  if (!running) return;
  signalProcess(running.pid, signal);
  for (const end = Date.now() + STOP_SECONDS * 1000; Date.now() < end; await delay(POLL_MILLISECONDS)) {
    if (!(await runningPostmaster(data))) return;
  }
  if (signal === 'SIGINT') await stopPostmaster(data, 'SIGQUIT');
  else throw new Error(`PostgreSQL (process ${running.pid}) does not stop`);
}

/** SIGKILL to the postmaster; its other processes notice and end by themselves. */
async function killPostmaster(data: string): Promise<void> {
  const running = await runningPostmaster(data);
  if (!running) return;
  signalProcess(running.pid, 'SIGKILL');
  while (await runningPostmaster(data)) await delay(POLL_MILLISECONDS);
}

async function launch(cluster: Cluster, binaries: PostgresBinaries, options: PostgresOptions): Promise<Postmaster | null> {
  let port = (await portIsFree(cluster.secrets.port)) ? cluster.secrets.port : await freePort();
  for (const end = Date.now() + START_SECONDS * 1000; ; ) {
    await rm(join(cluster.data, 'postmaster.pid'), { force: true });
    const before = await size(cluster.log);
    const pid = await spawnServer(cluster, binaries, options, port);
    const ready = await becomeReady(cluster, pid);
    if (ready) return ready;
    const said = (await readFile(cluster.log)).subarray(before).toString();
    if (Date.now() > end || !/in use|already exists|could not bind/.test(said)) throw new Error(`PostgreSQL did not start:\n${said.trim().split('\n').slice(-5).join('\n')}`);
    // Somebody was quicker at the port, or the last server's processes have not all ended yet.
    await delay(200);
    port = await freePort();
  }
}

async function spawnServer(cluster: Cluster, binaries: PostgresBinaries, options: PostgresOptions, port: number): Promise<number> {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: options.durable ? 'on' : 'off',
    full_page_writes: options.durable ? 'on' : 'off',
    synchronous_commit: options.durable ? 'on' : 'off',
    max_connections: '200',
    log_line_prefix: '%m [%p] %a ',
    // Values of rows and statements stay out of the log: an error names the constraint, not what broke it.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...options.settings,
  };
  const log = await open(cluster.log, 'a', 0o600);
  try {
    // Detached, with no pipe to us: Ctrl-C reaches the API first, and a killed starter takes no database with it.
    const child = spawn(binaries.postgres, ['-D', cluster.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
      ...cluster.account,
      cwd: '/',
      detached: true,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', log.fd, log.fd],
    });
    const pid = await new Promise<number>((resolve, reject) => child.once('spawn', () => resolve(child.pid!)).once('error', reject));
    child.unref();
    return pid;
  } finally {
    await log.close();
  }
}

/** Waits until the server accepts connections; null if the process ends before. */
async function becomeReady(cluster: Cluster, pid: number): Promise<Postmaster | null> {
  for (const end = Date.now() + START_SECONDS * 1000; Date.now() < end; await delay(POLL_MILLISECONDS)) {
    const found = await runningPostmaster(cluster.data);
    if (found?.ready) return found;
    if (!found && !isAlive(pid)) return null;
  }
  throw new Error(`PostgreSQL is not ready after ${START_SECONDS} s; see ${cluster.log}`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function size(path: string): Promise<number> {
  return stat(path).then((found) => found.size, () => 0);
}

/** A TCP port at 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return listenOnce(0).then((port) => port ?? freePort());
}

export async function portIsFree(port: number): Promise<boolean> {
  return port > 0 && (await listenOnce(port)) !== null;
}

function listenOnce(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}
