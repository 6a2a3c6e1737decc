// npm start: prepares the clone, then starts the hub and stays with it until told to stop.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tryLock, type FileLock } from '../file-lock.ts';
import { prepareBuild, preparePackages } from '../prepare/prepare-clone.ts';
import { claimPort, HELP, readSettings, type Settings } from './settings.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

const given = process.argv.slice(2);
if (given.includes('--help') || given.includes('-h')) {
  process.stdout.write(HELP);
} else if (given.length > 0) {
  process.stderr.write(`unknown: ${given.join(' ')}\n\n${HELP}`);
  process.exitCode = 2;
} else {
  const told = stopSignal();
  try {
    await run(told);
    process.exitCode = 0;
  } catch (error) {
    if (!told.aborted) process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = told.aborted ? 0 : 1;
  }
  process.exit();
}

/** Aborts on Ctrl-C, SIGTERM, a closed terminal, or the end of the wrapper that fetched a newer Node. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (!controller.signal.aborted) say('\nstopping');
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  return controller.signal;
}

async function run(told: AbortSignal): Promise<void> {
  const settings = readSettings(process.env);
  const alone = await claimDataDirectory(settings);
  const record = join(settings.dataDirectory, 'hub.json');
  try {
    await claimPort(settings);
    const packages = await preparePackages();
    const build = await prepareBuild();
    told.throwIfAborted();
    // Only now are the packages there that these import.
    const { startHub } = await import('./hub.ts');
    await writeFile(record, JSON.stringify({ url: settings.publicUrl, pid: process.pid }));
    const hub = await startHub(settings, build.folder, say, told);
    if (!told.aborted) await new Promise((resolve) => told.addEventListener('abort', resolve));
    await hub.stop();
    say('stopped');
    build.hold.release();
    packages.release();
  } finally {
    await rm(record, { force: true });
    alone.release();
  }
}

/** One hub for a data directory. Throws with the address of the one that runs. */
async function claimDataDirectory({ dataDirectory }: Settings): Promise<FileLock> {
  // Root's database runs as another account, which must be able to pass; what is inside guards itself.
  await mkdir(dataDirectory, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const alone = tryLock(join(dataDirectory, 'hub.lock'), 'exclusive');
  if (alone) return alone;
  const { url, pid } = JSON.parse(await readFile(join(dataDirectory, 'hub.json'), 'utf8').catch(() => '{}')) as { url?: string; pid?: number };
  throw new Error(`a hub already runs on ${dataDirectory}${url ? `: ${url} (process ${pid})` : ', or is just starting'}.\nStop it, or give this one its own: DATA_DIR=var2 PORT=3001 npm start`);
}
