// People who enrol on a hub without a network, or in a small one of their own, for suites about identity.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TOTP } from 'otpauth';
import {
  bindVaultToNetwork, createKeyring, enrolWithPassphrase, generatePassphrase, HubClient, HubProblem, openInvitation, proposeGenesis, proposeMember, signInWithPassphrase, signProposal, TrustFollower,
  type Client, type DeviceMemory, type OfficerSession, type SignedIn,
} from '#client';
import { auditRoutes, directoryRoutes, identityRoutes, type OfficerKey, type SessionView, type WrappedVault } from '#protocol';
import { queryOnce } from './database.ts';
import type { Hub } from './hub.ts';

/** A device that remembers in memory. */
export class Memory implements DeviceMemory {
  readonly codes = new Map<string, string>();
  readonly versions = new Map<string, number>();
  async recoveryCode(officer: string) {
    return this.codes.get(officer) ?? null;
  }
  async vaultVersion(credential: string) {
    return this.versions.get(credential) ?? 0;
  }
  async remember(officer: string, code: string, { credential, version }: Pick<WrappedVault, 'credential' | 'version'>) {
    this.codes.set(officer, code);
    this.versions.set(credential, version);
  }
}

/** A device of its own. `headers` go with each request, such as X-Forwarded-For where the hub believes one proxy. */
export function newClient(hubUrl: string, headers: Readonly<Record<string, string>> = {}): Client & { memory: Memory } {
  const send: typeof fetch = (input, init) => {
    const all = new Headers(init?.headers);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    return fetch(input, { ...init, headers: all });
  };
  return { hub: new HubClient({ baseUrl: hubUrl, client: 'tests', cookies: true, fetch: send }), keyring: createKeyring(), memory: new Memory() };
}

export interface EnrolledPerson extends Client {
  readonly memory: Memory;
  readonly session: SessionView;
  readonly passphrase: string;
  readonly totp: TOTP;
  readonly recoveryCode: string;
}

export async function enrolPerson(hubUrl: string, token: string, client = newClient(hubUrl)): Promise<EnrolledPerson> {
  const view = await openInvitation(client, token);
  const passphrase = generatePassphrase();
  let totp = new TOTP();
  const about = { name: 'Test person', function: 'Tests', languages: ['en'] };
  const { session, recoveryCode } = await enrolWithPassphrase(client, { token, view }, about, {
    passphrase,
    label: 'Passphrase',
    readCode: async ({ secret }) => {
      totp = new TOTP({ secret });
      return totp.generate();
    },
  });
  return { ...client, session, passphrase, totp, recoveryCode };
}

export async function bootstrapToken(hub: Hub): Promise<string> {
  return (await readFile(join(hub.dataDirectory, 'keys', 'bootstrap-token'), 'utf8')).trim();
}

/** An invitation for a founding secretariat officer. */
export async function foundingInvitation(hub: Hub): Promise<string> {
  const body = { bootstrapToken: await bootstrapToken(hub), note: 'Founding officer', email: null };
  return (await newClient(hub.url).hub.call(identityRoutes.bootstrapInvite, { body })).token;
}

/** Rows as the database's owner sees them, past row-level security. */
export async function queryAll(hub: Hub, sql: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> {
  return queryOnce(hub.databaseUrl, sql, parameters);
}

const STEP_MS = 30_000;
const usedSteps = new WeakMap<TOTP, number>();

/** A code that was not used before: waits for the next time step when it must. Enrolling uses one. */
export async function freshCode(totp: TOTP): Promise<string> {
  const step = () => Math.floor(Date.now() / STEP_MS);
  const used = usedSteps.get(totp) ?? step();
  // One step ahead counts too, which saves waiting once.
  const next = Math.max(used + 1, step());
  while (next > step() + 1) await delay(250);
  usedSteps.set(totp, next);
  return totp.generate({ timestamp: next * STEP_MS });
}

export async function signInAgain(person: EnrolledPerson, client: Client): Promise<SignedIn> {
  const { signInName } = person.session;
  return signInWithPassphrase(client, { signInName, passphrase: person.passphrase, code: await freshCode(person.totp), recoveryCode: person.recoveryCode });
}

export interface SmallNetwork {
  readonly id: string;
  readonly secretariat: EnrolledPerson;
  /** Two members of three founding security officers each: one can be removed and two remain. */
  readonly members: readonly { readonly id: string; readonly security: readonly [EnrolledPerson, EnrolledPerson, EnrolledPerson] }[];
}

/** One secretariat officer with threshold 1 (a demonstration network), two members. */
export async function makeSmallNetwork(hub: Hub): Promise<SmallNetwork> {
  const secretariat = await enrolPerson(hub.url, await foundingInvitation(hub));
  const logs = { trust: await verifierKey(secretariat, 'trust'), audit: await verifierKey(secretariat, 'audit') };
  const { network } = await proposeGenesis(secretariat, { name: 'Test network', demonstration: true, secretariat: [await keyOf(secretariat, secretariat)], threshold: 1, logs });
  await bindVaultToNetwork(secretariat, await secretariat.hub.call(identityRoutes.session), { kind: 'passphrase' });
  const work: OfficerSession = { ...secretariat, trust: new TrustFollower(secretariat.hub, network) };
  const members: SmallNetwork['members'][number][] = [];
  const { items } = await secretariat.hub.call(directoryRoutes.listAuthorities);
  for (const { id: authority } of items.slice(0, 2)) {
    const founders: EnrolledPerson[] = [];
    for (let n = 0; n < 3; n++) {
      const { token } = await secretariat.hub.call(identityRoutes.invite, { body: { purpose: 'founder', authority, note: 'Founder', email: null } });
      founders.push(await enrolPerson(hub.url, token));
    }
    let proposal = await proposeMember(work, authority, await Promise.all(founders.map((founder) => keyOf(secretariat, founder))));
    for (const founder of founders) proposal = await signProposal(founder, proposal!);
    if (proposal?.state !== 'appended') throw new Error(`the member was not admitted: ${JSON.stringify(proposal?.missing)}`);
    members.push({ id: proposal.statement.subject, security: founders as [EnrolledPerson, EnrolledPerson, EnrolledPerson] });
  }
  return { id: network, secretariat, members };
}

/** There from the worker's first start on. */
async function verifierKey({ hub }: Client, log: 'trust' | 'audit'): Promise<string> {
  for (let left = 50; ; left--) {
    try {
      return (await hub.call(auditRoutes.vkey, { params: { log } })).trim();
    } catch (error) {
      if (left === 0 || !(error instanceof HubProblem) || error.code !== 'unavailable') throw error;
      await delay(200);
    }
  }
}

async function keyOf(looking: EnrolledPerson, { session }: EnrolledPerson): Promise<OfficerKey> {
  const { items } = await looking.hub.call(identityRoutes.enrolled);
  const found = items.find(({ officer }) => officer === session.officer);
  if (!found) throw new Error('not among the enrolled');
  return { officer: found.officer, certificate: found.certificate, card: found.cardHash };
}
