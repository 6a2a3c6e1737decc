// The real thing for tests: the built API and worker as processes of their own, on a port and in a folder of their own.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../scripts/postgres/server.ts';
import { createDatabase } from './database.ts';
import { buildFolder, forgetProcess, registerProcess, runFolder } from './run-folder.ts';

export type HubProcess = 'api' | 'worker';

export interface HubOptions {
  /** Owner's connection to a migrated database; a fresh clone of the template if absent. */
  readonly databaseUrl?: string;
  /** Which processes run; both if absent. */
  readonly processes?: readonly HubProcess[];
  /** DATA_DIR; a new folder if absent. Give another hub's to start again where it stopped. */
  readonly dataDirectory?: string;
  /** Further environment, such as SMTP_URL or REDIS_URL. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Hub {
  /** Origin of portal and API, `http://localhost:<port>`. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  /** What the process has written to standard output and error, over all its lives. */
  log(process: HubProcess): Promise<string>;
  /** Starts a process that is not running; the API is ready on return. */
  start(process: HubProcess): Promise<void>;
  /** SIGTERM; resolves once the process is gone, with its exit code or the signal that ended it: SIGKILL if it did not heed. */
  end(process: HubProcess): Promise<number | NodeJS.Signals | null>;
  /** SIGKILL, as a crash would; resolves once the process is gone. */
  kill9(process: HubProcess): Promise<void>;
  /** Ends all gracefully. Call it in afterAll; the guard kills what is left over. */
  stop(): Promise<void>;
}

const PROGRAMS: Readonly<Record<HubProcess, string>> = { api: 'main.js', worker: 'main.worker.js' };
const READY_SECONDS = 60;
const END_SECONDS = 20;

/** A hub that is ready for requests. */
export async function startHub(options: HubOptions = {}): Promise<Hub> {
  const folder = await mkdtemp(join(await made(join(runFolder(), 'hubs')), 'hub-'));
  const dataDirectory = options.dataDirectory ?? (await made(join(folder, 'data')));
  const databaseUrl = options.databaseUrl ?? (await createDatabase()).url;
  const port = await freePort();
  // localhost, not 127.0.0.1: passkeys are bound to a host name.
  const url = `http://localhost:${port}`;
  const environment = {
    PATH: process.env['PATH'],
    TZ: 'UTC',
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: dataDirectory,
    DATABASE_URL: databaseUrl,
    ...options.environment,
  };
  const running = new Map<HubProcess, ChildProcess>();
  const logFile = (name: HubProcess) => join(folder, `${name}.log`);
  const hub: Hub = {
    url,
    databaseUrl,
    dataDirectory,
    log: (name) => readFile(logFile(name), 'utf8').catch(() => ''),
    start: async (name) => {
      if (isRunning(running.get(name))) throw new Error(`${name} is running`);
      const child = await spawnProgram(PROGRAMS[name], environment, logFile(name));
      running.set(name, child);
      if (name === 'api') await becomeReady(url, child, () => hub.log('api'));
    },
    end: (name) => endProcess(running.get(name), 'SIGTERM'),
    kill9: async (name) => {
      await endProcess(running.get(name), 'SIGKILL');
    },
    stop: async () => {
      await Promise.all([...running.keys()].map((name) => hub.end(name)));
    },
  };
  try {
    for (const name of options.processes ?? (['api', 'worker'] as const)) await hub.start(name);
  } catch (error) {
    await hub.stop();
    throw error;
  }
  return hub;
}

async function spawnProgram(name: string, environment: NodeJS.ProcessEnv, logFile: string): Promise<ChildProcess> {
  const program = join(buildFolder(), 'dist', 'apps', 'api', 'src', name);
  if (!existsSync(program)) throw new Error(`${program} is missing: build first (tsc -b)`);
  const log = await open(logFile, 'a', 0o600);
  try {
    const child = spawn(process.execPath, ['--enable-source-maps', program], { cwd: runFolder(), env: environment, stdio: ['ignore', log.fd, log.fd] });
    await once(child, 'spawn');
    const pid = child.pid!;
    await registerProcess(pid);
    child.once('exit', () => void forgetProcess(pid).catch(() => undefined));
    return child;
  } finally {
    await log.close();
  }
}

async function becomeReady(url: string, child: ChildProcess, log: () => Promise<string>): Promise<void> {
  for (const end = Date.now() + READY_SECONDS * 1000; Date.now() < end; await delay(50)) {
    if (!isRunning(child)) break;
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
  }
  const last = (await log()).trim().split('\n').slice(-15).join('\n');
  throw new Error(`the API is not ready (${isRunning(child) ? 'still running' : `ended with ${child.exitCode ?? child.signalCode}`}):\n${last}`);
}

/** Null if it was not running. After 20 s of patience SIGKILL follows. */
async function endProcess(child: ChildProcess | undefined, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | NodeJS.Signals | null> {
  if (!child || !isRunning(child)) return null;
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  child.kill(signal);
  const patience = setTimeout(() => child.kill('SIGKILL'), END_SECONDS * 1000);
  const [code, endedBy] = await ended;
  clearTimeout(patience);
  return endedBy ?? code;
}

function isRunning(child: ChildProcess | undefined): boolean {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}

async function made(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}
