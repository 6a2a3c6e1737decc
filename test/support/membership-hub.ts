// The membership feature by itself: real HTTP, real database, real logs, real keys. Who calls, a header says; where they stand, the replay.
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Pool } from 'pg';
import { createKeyring, HubClient, type Keyring } from '#client';
import { readCertificate } from '#openpgp';
import { canonicalBytes, membershipRoutes, toBase64Url, toHex, type Bytes, type InvitationPurpose, type Json, type OfficerCard, type OfficerKey, type Proposal, type Statement } from '#protocol';
import { AdmitApplicant } from '../../apps/api/src/applications/admit-applicant.ts';
import { ApplicationRepository } from '../../apps/api/src/applications/application.repository.ts';
import { Admissions, Applicants } from '../../apps/api/src/applications/applications.port.ts';
import { CheckRepository } from '../../apps/api/src/applications/check.repository.ts';
import { DraftRepository } from '../../apps/api/src/applications/draft.repository.ts';
import { ReadApplicants } from '../../apps/api/src/applications/read-applicants.ts';
import { AuditModule, AuditViewerModule } from '../../apps/api/src/audit/audit.module.ts';
import { openLogKeys } from '../../apps/api/src/audit/log/log-keys.ts';
import { Sequencer } from '../../apps/api/src/audit/log/sequencer.ts';
import { createHttpApp } from '../../apps/api/src/create-app.ts';
import { AccountRepository } from '../../apps/api/src/identity/account.repository.ts';
import { Accounts } from '../../apps/api/src/identity/identity.port.ts';
import { MembershipModule } from '../../apps/api/src/membership/membership.module.ts';
import { Certificates, OfficerCards, TrustView } from '../../apps/api/src/membership/membership.port.ts';
import { Clock } from '../../apps/api/src/platform/clock.ts';
import { AccessGuard, Authenticator } from '../../apps/api/src/platform/access-guard.ts';
import { readConfig, type Config } from '../../apps/api/src/platform/config.ts';
import { Database, type Tx } from '../../apps/api/src/platform/database.ts';
import { PlatformModule } from '../../apps/api/src/platform/platform.module.ts';
import type { Principal } from '../../apps/api/src/platform/request-context.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { runFolder } from './run-folder.ts';

export const CALLER_HEADER = 'x-test-officer';
export const NETWORK_NAME = 'Network for tests';

class ByHeader extends Authenticator {
  constructor(private readonly trust: TrustView) {
    super();
  }
  async authenticate(request: FastifyRequest): Promise<Principal | null> {
    const officer = request.headers[CALLER_HEADER];
    return typeof officer === 'string' ? this.principal(officer) : null;
  }
  async principal(officer: string): Promise<Principal> {
    const { role, member } = await this.trust.standing(officer);
    return { account: officer, officer, member, role, session: officer, verifiedAt: new Date() };
  }
}

/** An officer with a keyring, enrolled as identity does it: certificate and card stored, standing pending until a roster names them. */
export interface EnrolledPerson {
  readonly officer: string;
  readonly key: OfficerKey;
  readonly certificate: Bytes;
  readonly keyring: Keyring;
  readonly hub: HubClient;
  propose(statement: Statement, more?: { id?: string; certificates?: readonly Bytes[]; packages?: readonly { officer: string; sealed: Bytes }[]; unsigned?: true }): Promise<Proposal>;
  sign(proposal: Proposal): Promise<Proposal>;
}

export interface MembershipHub {
  readonly url: string;
  readonly config: Config;
  readonly database: Database;
  readonly owner: TestDatabase;
  readonly trust: TrustView;
  readonly app: NestFastifyApplication;
  /** An authority of the directory that no statement has named yet. */
  authority(): Promise<string>;
  /** Lets hub and logs believe that so much time has passed; people's clocks stay. */
  advance(milliseconds: number): Promise<void>;
  /** One batch of the logs, as the worker would take it. */
  sequence(): Promise<void>;
  enrol(name?: string, invited?: Invited): Promise<EnrolledPerson>;
  /** The same officer with another certificate, whose account there is already. */
  enrolAnew(person: EnrolledPerson): Promise<EnrolledPerson>;
  principal(officer: string): Promise<Principal>;
  /** Another API process on the same database. */
  another(): Promise<HubWithoutTime>;
  close(): Promise<void>;
}

/** What somebody enrolled for; no rule of membership asks. */
export interface Invited {
  readonly purpose: InvitationPurpose;
  readonly member?: string;
  readonly authority?: string;
}

type HubWithoutTime = Omit<MembershipHub, 'advance'>;

@Module({})
class MembershipOnly {}

export async function startMembershipHub(): Promise<MembershipHub> {
  const owner = await createDatabase();
  const config = readConfig({ DATABASE_URL: owner.url, LOG_LEVEL: 'silent', NETWORK_NAME });
  const time = { ahead: 0, now: () => new Date(Date.now() + time.ahead) };
  const pool = new Pool({ connectionString: config.database.sequencer, max: 2 });
  // The database may be dropped before a connection that is over has said goodbye.
  pool.on('error', () => undefined);
  const sequencer = new Sequencer(pool, await openLogKeys(await mkdtemp(join(runFolder(), 'keys-')), NETWORK_NAME), () => time.now());
  await sequencer.begin();
  const open: HubWithoutTime[] = [];
  const first = await startApp(config, owner, async () => void (await sequencer.step()), () => time.now(), open);
  return {
    ...first,
    advance: async (milliseconds) => {
      time.ahead += milliseconds;
      await sequencer.renew();
    },
    close: async () => {
      for (const hub of open) await hub.app.close();
      await pool.end();
      await owner.drop();
    },
  };
}

async function startApp(config: Config, owner: TestDatabase, sequence: () => Promise<void>, now: () => Date, open: HubWithoutTime[]): Promise<HubWithoutTime> {
  const app = await createHttpApp(config, {
    module: MembershipOnly,
    imports: [PlatformModule.forRoot(config), AuditModule.forRoot('http'), AuditViewerModule, MembershipModule.forRoot('http'), Callers],
  });
  Object.assign(app.get(Clock), { now });
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('127.0.0.1', 'localhost');
  const database = app.get(Database);
  const trust = app.get(TrustView);
  const byHeader = new ByHeader(trust);
  let named = 0;
  const hub: HubWithoutTime = {
    url, config, database, owner, trust, app, sequence,
    principal: (officer) => byHeader.principal(officer),
    enrol: async (name = 'Officer of the tests', invited = { purpose: 'secretariat' }) => {
      const officer = crypto.randomUUID();
      const keyring = createKeyring();
      const { certificate } = await keyring.createOfficer(officer);
      const card: OfficerCard = { officer, name, function: 'Tester', languages: ['en'], salt: toBase64Url(crypto.getRandomValues(new Uint8Array(32))) };
      const key = await database.transaction(async (tx) => {
        const pinned = { officer, certificate: await app.get(Certificates).put(tx, certificate), card: await app.get(OfficerCards).put(tx, canonicalBytes(card as Json)) };
        await addAccount(tx, pinned, invited);
        return pinned;
      }, 'system');
      return personAt(url, key, certificate, keyring);
    },
    enrolAnew: async ({ officer, key }) => {
      const keyring = createKeyring();
      const { certificate } = await keyring.createOfficer(officer);
      const hash = await database.transaction((tx) => app.get(Certificates).put(tx, certificate), 'system');
      return personAt(url, { ...key, certificate: hash }, certificate, keyring);
    },
    another: () => startApp(config, owner, sequence, now, open),
    authority: async () => {
      const [free] = await database.transaction((tx) => tx.query<{ id: string }>('SELECT id FROM authority ORDER BY id OFFSET $1 LIMIT 1', [named++]), 'system');
      return free!.id;
    },
    close: () => app.close(),
  };
  open.push(hub);
  return hub;
}

@Global()
@Module({
  providers: [
    { provide: Accounts, useClass: AccountRepository },
    ApplicationRepository, CheckRepository, DraftRepository,
    { provide: Admissions, useClass: AdmitApplicant },
    { provide: Applicants, useClass: ReadApplicants },
    { provide: Authenticator, inject: [TrustView], useFactory: (trust: TrustView) => new ByHeader(trust) },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Accounts, Admissions, Applicants, Authenticator],
})
class Callers {}

/** The rows that enrolment leaves behind: a used invitation, the account, one credential. */
async function addAccount(tx: Tx, { officer, certificate, card }: OfficerKey, { purpose, member, authority }: Invited): Promise<void> {
  const name = officer.slice(0, 8);
  await tx.query(
    `INSERT INTO invitation (id, token_hash, purpose, member, authority, role, note, officer, sign_in_name, created, expires, used)
     VALUES ($1, sha256($2::text::bytea), $3, $4, $5, $6, '', $1, $2, now(), now(), now())`,
    [officer, name, purpose, member ?? null, authority ?? null, purpose === 'officer' ? 'officer' : null],
  );
  await tx.query('INSERT INTO account (id, invitation, officer, sign_in_name, certificate, card_hash, created) VALUES ($1, $1, $1, $2, $3, $4, now())', [officer, name, certificate, card]);
  await tx.query(
    `INSERT INTO credential (id, account, method, label, created, passkey_id, passkey_public_key, passkey_counter, passkey_transports)
     VALUES ($1, $1, 'passkey', '', now(), $2, '', 0, '{}')`,
    [officer, name],
  );
}

/** Calls as this officer, whoever the hub says they are. */
export function clientAs(url: string, officer: string | null): HubClient {
  return new HubClient({
    baseUrl: url,
    client: 'tests',
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      if (officer !== null) headers.set(CALLER_HEADER, officer);
      return fetch(input, { ...init, headers });
    },
  });
}

function personAt(url: string, key: OfficerKey, certificate: Bytes, keyring: Keyring): EnrolledPerson {
  const hub = clientAs(url, key.officer);
  return {
    officer: key.officer, key, certificate, keyring, hub,
    propose: async (statement, { id = crypto.randomUUID(), certificates = [], packages = [], unsigned } = {}) =>
      hub.call(membershipRoutes.propose, {
        body: {
          id,
          statement,
          signature: unsigned ? null : await keyring.signStatement(statement),
          certificates: certificates.map(toBase64Url),
          packages: packages.map(({ officer, sealed }) => ({ officer, sealed: toBase64Url(sealed) })),
        },
      }),
    sign: async (proposal) => hub.call(membershipRoutes.signProposal, { params: { proposal: proposal.id }, body: { signature: await keyring.signStatement(proposal.statement) } }),
  };
}

export async function sha256Hex(bytes: Bytes): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

export async function certificateHash(certificate: Bytes): Promise<string> {
  const read = await readCertificate(certificate);
  if (!read.ok) throw new Error(read.reason);
  return read.certificate.hash;
}
