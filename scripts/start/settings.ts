// What `npm start` can be told, by environment.
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  /** Absolute. */
  readonly dataDirectory: string;
  /** Null: the embedded PostgreSQL, under dataDirectory. */
  readonly databaseUrl: string | null;
  /** Null: no demonstration network for a new database. */
  readonly demonstration: boolean;
}

export const HELP = `npm start    starts the hub: PostgreSQL, API, background worker, portal. Ctrl-C stops all of it.

By environment, all optional:
  PORT          3000    port of portal and API
  HOST          127.0.0.1    address to listen at; leave it and put a TLS proxy in front
  PUBLIC_URL    http://localhost:PORT    where people reach the portal; passkeys and cookies are bound to it
  DATA_DIR      var/    database, keys, logs, the demonstration's accounts; keep it to find all of it again
  DATABASE_URL          a PostgreSQL 18 of your own, as owner of its database, instead of the embedded one
  REDIS_URL             a Redis or Valkey for the queue instead of PostgreSQL
  SMTP_URL              mail server for notices; without it they are kept in a spool
  DEMO          1       0: a new database gets no demonstration network

A new database gets a demonstration network; its accounts are printed and in DATA_DIR/demo/accounts.json.
More in docs/OPERATIONS.md.
`;

/** Throws with a sentence about the first setting that cannot be used. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const port = Number(environment['PORT'] || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Error(`PORT is not a port: ${environment['PORT']}`);
  const databaseUrl = environment['DATABASE_URL'] || null;
  if (databaseUrl && !/^postgres(ql)?:$/.test(URL.parse(databaseUrl)?.protocol ?? '')) throw new Error('DATABASE_URL is not of the form postgres://user:password@host:port/database');
  const redisUrl = environment['REDIS_URL'];
  if (redisUrl && !/^rediss?:$/.test(URL.parse(redisUrl)?.protocol ?? '')) throw new Error('REDIS_URL is not of the form redis://host:port');
  return {
    port,
    host: environment['HOST'] || '127.0.0.1',
    publicUrl: environment['PUBLIC_URL'] || `http://localhost:${port}`,
    dataDirectory: resolve(environment['DATA_DIR'] || 'var'),
    databaseUrl,
    demonstration: environment['DEMO'] !== '0',
  };
}

/** Throws if something listens at the port already, or it may not be used. */
export async function claimPort({ host, port }: Settings): Promise<void> {
  await new Promise<void>((done, refuse) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${error.code})`;
      refuse(new Error(`port ${port} ${reason}; choose another: PORT=${port + 1} npm start`));
    });
    server.listen(port, host, () => server.close(() => done()));
  });
}

/** The environment of the hub's processes: what they read, and nothing else of ours. */
export function hubEnvironment(settings: Settings, databaseUrl: string): NodeJS.ProcessEnv {
  const passed = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'REDIS_URL', 'SMTP_URL', 'MAIL_FROM', 'TRUSTED_PROXIES', 'LOG_LEVEL', 'APP_DATABASE_URL', 'SEQUENCER_DATABASE_URL', 'NODE_EXTRA_CA_CERTS'];
  return {
    ...Object.fromEntries(passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
    // A demonstration says so in the very names of its logs.
    NETWORK_NAME: process.env['NETWORK_NAME'] ?? (settings.demonstration ? 'Demonstration network' : undefined),
    TZ: 'UTC',
    NODE_ENV: 'production',
    PORT: String(settings.port),
    HOST: settings.host,
    PUBLIC_URL: settings.publicUrl,
    DATA_DIR: settings.dataDirectory,
    DATABASE_URL: databaseUrl,
  };
}

/** Node's arguments that make a process end when the one that started it does. */
export const FOLLOW_STARTER = ['--import', pathToFileURL(resolve(import.meta.dirname, 'follow-starter.mjs')).href];
