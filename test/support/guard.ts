// Waits for jest to close its end of a pipe, by finishing or by dying, then leaves nothing of the run behind.
// node guard.ts <run folder>
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterData, removeCluster } from '../../scripts/postgres/cluster.ts';
import { stopPostmaster } from '../../scripts/postgres/server.ts';

const folder = process.argv[2];
if (!folder) throw new Error('which run folder?');

// Ctrl-C goes to the whole terminal group; the guard still has work to do then.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.stdin.resume();
await once(process.stdin, 'close');

for (const pid of await list('processes')) {
  try {
    process.kill(Number(pid), 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
for (const name of await list('clusters')) {
  const directory = join(folder, 'clusters', name);
  const data = await clusterData(directory);
  if (data) await stopPostmaster(data, 'SIGQUIT');
  await removeCluster(directory);
}
if (process.env['GLOBE_KEEP_TEST_RUN']) process.stderr.write(`kept: ${folder}\n`);
else await rm(folder, { recursive: true, force: true });

function list(name: string): Promise<string[]> {
  return readdir(join(folder!, name)).catch(() => []);
}
