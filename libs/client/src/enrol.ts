// Enrolment by invitation: certificate, account secret and first credential are made here; the hub gets what it may have.
import { identityRoutes, TERMS_VERSION, toBase64Url, type EnrolmentView, type NewCredential, type OfficerCard, type SessionView } from '#protocol';
import type { Unlocking } from './keyring.ts';
import { createPasskey, type Authenticators } from './passkey-device.ts';
import type { Client } from './sign-in.ts';

export interface AboutMe {
  readonly name: string;
  readonly function: string;
  /** ISO 639 codes. */
  readonly languages: readonly string[];
}

export interface Enrolled {
  readonly session: SessionView;
  /** To be printed and kept: without it a new device cannot open the vault. */
  readonly recoveryCode: string;
}

export interface TotpOffer {
  readonly secret: string;
  readonly uri: string;
}

/**
 * What the invitation is for. The caller shows the network's phrase and goes on only when the user says that it is the one they were given, and
 * the terms of use (TERMS_VERSION), and goes on only when the user accepts them: enrolling says that both were done.
 */
export function openInvitation({ hub }: Pick<Client, 'hub'>, token: string): Promise<EnrolmentView> {
  return hub.call(identityRoutes.openInvitation, { body: { token } });
}

/** `readCode` shows the offer to the user's authenticator app and answers the code it gives. */
export async function enrolWithPassphrase(
  client: Client,
  invitation: { token: string; view: EnrolmentView },
  about: AboutMe,
  { passphrase, label, readCode }: { passphrase: string; label: string; readCode: (offer: TotpOffer) => Promise<string> },
): Promise<Enrolled> {
  const { hub, keyring } = client;
  const request = await keyring.opaqueRegistrationStart(passphrase);
  const offer = await hub.call(identityRoutes.enrolPassphrase, { body: { token: invitation.token, request } });
  const record = await keyring.opaqueRegistrationFinish(offer.response);
  const code = await readCode(offer.totp);
  return complete(client, invitation, about, offer.credential, { kind: 'passphrase' }, { method: 'passphrase', attempt: offer.attempt, label, record, code });
}

export async function enrolWithPasskey(
  client: Client,
  invitation: { token: string; view: EnrolmentView },
  about: AboutMe,
  { authenticators, label }: { authenticators: Authenticators; label: string },
): Promise<Enrolled> {
  const offer = await client.hub.call(identityRoutes.enrolPasskey, { body: { token: invitation.token } });
  const { registration, prf } = await createPasskey(authenticators, offer.options);
  return complete(client, invitation, about, offer.credential, { kind: 'passkey', prf }, { method: 'passkey', attempt: offer.attempt, label, registration });
}

async function complete(
  { hub, keyring, memory }: Client,
  { token, view }: { token: string; view: EnrolmentView },
  about: AboutMe,
  credentialId: string,
  unlocking: Unlocking,
  credential: NewCredential,
): Promise<Enrolled> {
  const { certificate, recoveryCode } = await keyring.createOfficer(view.officer);
  const vault = await keyring.wrap(unlocking, { network: view.network?.id ?? null, officer: view.officer, credential: credentialId, version: 1 });
  const card: OfficerCard = { officer: view.officer, name: about.name, function: about.function, languages: [...about.languages], salt: toBase64Url(crypto.getRandomValues(new Uint8Array(32))) };
  const session = await hub.call(identityRoutes.completeEnrolment, { body: { token, certificate: toBase64Url(certificate), card, credential, vault, terms: TERMS_VERSION } });
  await memory.remember(view.officer, recoveryCode, vault);
  return { session, recoveryCode };
}
