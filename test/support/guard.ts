// Waits for jest to close its end of a pipe, by finishing or by dying, then leaves nothing of the run behind.
// node guard.ts <run folder>
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterData, removeCluster } from '../../scripts/postgres/cluster.ts';
import { stopPostmaster } from '../../scripts/postgres/server.ts';

const folder = process.argv[2];
const keeps = process.env['GLOBE_KEEP_TEST_RUN'] !== undefined;
const jest = process.ppid;
if (!folder) throw new Error('which run folder?');

// Ctrl-C goes to the whole terminal group; the guard still has work to do then.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.stdin.resume();
await once(process.stdin, 'close');

await clear();
process.stdout.end('cleared');
// A test that was given up may still be at work in jest's process, and start what we have just ended.
for (const end = Date.now() + 60_000; process.ppid === jest && Date.now() < end; ) await delay(200);
if (!keeps) await clear();

async function clear(): Promise<void> {
  for (const pid of await list('processes')) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  for (const name of await list('clusters')) {
    const directory = join(folder!, 'clusters', name);
    const data = await clusterData(directory);
    if (data) await stopPostmaster(data, 'SIGQUIT');
    if (!keeps) await removeCluster(directory);
  }
  if (keeps) process.stderr.write(`kept: ${folder}\n`);
  else await rm(folder!, { recursive: true, force: true });
}

function list(name: string): Promise<string[]> {
  return readdir(join(folder!, name)).catch(() => []);
}
