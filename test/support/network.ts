// A hub with the demonstration network, for suites: made once a run by the demonstration's own program, cloned for each suite.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TOTP } from 'otpauth';
import { Client as DatabaseClient } from 'pg';
import { AuditFollower, createKeyring, HubClient, openHeldEpochs, signInWithPassphrase, TrustFollower, type Client, type DeviceMemory, type MailSession } from '#client';
import type { SessionView } from '#protocol';
import { cloneDatabase, createDatabase, type TestDatabase } from './database.ts';
import { startHub, type Hub, type HubOptions } from './hub.ts';
import { madeOnce } from './made-once.ts';
import { buildFolder, runFolder } from './run-folder.ts';

/** One of DATA_DIR/demo/accounts.json. */
export interface Account {
  readonly part: string;
  readonly name: string;
  readonly authority: string | null;
  readonly officer: string;
  readonly signInName: string;
  readonly passphrase: string;
  readonly totpSecret: string;
  readonly recoveryCode: string;
  readonly link: string;
}

export interface NetworkHub extends Hub {
  readonly database: TestDatabase;
  /** SHA-256 of genesis. */
  readonly network: string;
  readonly accounts: readonly Account[];
  account(part: string): Account;
}

interface MadeNetwork {
  readonly database: string;
  readonly dataDirectory: string;
}

/** A hub of its own with three members of four officers each, a secretariat of three and an auditor (apps/demo/src/cast.ts). */
export async function startNetworkHub(options: HubOptions = {}): Promise<NetworkHub> {
  const made = await madeOnce('made-network', makeNetwork);
  const database = await cloneDatabase(made.database);
  const dataDirectory = await mkdtemp(join(runFolder(), 'network-'));
  for (const part of ['keys', 'demo']) await cp(join(made.dataDirectory, part), join(dataDirectory, part), { recursive: true });
  const asMade = await cosignatures(database.superuserUrl);
  const hub = await startHub({ ...options, databaseUrl: database.url, dataDirectory });
  // The network may have been made long ago: nobody sends before the worker has cosigned the logs' heads anew.
  if (options.processes?.includes('worker') ?? true) await untilCosignedAnew(database.superuserUrl, asMade);
  return { ...hub, database, ...(await readAccounts(dataDirectory)) };
}

async function untilCosignedAnew(url: string, before: readonly string[]): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await delay(100)) {
    const now = await cosignatures(url);
    if (!now.some((signature) => before.includes(signature))) return;
  }
  throw new Error('the worker does not cosign');
}

/** Of the newest checkpoint of each log. */
async function cosignatures(url: string): Promise<string[]> {
  const client = new DatabaseClient({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ signature: string }>(`SELECT DISTINCT ON (log) encode(signature, 'hex') AS signature FROM log_cosignature ORDER BY log, size DESC`);
    return rows.map(({ signature }) => signature);
  } finally {
    await client.end();
  }
}

/** Who can sign in to a demonstration network. */
export async function readAccounts(dataDirectory: string): Promise<Pick<NetworkHub, 'network' | 'accounts' | 'account'>> {
  const { network, accounts } = JSON.parse(await readFile(join(dataDirectory, 'demo', 'accounts.json'), 'utf8')) as { network: string; accounts: Account[] };
  const account = (part: string) => {
    const found = accounts.find((one) => one.part === part);
    if (found === undefined) throw new Error(`nobody plays ${part}`);
    return found;
  };
  return { network, accounts, account };
}

/** A signed-in officer with an unlocked keyring and followers of both logs. */
export interface SignedInOfficer extends Client {
  readonly account: Account;
  readonly session: SessionView;
  readonly trust: TrustFollower;
  readonly audit: AuditFollower;
  /** The Cookie header of the session. */
  cookie(): string;
}

/** The officer at the mailbox: every epoch that was sealed to them is open. */
export async function openMailbox(officer: SignedInOfficer): Promise<MailSession> {
  const { hub, keyring, trust, audit, session } = officer;
  if (session.member === null) throw new Error(`${officer.account.part} has no mailbox`);
  const failed = await openHeldEpochs(officer, session.member, session.officer);
  if (failed.length > 0) throw new Error(`epochs did not open: ${failed.join(', ')}`);
  return { hub, keyring, trust, audit, me: { officer: session.officer, member: session.member, certificate: session.certificate }, device: crypto.randomUUID() };
}

const PERIOD_MS = 30_000;

/** Signs in as a new device would: passphrase, one-time code, recovery code. A code that was used already is not tried again. */
export async function signInAs(hub: Pick<NetworkHub, 'url' | 'network' | 'account'>, part: string): Promise<SignedInOfficer> {
  const account = hub.account(part);
  let cookie = '';
  const seen: typeof fetch = (input, init) => {
    cookie = new Headers(init?.headers).get('cookie') ?? cookie;
    return fetch(input, init);
  };
  const client: Client = { hub: new HubClient({ baseUrl: hub.url, client: 'tests', cookies: true, fetch: seen }), keyring: createKeyring(), memory: forgetful() };
  for (const attempt of [1, 2]) {
    const code = new TOTP({ secret: account.totpSecret }).generate();
    const signedIn = await signInWithPassphrase(client, { signInName: account.signInName, passphrase: account.passphrase, code, recoveryCode: account.recoveryCode });
    if (signedIn.outcome === 'unlocked') {
      const trust = new TrustFollower(client.hub, hub.network);
      return { ...client, account, session: signedIn.session, trust, audit: new AuditFollower(client.hub, trust), cookie: () => cookie };
    }
    if (attempt === 2 || signedIn.outcome !== 'refused') throw new Error(`${part} could not sign in: ${signedIn.outcome}`);
    await delay(PERIOD_MS - (Date.now() % PERIOD_MS) + 100);
  }
  throw new Error('unreachable');
}

function forgetful(): DeviceMemory {
  return { recoveryCode: async () => null, vaultVersion: async () => 0, remember: async () => undefined };
}

async function makeNetwork(dataDirectory: string): Promise<MadeNetwork> {
  const database = await createDatabase();
  const hub = await startHub({ databaseUrl: database.url, dataDirectory });
  try {
    await runDemonstration(hub);
  } finally {
    await hub.stop();
  }
  return { database: database.name, dataDirectory };
}

/** Makes the demonstration network on a hub that has none. */
export async function runDemonstration(hub: Hub): Promise<void> {
  const program = join(buildFolder(), 'dist', 'apps', 'demo', 'main.js');
  const child = spawn(process.execPath, ['--enable-source-maps', program], { env: { PATH: process.env['PATH'], PUBLIC_URL: hub.url, DATA_DIR: hub.dataDirectory }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`the demonstration network was not made:\n${said.trim()}\n${(await hub.log('api')).trim().split('\n').slice(-15).join('\n')}`);
}
