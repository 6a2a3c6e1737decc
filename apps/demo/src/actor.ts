// One person of the demonstration: a client of their own, enrolled by the same workflow as anybody.
import { setTimeout as delay } from 'node:timers/promises';
import { TOTP } from 'otpauth';
import {
  createKeyring, enrolWithPassphrase, generatePassphrase, HubClient, openInvitation, TrustFollower, type Client, type DeviceMemory, type OfficerSession,
} from '#client';
import { identityRoutes, type OfficerKey, type SessionView, type WrappedVault } from '#protocol';
import type { Part } from './cast.ts';

/** What signs a person in: kept for the accounts file, then gone with this process. */
export interface Credentials {
  readonly signInName: string;
  readonly passphrase: string;
  readonly totpSecret: string;
  readonly recoveryCode: string;
}

export class Memory implements DeviceMemory {
  #code: string | null = null;
  #version = 0;
  async recoveryCode() {
    return this.#code;
  }
  async vaultVersion() {
    return this.#version;
  }
  async remember(_officer: string, code: string, { version }: Pick<WrappedVault, 'version'>) {
    this.#code = code;
    this.#version = version;
  }
}

export interface Actor extends Client {
  readonly part: Part;
  readonly session: SessionView;
  readonly credentials: Credentials;
}

/** Enrols with the token of an invitation. */
export async function enrolActor(hubUrl: string, part: Part, token: string): Promise<Actor> {
  const client: Client = { hub: new HubClient({ baseUrl: hubUrl, client: 'demonstration', cookies: true }), keyring: createKeyring(), memory: new Memory() };
  const view = await openInvitation(client, token);
  const passphrase = generatePassphrase();
  let totpSecret = '';
  const { session, recoveryCode } = await enrolWithPassphrase(client, { token, view }, part, {
    passphrase,
    label: 'Demonstration',
    readCode: async ({ secret }) => {
      totpSecret = secret;
      return part.role === 'security' ? earlierCode(secret) : totpCode(secret);
    },
  });
  return { ...client, part, session, credentials: { signInName: session.signInName, passphrase, totpSecret, recoveryCode } };
}

const PERIOD_MS = 30_000;

export function totpCode(secret: string, timestamp = Date.now()): string {
  return new TOTP({ secret }).generate({ timestamp });
}

/** The code before the present one, which counts too: the present one is left for the recovery drill, since each counts once. */
async function earlierCode(secret: string): Promise<string> {
  const left = PERIOD_MS - (Date.now() % PERIOD_MS);
  if (left < 3000) await delay(left);
  return totpCode(secret, Date.now() - PERIOD_MS);
}

/** The actor at work in a network whose id is known. */
export function atWork({ hub, keyring }: Actor, network: string): OfficerSession {
  return { hub, keyring, trust: new TrustFollower(hub, network) };
}

/** What an admission names of somebody who enrolled, as the admitting person's own hub view shows it. */
export async function enrolledKey({ hub }: Pick<Actor, 'hub'>, officer: string): Promise<OfficerKey> {
  const { items } = await hub.call(identityRoutes.enrolled);
  const found = items.find((one) => one.officer === officer);
  if (found === undefined) throw new Error(`${officer} did not enrol`);
  return { officer, certificate: found.certificate, card: found.cardHash };
}
