// Signing in, and confirming that it is still you. Both prove a credential to the hub and open the vault on this device.
import { identityRoutes, type SessionView, type WrappedVault } from '#protocol';
import type { HubClient } from './http.ts';
import type { Keyring, Unlocking } from './keyring.ts';
import { askPasskey, type Authenticators } from './passkey-device.ts';

/** What a device keeps of an officer between sign-ins. */
export interface DeviceMemory {
  recoveryCode(officer: string): Promise<string | null>;
  /** Version of the newest vault seen for a credential; 0: none. */
  vaultVersion(credential: string): Promise<number>;
  /** `network`: what the opened vault is bound to, and so the network this officer enrolled in, whatever a hub says later. */
  remember(officer: string, recoveryCode: string, vault: Pick<WrappedVault, 'credential' | 'version' | 'network'>): Promise<void>;
}

export interface Client {
  readonly hub: HubClient;
  readonly keyring: Keyring;
  readonly memory: DeviceMemory;
}

export type SignedIn =
  /** Signed in, secrets unlocked. */
  | { readonly outcome: 'unlocked'; readonly session: SessionView }
  /** Signed in; this device does not know the recovery code, or it was mistyped: ask for it and call unlockWith. */
  | { readonly outcome: 'recovery-code-needed'; readonly session: SessionView; readonly tried: boolean }
  /** The hub served an older vault than this device has seen: refused. */
  | { readonly outcome: 'vault-rolled-back'; readonly session: SessionView }
  /** Name, passphrase or code is wrong. Which, nobody says. */
  | { readonly outcome: 'refused' };

/** Whether a new session is made, or the present one confirmed. */
export type Purpose = 'sign-in' | 'step-up';

export interface PassphraseEntry {
  /** Not needed to confirm. */
  readonly signInName?: string;
  readonly passphrase: string;
  /** One-time code of the authenticator app. */
  readonly code: string;
  /** On a device that does not know it yet. */
  readonly recoveryCode?: string;
}

/** Throws HubProblem for what is not a matter of wrong details: too many attempts, no connection. */
export async function signInWithPassphrase(client: Client, entry: PassphraseEntry, purpose: Purpose = 'sign-in'): Promise<SignedIn> {
  const { hub, keyring } = client;
  const request = await keyring.opaqueLoginStart(entry.passphrase);
  const started =
    purpose === 'sign-in'
      ? await hub.call(identityRoutes.signInPassphraseStart, { body: { signInName: entry.signInName ?? '', request } })
      : await hub.call(identityRoutes.stepUpPassphraseStart, { body: { request } });
  const finish = await keyring.opaqueLoginFinish(started.response);
  if (finish === null) return { outcome: 'refused' };
  const route = purpose === 'sign-in' ? identityRoutes.signInPassphraseFinish : identityRoutes.stepUpPassphraseFinish;
  const session = await refusedAsNull(hub.call(route, { body: { attempt: started.attempt, finish, code: entry.code } }));
  return session === null ? { outcome: 'refused' } : unlockWith(client, session, { kind: 'passphrase' }, entry.recoveryCode);
}

/** Throws what the authenticator throws (cancelled; no PRF), and HubProblem. `unlocking` is kept by callers who must ask for the recovery code. */
export async function signInWithPasskey(client: Client, authenticators: Authenticators, recoveryCode?: string, purpose: Purpose = 'sign-in'): Promise<SignedIn & { readonly unlocking?: Unlocking }> {
  const { hub } = client;
  const { attempt, options } = await hub.call(purpose === 'sign-in' ? identityRoutes.signInPasskeyStart : identityRoutes.stepUpPasskeyStart);
  const { assertion, prf } = await askPasskey(authenticators, options);
  const session = await refusedAsNull(hub.call(purpose === 'sign-in' ? identityRoutes.signInPasskeyFinish : identityRoutes.stepUpPasskeyFinish, { body: { attempt, assertion } }));
  if (session === null) return { outcome: 'refused' };
  const unlocking: Unlocking = { kind: 'passkey', prf };
  return { ...(await unlockWith(client, session, unlocking, recoveryCode)), unlocking };
}

/** Opens the vault of the session's credential with the given recovery code, or the one this device knows. */
export async function unlockWith({ hub, keyring, memory }: Client, session: SessionView, unlocking: Unlocking, recoveryCode?: string): Promise<SignedIn> {
  const code = recoveryCode ?? (await memory.recoveryCode(session.officer));
  if (code === null) return { outcome: 'recovery-code-needed', session, tried: false };
  const vault = await hub.call(identityRoutes.vault, { params: { id: session.credential } });
  if (vault.version < (await memory.vaultVersion(session.credential))) return { outcome: 'vault-rolled-back', session };
  if (!(await keyring.unlock(vault, unlocking, code, session.officer))) return { outcome: 'recovery-code-needed', session, tried: true };
  await memory.remember(session.officer, code, vault);
  return { outcome: 'unlocked', session };
}

/** Ends the session and forgets every secret; the latter even when the hub cannot be reached. */
export async function signOut({ hub, keyring }: Pick<Client, 'hub' | 'keyring'>): Promise<void> {
  await keyring.lock();
  await hub.call(identityRoutes.signOut);
}

async function refusedAsNull(call: Promise<SessionView>): Promise<SessionView | null> {
  try {
    return await call;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'sign-in-failed') return null;
    throw error;
  }
}
