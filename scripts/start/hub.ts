// Everything `npm start` keeps running, from the first folder to the last process.
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { announcement } from './announcement.ts';
import { HubProcess, type ProgramPlace } from './hub-process.ts';
import { isNewDatabase, openHubDatabase, type HubDatabase } from './hub-database.ts';
import { runOnce } from './run-once.ts';
import { hubEnvironment, type Settings } from './settings.ts';

export interface RunningHub {
  /** Ends the processes, then the database. */
  stop(): Promise<void>;
}

const API = 'dist/apps/api/src/main.js';
const WORKER = 'dist/apps/api/src/main.worker.js';
const MIGRATE = 'dist/apps/api/src/migrate.js';
const DEMONSTRATION = 'dist/apps/demo/main.js';
const READY_SECONDS = 120;

/**
 * Starts the hub of a build. Aborting while it starts stops what has been started. Rejects with a sentence for the
 * terminal if any of it fails; then nothing is left running.
 */
export async function startHub(settings: Settings, build: string, say: (line: string) => void, abort: AbortSignal): Promise<RunningHub> {
  const logs = join(settings.dataDirectory, 'logs');
  await mkdir(logs, { recursive: true, mode: 0o700 });
  const database = await openHubDatabase(settings);
  say(database.about);
  const environment = () => hubEnvironment(settings, database.url);
  const place = (program: string, log: string): ProgramPlace => ({ folder: build, program, environment: environment(), logFile: join(logs, log) });
  const api = new HubProcess('The API', place(API, 'api.log'), say);
  const worker = new HubProcess('The worker', place(WORKER, 'worker.log'), say);
  const stop = async () => {
    await Promise.all([api.stop(), worker.stop()]);
    await database.stop();
  };
  try {
    abort.throwIfAborted();
    const demonstrate = await isDemonstrationDue(settings, database, say);
    await runOnce(place(MIGRATE, 'migrate.log'), abort);
    api.start();
    worker.start();
    await becomeReady(settings, api, abort);
    database.watch(say, () => void Promise.all([api.restart(environment()), worker.restart(environment())]));
    if (demonstrate) {
      say('making the demonstration network (keys, certificates, statements): once, about a minute');
      await runOnce(place(DEMONSTRATION, 'demo.log'), abort);
      await rm(demonstrationPending(settings));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  say(await announcement(settings));
  return { stop };
}

function demonstrationPending({ dataDirectory }: Settings): string {
  return join(dataDirectory, 'demo', 'unfinished');
}

/**
 * Whether the demonstration network is to be made now: the database is new. That is written down before anything enters
 * it, so that a start which broke off in the middle is known at the next one, which then starts over.
 */
async function isDemonstrationDue(settings: Settings, database: HubDatabase, say: (line: string) => void): Promise<boolean> {
  const mark = demonstrationPending(settings);
  const brokeOff = await stat(mark).then(() => true, () => false);
  if (!(await isNewDatabase(database.url))) {
    if (!brokeOff) return false;
    if (!database.empty) throw new Error(`the first start broke off before the demonstration network was complete: empty the database, delete ${settings.dataDirectory}, then start again`);
    say('the first start broke off before the demonstration network was complete; starting over');
    await database.empty();
    for (const part of ['keys', 'demo']) await rm(join(settings.dataDirectory, part), { recursive: true, force: true });
  }
  if (!settings.demonstration) return false;
  await mkdir(join(settings.dataDirectory, 'demo'), { recursive: true, mode: 0o700 });
  await writeFile(mark, '');
  return true;
}

async function becomeReady({ host, port }: Settings, api: HubProcess, abort: AbortSignal): Promise<void> {
  const address = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  for (const end = Date.now() + READY_SECONDS * 1000; Date.now() < end; await delay(100)) {
    abort.throwIfAborted();
    if (!api.running) break;
    const answer = await fetch(`http://${address}:${port}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => null);
    if (answer?.ok) return;
  }
  throw new Error(`the API is not ready${api.running ? ` after ${READY_SECONDS} s` : ': it ended'}:\n${await api.lastLines(20)}`);
}
