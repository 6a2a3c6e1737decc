// Those who try to get in by another's name, to lock others out, or to find out who exists. Each meets a clear problem, never a 500.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addPasskey, askPasskey, HubProblem, signInWithPasskey } from '#client';
import { identityRoutes, toBase64Url, type RouteCall } from '#protocol';
import { enrolPerson, foundingInvitation, freshCode, newClient, queryAll, type EnrolledPerson } from './support/enrolled-people.ts';
import { finishGuess, FORGED, guess, refusal, startHostileHub, stranger } from './support/hostile.ts';
import type { Hub } from './support/hub.ts';
import { SoftwareAuthenticator } from './support/software-authenticator.ts';

const NOBODY = 'ZZZZ-ZZZZ';
let hub: Hub;
let victim: EnrolledPerson;
let other: EnrolledPerson;

beforeAll(async () => {
  ({ hub, victim, other } = await startHostileHub());
}, 60_000);
afterAll(() => hub?.stop());

/** What a guesser sees of a name until they are slowed down: each answer once. On a slow machine the first waits are over before the next guess. */
async function course(signInName: string): Promise<unknown[]> {
  const client = stranger(hub.url);
  const seen = new Set<string>();
  for (let i = 0; i < 12; i++) {
    const outcome = await guess(client, signInName, 'some words').catch((error: HubProblem) => error);
    if (outcome instanceof HubProblem) {
      expect([i > 5, outcome.details.retryAfter]).toEqual([true, expect.any(Number)]);
      return [...seen, outcome.code];
    }
    seen.add(JSON.stringify([outcome.finish, (await refusal(finishGuess(client, outcome.attempt, null, '000000'))).message]));
  }
  return [...seen];
}

describe('by passphrase', () => {
  test('a wrong passphrase shows in the client, and a forged proof opens nothing', async () => {
    const client = stranger(hub.url);
    const { attempt, finish } = await guess(client, victim.session.signInName, 'wrong words wrong words wrong words');
    expect(finish).toBeNull();
    expect(await refusal(finishGuess(client, attempt, FORGED, await freshCode(victim.totp)))).toMatchObject({ code: 'sign-in-failed' });
    await expect(client.hub.call(identityRoutes.session)).rejects.toMatchObject({ code: 'not-signed-in' });
  });

  test('a name that nobody has is answered, slowed and refused exactly like one that somebody has', async () => {
    const [known, unknown] = [await course(victim.session.signInName), await course(NOBODY)];
    expect(unknown).toEqual(known);
    expect(known.at(-1)).toBe('too-many-requests');
  });

  test('who is slowed down slows down nobody else: neither the owner elsewhere, nor the owner’s known device at the same address', async () => {
    const attacker = stranger(hub.url);
    // The owner signed in from this very address before; the device carries a mark since.
    const device = newClient(hub.url, { 'x-forwarded-for': attacker.address });
    const owner = await enrolPerson(hub.url, await foundingInvitation(hub));
    const { signInName } = owner.session;
    const first = await guess(device, signInName, owner.passphrase);
    await finishGuess(device, first.attempt, first.finish, await freshCode(owner.totp));
    let stopped: unknown = null;
    for (let i = 0; i < 12 && !stopped; i++) stopped = await guess(attacker, signInName, 'some words').then(() => null, (error: unknown) => error);
    expect(stopped).toMatchObject({ code: 'too-many-requests' });
    expect((await guess(device, signInName, owner.passphrase)).finish).not.toBeNull();
    expect((await guess(stranger(hub.url), signInName, owner.passphrase)).finish).not.toBeNull();
  });

  test('a wrong code, a code used before, and an attempt used before are refused', async () => {
    const client = stranger(hub.url);
    const person = await enrolPerson(hub.url, await foundingInvitation(hub));
    const one = await guess(client, person.session.signInName, person.passphrase);
    const code = await freshCode(person.totp);
    const wrong = code === '123456' ? '654321' : '123456';
    expect(await refusal(finishGuess(client, one.attempt, one.finish, wrong))).toMatchObject({ code: 'sign-in-failed' });
    // The attempt is used up, though the proof and now the code are right.
    expect(await refusal(finishGuess(client, one.attempt, one.finish, code))).toMatchObject({ code: 'sign-in-failed' });
    const two = await guess(client, person.session.signInName, person.passphrase);
    await finishGuess(client, two.attempt, two.finish, code);
    const three = await guess(client, person.session.signInName, person.passphrase);
    expect(await refusal(finishGuess(stranger(hub.url), three.attempt, three.finish, code))).toMatchObject({ code: 'sign-in-failed' });
    expect(await refusal(finishGuess(client, crypto.randomUUID(), FORGED, code))).toMatchObject({ code: 'sign-in-failed' });
  });

  test('an attempt is over after two minutes', async () => {
    const client = stranger(hub.url);
    const person = await enrolPerson(hub.url, await foundingInvitation(hub));
    const { attempt, finish } = await guess(client, person.session.signInName, person.passphrase);
    await queryAll(hub, `UPDATE attempt SET expires = now() - interval '1 second' WHERE id = $1`, [attempt]);
    expect(await refusal(finishGuess(client, attempt, finish, await freshCode(person.totp)))).toMatchObject({ code: 'sign-in-failed' });
  });

  test('guessing codes with the right passphrase is slowed down for the account, wherever it comes from', async () => {
    const guessed = await enrolPerson(hub.url, await foundingInvitation(hub));
    const codes = [];
    for (let i = 0; i < 7; i++) {
      const client = stranger(hub.url);
      const { attempt, finish } = await guess(client, guessed.session.signInName, guessed.passphrase);
      codes.push((await refusal(finishGuess(client, attempt, finish, '000000'))).code);
    }
    expect(codes).toEqual([...Array<string>(6).fill('sign-in-failed'), 'too-many-requests']);
  });
});

describe('by passkey', () => {
  let authenticator: SoftwareAuthenticator;
  beforeAll(async () => {
    authenticator = new SoftwareAuthenticator(hub.url);
    await addPasskey(victim, victim.session, authenticator, 'Key');
  });
  const behaving = async <T>(change: Partial<SoftwareAuthenticator['behaviour']>, act: () => Promise<T>): Promise<T> => {
    const before = { ...authenticator.behaviour };
    Object.assign(authenticator.behaviour, change);
    try {
      return await act();
    } finally {
      Object.assign(authenticator.behaviour, before);
    }
  };

  test.each([
    ['another origin', { origin: 'https://hub.phish.example' }],
    ['no user verification', { verifiesUser: false }],
  ])('%s is refused, at sign-in and when adding', async (_, change) => {
    expect(await behaving(change, () => signInWithPasskey(stranger(hub.url), authenticator))).toMatchObject({ outcome: 'refused' });
    const before = (await victim.hub.call(identityRoutes.credentials)).items.length;
    expect(await behaving(change, () => refusal(addPasskey(victim, victim.session, authenticator, 'Bad')))).toMatchObject({ code: 'bad-request' });
    expect((await victim.hub.call(identityRoutes.credentials)).items).toHaveLength(before);
  });

  test('an assertion works once, for the challenge it was made for', async () => {
    const client = stranger(hub.url);
    const one = await client.hub.call(identityRoutes.signInPasskeyStart);
    const { assertion } = await askPasskey(authenticator, one.options);
    await client.hub.call(identityRoutes.signInPasskeyFinish, { body: { attempt: one.attempt, assertion } });
    expect(await refusal(client.hub.call(identityRoutes.signInPasskeyFinish, { body: { attempt: one.attempt, assertion } }))).toMatchObject({ code: 'sign-in-failed' });
    const two = await client.hub.call(identityRoutes.signInPasskeyStart);
    expect(await refusal(client.hub.call(identityRoutes.signInPasskeyFinish, { body: { attempt: two.attempt, assertion } }))).toMatchObject({ code: 'sign-in-failed' });
  });

  test('a copy of the key, whose counter lags behind, is refused', async () => {
    authenticator.held[0]!.counter = 0;
    expect(await signInWithPasskey(stranger(hub.url), authenticator)).toMatchObject({ outcome: 'refused' });
    authenticator.held[0]!.counter = 1000;
    expect(await signInWithPasskey(stranger(hub.url), authenticator)).toMatchObject({ outcome: 'recovery-code-needed' });
  });

  test('PRF output has no way to the hub: an answer that carries it is not accepted', async () => {
    const client = stranger(hub.url);
    const { attempt, options } = await client.hub.call(identityRoutes.signInPasskeyStart);
    const { assertion, prf } = await askPasskey(authenticator, options);
    const leaking = { attempt, assertion: { ...assertion, clientExtensionResults: { prf: { results: { first: toBase64Url(prf) } } } } };
    expect(await refusal(client.hub.call(identityRoutes.signInPasskeyFinish, { body: leaking } as unknown as RouteCall<typeof identityRoutes.signInPasskeyFinish>))).toMatchObject({ code: 'bad-request' });
  });

  test('somebody else’s passkey confirms nothing in my session', async () => {
    const theirs = new SoftwareAuthenticator(hub.url);
    await addPasskey(other, other.session, theirs, 'Theirs');
    const { attempt, options } = await other.hub.call(identityRoutes.stepUpPasskeyStart);
    const { assertion } = await askPasskey(authenticator, { ...options, allowCredentials: [] });
    expect(await refusal(other.hub.call(identityRoutes.stepUpPasskeyFinish, { body: { attempt, assertion } }))).toMatchObject({ code: 'sign-in-failed' });
    const mine = await victim.hub.call(identityRoutes.stepUpPasskeyStart);
    const answer = await askPasskey(authenticator, mine.options);
    expect(await refusal(other.hub.call(identityRoutes.stepUpPasskeyFinish, { body: { attempt: mine.attempt, assertion: answer.assertion } }))).toMatchObject({ code: 'sign-in-failed' });
  });
});

test('what was refused to a known account stands in the audit log, without naming an actor', async () => {
  const rows = await queryAll(hub, `SELECT convert_from(entry, 'UTF8')::jsonb AS entry FROM audit_entry WHERE action = 'sign-in' AND outcome = 'refused' AND object_id = $1`, [victim.session.account]);
  expect(rows.length).toBeGreaterThan(3);
  for (const { entry } of rows) expect(entry).toMatchObject({ actor: { officer: null, member: null }, reason: 'sign-in-failed' });
});
