// A real Redis for tests: on a free port of the loopback, in a folder of its own, without persistence.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../scripts/postgres/server.ts';
import { forgetProcess, registerProcess, runFolder } from './run-folder.ts';

export interface TestRedis {
  readonly url: string;
  /** SIGKILL: all that was queued is gone, as after a crash without persistence. */
  kill9(): Promise<void>;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const PROGRAMS = ['redis-server', 'valkey-server'];

function find(): string | undefined {
  return PROGRAMS.find((name) => {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

/** Finds Redis or Valkey, or as root on Debian installs it; throws with the line to type. */
function program(): string {
  let found = find();
  if (!found && process.getuid?.() === 0) {
    // A policy of "do not start" keeps the package from running a server of its own.
    execFileSync('sh', ['-c', 'apt-get update -q && RUNLEVEL=1 apt-get install -y -q redis-server'], { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    found = find();
  }
  if (!found) throw new Error('these tests need Redis: type "sudo apt-get install redis-server", then repeat');
  return found;
}

export async function startRedis(): Promise<TestRedis> {
  const name = program();
  const port = await freePort();
  const folder = await mkdtemp(join(runFolder(), 'redis-'));
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  const start = async () => {
    child = spawn(name, ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
    await once(child, 'spawn');
    await registerProcess(child.pid!);
    await answers(url);
  };
  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, 'exit');
    ending.kill(signal);
    await gone;
    await forgetProcess(ending.pid!);
  };
  await start();
  return { url, start, kill9: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

async function answers(url: string): Promise<void> {
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  try {
    await Promise.race([client.ping(), delay(10_000, undefined, { ref: false }).then(() => Promise.reject(new Error('Redis does not answer')))]);
  } finally {
    client.disconnect();
  }
}
