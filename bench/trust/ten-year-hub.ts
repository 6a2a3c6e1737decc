// A hub whose trust log is ten years old: real database, real API and worker, officers who enrolled, mail to read. Making it takes minutes, so
// the database's cluster and DATA_DIR are kept in a temporary folder of the machine and started again by the next run.
import { chmodSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sha256 } from '@noble/hashes/sha2.js';
import { Client } from 'pg';
import { AuditFollower, bindVaultToNetwork, confirmEpoch, newThread, rotateEpoch, sendMessage, TrustFollower, type MailSession, type OfficerSession } from '#client';
import { readCertificate } from '#openpgp';
import { auditRoutes, DEFAULT_LABELS, statementBytes, toHex, trustEntryBytes, type Bytes, type OfficerKey, type Statement } from '#protocol';
import { vkeyText } from '#transparency-log';
import { assembleEntry, draft, EMPTY_STATE, reduceAll, Signers, verifySignatures, type TrustState } from '#trust';
import { openLogKeys } from '../../apps/api/src/audit/log/log-keys.ts';
import { demonstrationLink } from '../../apps/demo/src/accounts-file.ts';
import { startPostgres, type Postgres } from '../../scripts/postgres/server.ts';
import { appendLeaves, statementAt } from '../../test/support/append-leaves.ts';
import { migrate } from '../../test/support/database.ts';
import { enrolPerson, foundingInvitation, type EnrolledPerson } from '../../test/support/enrolled-people.ts';
import { startHub, type Hub } from '../../test/support/hub.ts';
import { makeTenYears } from '../../test/support/ten-years.ts';

/** Of every message there. */
export const SUBJECT = 'To a correspondent';
const NETWORK_NAME = 'Ten years';
const SHAPE = { members: 500, officers: 8, mailboxes: 20 };
const TEN_YEARS_MS = 10 * 365 * 24 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;
/** Longer than the API needs to replay what it finds at its start. */
const REPLAY_MS = 300_000;

/** What the next run finds. */
interface Made {
  readonly network: string;
  /** Ed25519 signatures: of statements, of quoted checkpoints, of the signers' certificates. */
  readonly signatures: number;
  readonly bytes: number;
  readonly reader: { readonly signInName: string; readonly passphrase: string; readonly totpSecret: string; readonly recoveryCode: string };
}

export interface TenYearHub extends Made {
  readonly hub: Hub;
  readonly postgres: Postgres;
  /** Where the reader's browser signs in: once in 30 seconds. */
  readonly link: string;
  stop(): Promise<void>;
}

export async function tenYearHub(statements: number): Promise<TenYearHub> {
  const folder = join(tmpdir(), `globe-bench-hub-${statements}`);
  const record = join(folder, 'made.json');
  const known = await readFile(record, 'utf8').catch(() => null);
  if (known === null) {
    await rm(folder, { recursive: true, force: true });
    for (const part of ['', 'data', 'processes', 'hubs']) await mkdir(join(folder, part), { recursive: true, mode: 0o711 });
    chmodSync(folder, 0o711);
  }
  process.env['GLOBE_TEST_RUN'] = folder;
  const postgres = await startPostgres({ directory: join(folder, 'cluster'), durable: false });
  const hubs: Hub[] = [];
  const start = async () => {
    const hub = await startHub({ databaseUrl: postgres.ownerUrl(), dataDirectory: join(folder, 'data'), environment: { NETWORK_NAME } });
    hubs.push(hub);
    return hub;
  };
  const stop = async () => {
    for (const hub of hubs) await hub.stop();
    await postgres.stop();
  };
  try {
    // What an earlier run kept may be older than the newest migration.
    await migrate(postgres.ownerUrl());
    if (known === null) {
      process.stderr.write(`making a hub with ${statements} statements; kept in ${folder}\n`);
      const made = await make(statements, start, postgres.superuserUrl('globe'));
      await writeFile(`${record}.part`, JSON.stringify(made), { mode: 0o600 });
      await rename(`${record}.part`, record);
    }
    const made = JSON.parse(await readFile(record, 'utf8')) as Made;
    const hub = hubs[0] ?? (await start());
    await untilReplayed(hub, made.network);
    return { ...made, hub, postgres, link: demonstrationLink(hub.url, made.reader), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function make(statements: number, start: () => Promise<Hub>, superuserUrl: string): Promise<Made> {
  const hub = await start();
  const people: EnrolledPerson[] = [];
  for (let i = 0; i < 5; i++) people.push(await enrolPerson(hub.url, await foundingInvitation(hub)));
  const [secretariat, ...founders] = people as [EnrolledPerson, EnrolledPerson, EnrolledPerson, EnrolledPerson, EnrolledPerson];
  const database = new Client({ connectionString: superuserUrl });
  await database.connect();
  try {
    const log = await Beginning.of(hub, database, Date.now() - TEN_YEARS_MS);
    const network = await log.genesis(secretariat);
    const [own, other] = [await log.member(secretariat, founders[0]!, founders[1]!), await log.member(secretariat, founders[2]!, founders[3]!)];
    await appendLeaves(database, log.leaves, 0);
    for (const person of people) await bindVaultToNetwork(person, person.session, { kind: 'passphrase' });
    // Its worker would write the time of now.
    await hub.stop();
    const grown = await makeTenYears({
      ...SHAPE, statements: statements - 60, begin: log.begin, leaves: log.leaves, certificates: log.certificates, log: (await openLogKeys(hub.dataDirectory, NETWORK_NAME)).trust, witnesses: [],
      secretariat: async (statement) => [await secretariat.keyring.signStatement(statement)],
      progress: (done) => process.stderr.write(`\r${done}`),
    });
    await storeCertificates(database, grown.certificates);
    await appendLeaves(database, grown.leaves.slice(log.leaves.length), log.leaves.length);
    await hub.start('api');
    await hub.start('worker');
    await untilReplayed(hub, network);
    await untilSequenced(hub, grown.leaves.length);

    const trust = new TrustFollower(founders[0]!.hub, network);
    await untilNow(trust);
    const sessions = founders.map((person): OfficerSession & EnrolledPerson => ({ ...person, trust }));
    for (const [member, rotates, confirms] of [[own, sessions[0]!, sessions[1]!], [other, sessions[2]!, sessions[3]!]] as const) {
      await rotateEpoch(rotates, member);
      if ((await confirmEpoch(confirms, member, confirms.session.officer))?.state !== 'appended') throw new Error('the epoch was not confirmed');
    }
    await write(sessions[2]!, other, [own]);
    for (const member of grown.members.slice(0, SHAPE.mailboxes)) await write(sessions[0]!, own, [member]);
    const { signatures, bytes } = countOf(grown.leaves);
    const { session, passphrase, totp, recoveryCode } = founders[1]!;
    return { network, signatures, bytes, reader: { signInName: session.signInName, passphrase, totpSecret: totp.secret.base32, recoveryCode } };
  } finally {
    await database.end();
  }
}

/** The statements that come before the ten years, signed by people who enrolled. */
class Beginning {
  readonly leaves: Bytes[] = [];
  readonly certificates: Map<string, Uint8Array>;
  readonly begin: number;
  readonly #hub: Hub;
  readonly #database: Client;
  #state: TrustState = EMPTY_STATE;
  #authorities = 0;

  private constructor(hub: Hub, database: Client, certificates: Map<string, Uint8Array>, begin: number) {
    this.#hub = hub;
    this.#database = database;
    this.certificates = certificates;
    this.begin = begin;
  }

  static async of(hub: Hub, database: Client, begin: number): Promise<Beginning> {
    const { rows } = await database.query<{ hash: string; certificate: Buffer }>(`SELECT encode(hash, 'hex') AS hash, certificate FROM certificate`);
    return new Beginning(hub, database, new Map(rows.map(({ hash, certificate }) => [hash, new Uint8Array(certificate)])), begin);
  }

  async genesis(secretariat: EnrolledPerson): Promise<string> {
    const { trust, audit } = await openLogKeys(this.#hub.dataDirectory, NETWORK_NAME);
    const statement = draft.genesis(this.begin, {
      name: NETWORK_NAME, demonstration: true, secretariat: [await this.#key(secretariat)], threshold: 1, policy: 0, witnesses: [], logs: { trust: vkeyText(trust.key), audit: vkeyText(audit.key) },
    });
    await this.#append(statement, [secretariat]);
    return toHex(sha256(statementBytes(statement)));
  }

  async member(secretariat: EnrolledPerson, ...founders: EnrolledPerson[]): Promise<string> {
    const member = crypto.randomUUID();
    const { rows } = await this.#database.query<{ id: string }>('SELECT id FROM authority ORDER BY id OFFSET $1 LIMIT 1', [this.#authorities++]);
    const keys = await Promise.all(founders.map((founder) => this.#key(founder)));
    await this.#append(draft.memberAdmit({ state: this.#state, now: this.begin }, member, rows[0]!.id, keys), [secretariat, ...founders]);
    return member;
  }

  async #key({ session }: EnrolledPerson): Promise<OfficerKey> {
    const { rows } = await this.#database.query<{ officer: string; certificate: string; card: string }>('SELECT officer, certificate, card_hash AS card FROM account WHERE officer = $1', [session.officer]);
    return rows[0]!;
  }

  async #append(statement: Statement, signers: readonly EnrolledPerson[]): Promise<void> {
    const leaf = trustEntryBytes(assembleEntry(statement, await Promise.all(signers.map(({ keyring }) => keyring.signStatement(statement)))));
    const verified = await verifySignatures([leaf], { signers: new Signers((hash) => this.certificates.get(hash)), keys: this.#state.network });
    const { state, refusal } = reduceAll(this.#state, verified, null);
    if (refusal !== null) throw new Error(`${statement.kind} refused: ${refusal.code}`);
    this.#state = state;
    this.leaves.push(leaf);
  }
}

async function storeCertificates(database: Client, certificates: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [hash, bytes] of certificates) {
    const read = await readCertificate(bytes);
    if (!read.ok) throw new Error(read.reason);
    await database.query(`INSERT INTO certificate (hash, certificate, encryption_fingerprint) VALUES (decode($1, 'hex'), $2, $3) ON CONFLICT DO NOTHING`, [hash, Buffer.from(bytes), read.certificate.mlkemFingerprint]);
  }
}

async function write(person: OfficerSession & EnrolledPerson, own: string, to: string[]): Promise<void> {
  const { hub, keyring, session } = person;
  const trust = person.trust as TrustFollower;
  const mail: MailSession = { hub, keyring, trust, audit: new AuditFollower(hub, trust), device: crypto.randomUUID(), me: { officer: session.officer, member: own, certificate: session.certificate } };
  await sendMessage(mail, newThread(own, to), { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: SUBJECT, text: 'Written on the last day.' }, attachments: [] });
}

const PER_CERTIFICATE = 4;
function countOf(leaves: readonly Bytes[]): { signatures: number; bytes: number } {
  const signers = new Set<string>();
  let [signatures, bytes] = [0, 0];
  for (const leaf of leaves) {
    const text = Buffer.from(leaf).toString('latin1');
    bytes += leaf.length;
    signatures += text.includes('"kind":"log.time"') ? 2 : 0;
    for (const [, hash] of text.slice(0, statementAt(leaf)).matchAll(/"certificate":"([0-9a-f]{64})"/g)) {
      signatures += 1;
      signers.add(hash!);
    }
  }
  return { signatures: signatures + PER_CERTIFICATE * signers.size, bytes };
}

async function untilReplayed(hub: Hub, network: string): Promise<void> {
  for (const end = Date.now() + REPLAY_MS; Date.now() < end; await delay(500)) {
    const answer = await fetch(`${hub.url}/api/network`).then((response) => response.json() as Promise<{ id?: string | null }>, () => null);
    if (answer?.id === network) return;
  }
  throw new Error('the hub does not come to the end of its log');
}

/** The worker writes the log's clock once a minute where it lags. */
async function untilNow(trust: TrustFollower): Promise<void> {
  for (const end = Date.now() + REPLAY_MS; Date.now() < end; await delay(1000)) if ((await trust.sync()).clock!.time > Date.now() - DAY_MS) return;
  throw new Error('the worker does not write the time');
}

async function untilSequenced(hub: Hub, size: number): Promise<void> {
  for (const end = Date.now() + REPLAY_MS; Date.now() < end; await delay(500)) {
    const note = await fetch(`${hub.url}${auditRoutes.checkpoint.path.replace(':log', 'trust')}`).then((response) => response.text(), () => '');
    if (Number(note.split('\n')[1]) >= size) return;
  }
  throw new Error('the worker does not take in the log');
}
