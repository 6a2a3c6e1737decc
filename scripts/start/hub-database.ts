// The hub's database: the embedded server, kept running, or the one that DATABASE_URL names.
import { join } from 'node:path';
import { Client } from 'pg';
import { emptyDatabase } from '../postgres/prepare-database.ts';
import { startPostgres, type Postgres } from '../postgres/server.ts';
import type { Settings } from './settings.ts';

export interface HubDatabase {
  /** Owner's connection. May change when the embedded server comes back at another port. */
  readonly url: string;
  /** What was done, for the terminal. */
  readonly about: string;
  /** Looks after the server from now on; `moved` is called when it had to be started again at another address. */
  watch(report: (line: string) => void, moved: () => void): void;
  /** Deletes all that is in it; null for a database that is not ours to delete. */
  readonly empty: (() => Promise<void>) | null;
  stop(): Promise<void>;
}

const LOOK_EVERY = 1000;

export async function openHubDatabase(settings: Settings): Promise<HubDatabase> {
  if (settings.databaseUrl) {
    const { host, pathname } = new URL(settings.databaseUrl);
    return { url: settings.databaseUrl, about: `PostgreSQL at ${host}${pathname}`, watch: () => undefined, empty: null, stop: async () => undefined };
  }
  return embedded(join(settings.dataDirectory, 'postgres'));
}

async function embedded(directory: string): Promise<HubDatabase> {
  const began = performance.now();
  const start = () => startPostgres({ directory, durable: true });
  let server: Postgres = await start();
  const about = `PostgreSQL ${server.adopted ? 'was still running' : `started in ${((performance.now() - began) / 1000).toFixed(1)} s`} (127.0.0.1:${server.port})`;
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;
  return {
    get url() {
      return server.ownerUrl();
    },
    about,
    watch(report, moved) {
      const look = async () => {
        if (stopped || (await server.running()) || stopped) return;
        report('PostgreSQL ended unasked; starting it again');
        const before = server.port;
        server = await start();
        if (server.port !== before) moved();
      };
      timer = setInterval(() => {
        looking = looking.then(look).catch((error: unknown) => report(`PostgreSQL does not start: ${(error as Error).message}`));
      }, LOOK_EVERY);
    },
    empty: () => emptyDatabase(server.superuserUrl()),
    async stop() {
      stopped = true;
      if (timer) clearInterval(timer);
      await looking;
      await server.stop();
    },
  };
}

/** Whether nobody has ever migrated this database. Throws with a sentence when it cannot be reached. */
export async function isNewDatabase(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ is_new: boolean }>(`SELECT to_regclass('migration') IS NULL AS is_new`);
    return rows[0]!.is_new;
  } catch (error) {
    const { host } = new URL(url);
    throw new Error(`the database at ${host} cannot be used: ${(error as Error).message || (error as NodeJS.ErrnoException).code}`, { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}
