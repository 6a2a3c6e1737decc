// Enrolment in the wrong hands, and hostile text in every field: a clear refusal with nothing stored, or stored exactly as it is.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKeyring, createPasskey, openInvitation, type Client, type HubProblem } from '#client';
import { canonicalBytes, identityRoutes, TERMS_VERSION, toBase64Url, type NewCredential, type Route, type RouteCall } from '#protocol';
import naughty from './data/naughty-strings.json' with { type: 'json' };
import { bootstrapToken, foundingInvitation, queryAll, type EnrolledPerson } from './support/enrolled-people.ts';
import { FORGED, refusal, startHostileHub, stranger } from './support/hostile.ts';
import type { Hub } from './support/hub.ts';
import { SoftwareAuthenticator } from './support/software-authenticator.ts';

let hub: Hub;
let victim: EnrolledPerson;
let other: EnrolledPerson;

beforeAll(async () => {
  ({ hub, victim, other } = await startHostileHub());
}, 60_000);
afterAll(() => hub?.stop());

/** Everything for completing an enrolment by passkey. */
async function prepared(client: Client, token: string) {
  const view = await openInvitation(client, token);
  const offer = await client.hub.call(identityRoutes.enrolPasskey, { body: { token } });
  const { registration, prf } = await createPasskey(new SoftwareAuthenticator(hub.url), offer.options);
  const { certificate } = await client.keyring.createOfficer(view.officer);
  const vault = await client.keyring.wrap({ kind: 'passkey', prf }, { network: null, officer: view.officer, credential: offer.credential, version: 1 });
  const card = { officer: view.officer, name: 'Somebody', function: 'Tests', languages: ['en'], salt: toBase64Url(crypto.getRandomValues(new Uint8Array(32))) };
  const credential: NewCredential = { method: 'passkey', attempt: offer.attempt, label: 'Key', registration };
  return { token, certificate: toBase64Url(certificate), card, credential, vault, terms: TERMS_VERSION };
}
const complete = ({ hub }: Client, body: Awaited<ReturnType<typeof prepared>>) => hub.call(identityRoutes.completeEnrolment, { body });
const stored = async () => (await queryAll(hub, 'SELECT (SELECT count(*) FROM account) AS accounts, (SELECT count(*) FROM credential) AS credentials, (SELECT count(*) FROM vault) AS vaults'))[0];

describe('enrolment', () => {
  test('a token is good once, and a withdrawn, expired or invented one not at all', async () => {
    const client = stranger(hub.url);
    const token = await foundingInvitation(hub);
    await complete(client, await prepared(client, token));
    for (const use of [identityRoutes.openInvitation, identityRoutes.enrolPasskey]) expect(await refusal(stranger(hub.url).hub.call(use, { body: { token } }))).toMatchObject({ code: 'invitation-invalid' });

    const [withdrawn, expired] = [await foundingInvitation(hub), await foundingInvitation(hub)];
    const latest = 'SELECT id FROM invitation ORDER BY created DESC LIMIT 1';
    await queryAll(hub, `UPDATE invitation SET expires = now() - interval '1 second' WHERE id = (${latest})`);
    await queryAll(hub, `UPDATE invitation SET withdrawn = now() WHERE id = (${latest} OFFSET 1)`);
    for (const dead of [withdrawn, expired, toBase64Url(new Uint8Array(32))]) {
      expect(await refusal(stranger(hub.url).hub.call(identityRoutes.openInvitation, { body: { token: dead } }))).toMatchObject({ code: 'invitation-invalid' });
    }
    expect(await refusal(stranger(hub.url).hub.call(identityRoutes.bootstrapInvite, { body: { bootstrapToken: 'guessed', note: 'x', email: null } }))).toMatchObject({ code: 'not-allowed' });
  });

  test('other terms than the present ones cannot be accepted, and nothing is stored', async () => {
    const client = stranger(hub.url);
    const body = await prepared(client, await foundingInvitation(hub));
    const before = await stored();
    expect(await refusal(complete(client, { ...body, terms: TERMS_VERSION + 1 }))).toMatchObject({ code: 'conflict' });
    expect(await stored()).toEqual(before);
    await complete(client, body);
  });

  test('two who complete with one token at once become one account', async () => {
    const token = await foundingInvitation(hub);
    const [one, two] = [stranger(hub.url), stranger(hub.url)];
    const before = await stored();
    const prepareds = [await prepared(one, token), await prepared(two, token)] as const;
    const outcomes = await Promise.allSettled([complete(one, prepareds[0]), complete(two, prepareds[1])]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(Number((await stored())!['accounts'])).toBe(Number(before!['accounts']) + 1);
  });

  test('what does not fit together is refused, and nothing of it is stored', async () => {
    const client = stranger(hub.url);
    const good = await prepared(client, await foundingInvitation(hub));
    const elsewhere = createKeyring();
    const theirs = await elsewhere.createOfficer(other.session.officer);
    const before = await stored();
    const changed: [object, string][] = [
      [{ certificate: toBase64Url(theirs.certificate) }, 'certificate-refused'],
      [{ certificate: toBase64Url(new Uint8Array(500)) }, 'certificate-refused'],
      [{ card: { ...good.card, officer: other.session.officer } }, 'bad-request'],
      [{ card: { ...good.card, title: 'unknown field' } }, 'bad-request'],
      [{ vault: { ...good.vault, credential: victim.session.credential } }, 'bad-request'],
      [{ vault: { ...good.vault, version: 2 } }, 'bad-request'],
      [{ vault: { ...good.vault, network: 'cd'.repeat(32) } }, 'bad-request'],
      [{ credential: { ...good.credential, attempt: crypto.randomUUID() } }, 'gone'],
      [{ token: await foundingInvitation(hub) }, 'bad-request'],
    ];
    for (const [change, code] of changed) expect([change, (await refusal(complete(client, { ...good, ...change }))).code]).toEqual([change, code]);
    expect(await stored()).toEqual(before);
    expect(await complete(client, good)).toMatchObject({ role: 'pending' });
  });

  test('a passkey or certificate of somebody else’s cannot be enrolled again', async () => {
    const [one, two] = [stranger(hub.url), stranger(hub.url)];
    const taken = await prepared(one, await foundingInvitation(hub));
    await complete(one, taken);
    const again = await prepared(two, await foundingInvitation(hub));
    expect(await refusal(complete(two, { ...again, certificate: taken.certificate }))).toMatchObject({ code: 'certificate-refused' });
  });

  test('hostile strings in every text field: stored as they are, or a clear refusal', async () => {
    const token = await bootstrapToken(hub);
    const before = Number((await queryAll(hub, 'SELECT count(*) AS n FROM invitation'))[0]!['n']);
    const accepted: string[] = [];
    const anywhere = async <R extends Route>(route: R, call: RouteCall<R>) => {
      // Raw, past the client's types: what counts is what the hub answers.
      const given = call as { body?: unknown; params?: { id: string } };
      const path = given.params ? route.path.replace(':id', encodeURIComponent(given.params.id)) : route.path;
      const answer = await fetch(new URL(path, hub.url), {
        method: route.method, body: given.body === undefined ? null : JSON.stringify(given.body),
        headers: { 'x-globe-client': 'tests', 'x-forwarded-for': `198.51.100.${accepted.length % 250}`, ...(given.body === undefined ? {} : { 'content-type': 'application/json' }) },
      });
      return answer.status;
    };
    for (const text of naughty) {
      const statuses = [
        await anywhere(identityRoutes.signInPassphraseStart, { body: { signInName: text, request: FORGED } }),
        await anywhere(identityRoutes.signInPassphraseFinish, { body: { attempt: text, finish: text, code: text } }),
        await anywhere(identityRoutes.openInvitation, { body: { token: text } }),
        await anywhere(identityRoutes.bootstrapInvite, { body: { bootstrapToken: text, note: 'x', email: text } }),
      ];
      expect([text, statuses]).toEqual([text, statuses.map(() => 400)]);
      const status = await anywhere(identityRoutes.bootstrapInvite, { body: { bootstrapToken: token, note: text, email: null } });
      if (status === 201) accepted.push(text);
      else expect([text, status]).toEqual([text, 400]);
    }
    const notes = await queryAll(hub, 'SELECT note FROM invitation ORDER BY created OFFSET $1', [before]);
    expect(notes.map(({ note }) => note)).toEqual(accepted);
    expect(accepted.length).toBeGreaterThan(naughty.length / 2);
  }, 120_000);

  test('hostile strings in card and labels', async () => {
    for (const text of ['\u0000', '\ud800', 'a\u0008b', '', 'x'.repeat(201)]) {
      const client = stranger(hub.url);
      const good = await prepared(client, await foundingInvitation(hub));
      for (const change of [{ card: { ...good.card, name: text } }, { card: { ...good.card, function: text } }, { credential: { ...good.credential, label: text } }]) {
        expect(await refusal(complete(client, { ...good, ...change }))).toMatchObject({ code: 'bad-request' });
      }
    }
    for (const text of naughty.filter((item) => /[^\x20-\x7e]/.test(item)).slice(0, 12)) {
      const client = stranger(hub.url);
      const good = await prepared(client, await foundingInvitation(hub));
      const outcome = await complete(client, { ...good, card: { ...good.card, name: text } }).then(() => 'stored', (error: HubProblem) => error.code);
      if (outcome !== 'stored') {
        expect([text, outcome]).toEqual([text, 'bad-request']);
        continue;
      }
      const { items } = await client.hub.call(identityRoutes.enrolled);
      const found = items.find(({ officer }) => officer === good.card.officer);
      expect(canonicalBytes(found!.card)).toEqual(canonicalBytes({ ...good.card, name: text }));
    }
  }, 120_000);
});
