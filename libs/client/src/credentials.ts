// Further ways to sign in, each with the vault wrapped for it. The keyring must be unlocked and the user verified moments ago.
import { identityRoutes, type SessionView } from '#protocol';
import type { TotpOffer } from './enrol.ts';
import type { Unlocking } from './keyring.ts';
import { createPasskey, type Authenticators } from './passkey-device.ts';
import type { Client } from './sign-in.ts';

const place = (session: SessionView, credential: string, version: number) => ({ network: session.network?.id ?? null, officer: session.officer, credential, version });

export async function addPasskey({ hub, keyring }: Client, session: SessionView, authenticators: Authenticators, label: string) {
  const { attempt, credential, options } = await hub.call(identityRoutes.offerPasskey);
  const { registration, prf } = await createPasskey(authenticators, options);
  const vault = await keyring.wrap({ kind: 'passkey', prf }, place(session, credential, 1));
  return hub.call(identityRoutes.addCredential, { body: { credential: { method: 'passkey', attempt, label, registration }, vault } });
}

/** A new passphrase; it takes the place of an old one. */
export async function addPassphrase({ hub, keyring }: Client, session: SessionView, { passphrase, label, readCode }: { passphrase: string; label: string; readCode: (offer: TotpOffer) => Promise<string> }) {
  const request = await keyring.opaqueRegistrationStart(passphrase);
  const { attempt, credential, response, totp } = await hub.call(identityRoutes.offerPassphrase, { body: { request } });
  const record = await keyring.opaqueRegistrationFinish(response);
  const code = await readCode(totp);
  const vault = await keyring.wrap({ kind: 'passphrase' }, place(session, credential, 1));
  return hub.call(identityRoutes.addCredential, { body: { credential: { method: 'passphrase', attempt, label, record, code }, vault } });
}

/** Binds a vault that was wrapped before genesis to the network, as its next version. Nothing to do otherwise. */
export async function bindVaultToNetwork({ hub, keyring, memory }: Client, session: SessionView, unlocking: Unlocking): Promise<void> {
  const vault = await hub.call(identityRoutes.vault, { params: { id: session.credential } });
  const network = session.network?.id ?? null;
  if (network === null || vault.network === network) return;
  const next = await keyring.wrap(unlocking, place(session, session.credential, vault.version + 1));
  await hub.call(identityRoutes.replaceVault, { params: { id: session.credential }, body: next });
  const code = await memory.recoveryCode(session.officer);
  if (code !== null) await memory.remember(session.officer, code, next);
}
