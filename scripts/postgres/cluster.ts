// A database cluster on disk: the folder, its passwords, initdb.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SHARED_PLACE, type PostgresBinaries } from './binaries.ts';
import { canEnter, type ServerAccount } from './server-account.ts';

/** Kept in connection.json, mode 0600, beside the data. */
export interface ClusterSecrets {
  /** Password of the superuser `postgres`. */
  readonly superuser: string;
  /** Password of `globe`, which owns the hub's database and migrates it. */
  readonly owner: string;
  /** TCP port at 127.0.0.1 of the last start. */
  readonly port: number;
}

export interface Cluster {
  readonly data: string;
  readonly log: string;
  readonly secrets: ClusterSecrets;
  readonly account: ServerAccount | null;
}

/** Opens the cluster under `directory`, creating it if there is none. `durable: false` skips flushing to disk. */
export async function openCluster(directory: string, binaries: PostgresBinaries, account: ServerAccount | null, durable: boolean): Promise<Cluster> {
  const home = await clusterHome(directory, account);
  const data = join(home, 'data');
  const existing = await stat(data).catch(() => null);
  // A cluster keeps the account it was made with, whatever accounts the machine has gained since.
  const owner = existing && account ? { uid: existing.uid, gid: existing.gid } : account;
  const secrets = await readSecrets(home);
  if (!existing) await initialise(home, binaries, owner, secrets.superuser, durable);
  return { data, log: join(home, 'server.log'), secrets, account: owner };
}

/** Remembers the port, so that the next start prefers it. */
export async function rememberPort(cluster: Cluster, port: number): Promise<void> {
  if (port !== cluster.secrets.port) await writeSecrets(join(cluster.data, '..'), { ...cluster.secrets, port });
}

/**
 * `directory`, or, when root keeps it where the server's account cannot enter, a folder of its own in SHARED_PLACE to
 * which `directory` becomes a symbolic link.
 */
async function clusterHome(directory: string, account: ServerAccount | null): Promise<string> {
  const present = await lstat(directory).catch(() => null);
  if (present) {
    const home = await realpath(directory);
    if (canEnter(home, account)) return home;
    throw new Error(`the database in ${home} cannot be entered by the account it runs as; let every folder above it be entered (chmod o+x)`);
  }
  await mkdir(directory, { recursive: true, mode: account ? 0o711 : 0o700 });
  if (canEnter(directory, account)) return realpath(directory);
  const elsewhere = join(SHARED_PLACE, `database-${randomBytes(6).toString('hex')}`);
  await mkdir(elsewhere, { recursive: true, mode: 0o711 });
  if (!canEnter(elsewhere, account)) throw new Error(`the account PostgreSQL runs as can enter neither ${directory} nor ${SHARED_PLACE}`);
  await rm(directory, { recursive: true });
  await symlink(elsewhere, directory);
  return elsewhere;
}

/** Deletes a stopped cluster, wherever `directory` leads. */
export async function removeCluster(directory: string): Promise<void> {
  const home = await realpath(directory).catch(() => null);
  if (home) await rm(home, { recursive: true, force: true });
  await rm(directory, { force: true });
}

/** Where the data of `directory` are, or null if it holds no cluster. */
export async function clusterData(directory: string): Promise<string | null> {
  return realpath(join(directory, 'data')).catch(() => null);
}

async function readSecrets(home: string): Promise<ClusterSecrets> {
  const text = await readFile(join(home, 'connection.json'), 'utf8').catch(() => null);
  if (text !== null) return JSON.parse(text) as ClusterSecrets;
  const secrets = { superuser: randomBytes(24).toString('base64url'), owner: randomBytes(24).toString('base64url'), port: 0 };
  await writeSecrets(home, secrets);
  return secrets;
}

async function writeSecrets(home: string, secrets: ClusterSecrets): Promise<void> {
  const path = join(home, 'connection.json');
  await writeFile(`${path}.new`, `${JSON.stringify(secrets)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** initdb into another name first: a data directory is either absent or complete. */
async function initialise(home: string, binaries: PostgresBinaries, account: ServerAccount | null, password: string, durable: boolean): Promise<void> {
  const unfinished = join(home, 'data.part');
  const passwordFile = join(home, 'password.part');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [unfinished, passwordFile]) await chown(path, account.uid, account.gid);
  try {
    await run(binaries.initdb, [
      `--pgdata=${unfinished}`, '--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`,
      '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions', ...(durable ? [] : ['--no-sync']),
    ], account);
    await chmod(unfinished, 0o700);
    await rename(unfinished, join(home, 'data'));
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function run(program: string, parameters: string[], account: ServerAccount | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { ...account, cwd: '/', env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' }, stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (part: Buffer) => (complaint += part.toString()));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program} failed: ${complaint.trim()}`))));
  });
}
