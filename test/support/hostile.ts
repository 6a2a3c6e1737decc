// What hostile suites share: strangers behind addresses of their own, and refusals that are looked at.
import { HubProblem, type Client } from '#client';
import { identityRoutes, toBase64Url } from '#protocol';
import { enrolPerson, foundingInvitation, newClient, type EnrolledPerson } from './enrolled-people.ts';
import { startHub, type Hub } from './hub.ts';

/** A proof that is well-formed and proves nothing. */
export const FORGED = toBase64Url(new Uint8Array(64).fill(7));

/** A hub behind one proxy, with two people who enrolled: whom the hostile one is after, and who they are or might be. */
export async function startHostileHub(): Promise<{ hub: Hub; victim: EnrolledPerson; other: EnrolledPerson }> {
  const hub = await startHub({ processes: ['api'], environment: { TRUSTED_PROXIES: '1' } });
  return { hub, victim: await enrolPerson(hub.url, await foundingInvitation(hub)), other: await enrolPerson(hub.url, await foundingInvitation(hub)) };
}

let lastAddress = 0;

/** Somebody new, behind an address of their own, on a hub that believes one proxy. */
export function stranger(hubUrl: string): Client & { readonly address: string } {
  lastAddress += 1;
  const address = `203.0.113.${lastAddress}`;
  return { ...newClient(hubUrl, { 'x-forwarded-for': address }), address };
}

/** The problem that a call ends in: a clear one, never a failure of the hub, and to be found in its records. */
export async function refusal(call: Promise<unknown>): Promise<HubProblem> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof HubProblem)) throw new Error(`expected a refusal, got ${String(outcome)}`);
  if (outcome.status >= 500 || outcome.correlation === null) throw new Error(`not a clear refusal: ${outcome.code}`, { cause: outcome });
  return outcome;
}

/** First step of signing in by passphrase; `finish` null: the client saw that the passphrase is wrong. */
export async function guess({ hub, keyring }: Client, signInName: string, passphrase: string): Promise<{ attempt: string; finish: string | null }> {
  const { attempt, response } = await hub.call(identityRoutes.signInPassphraseStart, { body: { signInName, request: await keyring.opaqueLoginStart(passphrase) } });
  return { attempt, finish: await keyring.opaqueLoginFinish(response) };
}

export function finishGuess({ hub }: Client, attempt: string, finish: string | null, code: string) {
  return hub.call(identityRoutes.signInPassphraseFinish, { body: { attempt, finish: finish ?? FORGED, code } });
}
