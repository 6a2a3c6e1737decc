// Sessions and what hangs on them, in the wrong hands: over in time, nobody else's, and behind a second wall in the database.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client as PostgresClient } from 'pg';
import { createPasskey } from '#client';
import { identityRoutes, type NewCredential, type WrappedVault } from '#protocol';
import { roleUrl } from '../apps/api/src/platform/config.ts';
import { enrolPerson, foundingInvitation, freshCode, queryAll, type EnrolledPerson } from './support/enrolled-people.ts';
import { guess, refusal, startHostileHub } from './support/hostile.ts';
import type { Hub } from './support/hub.ts';
import { SoftwareAuthenticator } from './support/software-authenticator.ts';

let hub: Hub;
let victim: EnrolledPerson;
let other: EnrolledPerson;

beforeAll(async () => {
  ({ hub, victim, other } = await startHostileHub());
}, 60_000);
afterAll(() => hub?.stop());

describe('sessions and what hangs on them', () => {
  test.each([
    ['idle for half an hour', `last_seen = now() - interval '30 minutes 1 second'`],
    ['older than twelve hours', `ends = now() - interval '1 second'`],
  ])('a session %s is over', async (_, change) => {
    const person = await enrolPerson(hub.url, await foundingInvitation(hub));
    await person.hub.call(identityRoutes.session);
    await queryAll(hub, `UPDATE session SET ${change} WHERE id = $1`, [person.session.id]);
    expect(await refusal(person.hub.call(identityRoutes.session))).toMatchObject({ code: 'not-signed-in' });
  });

  test('administrative acts ask for a verification of the last five minutes', async () => {
    const person = await enrolPerson(hub.url, await foundingInvitation(hub));
    await queryAll(hub, `UPDATE session SET verified = now() - interval '5 minutes 1 second' WHERE id = $1`, [person.session.id]);
    expect(await refusal(person.hub.call(identityRoutes.offerPasskey))).toMatchObject({ code: 'step-up-required' });
    expect(await refusal(person.hub.call(identityRoutes.removeCredential, { params: { id: person.session.credential } }))).toMatchObject({ code: 'step-up-required' });
  });

  test('another’s session, credential, vault and offer are not there', async () => {
    const { id, credential } = victim.session;
    expect(await refusal(other.hub.call(identityRoutes.endSession, { params: { id } }))).toMatchObject({ code: 'not-found' });
    expect(await refusal(other.hub.call(identityRoutes.removeCredential, { params: { id: credential } }))).toMatchObject({ code: 'not-found' });
    expect(await refusal(other.hub.call(identityRoutes.vault, { params: { id: credential } }))).toMatchObject({ code: 'not-found' });
    const vault = await victim.hub.call(identityRoutes.vault, { params: { id: credential } });
    expect(await refusal(other.hub.call(identityRoutes.replaceVault, { params: { id: credential }, body: { ...vault, version: 2 } }))).toMatchObject({ code: 'not-found' });
    const offer = await victim.hub.call(identityRoutes.offerPasskey);
    const { registration } = await createPasskey(new SoftwareAuthenticator(hub.url), offer.options);
    const stolen: NewCredential = { method: 'passkey', attempt: offer.attempt, label: 'Stolen', registration };
    expect(await refusal(other.hub.call(identityRoutes.addCredential, { body: { credential: stolen, vault: { ...vault, credential: offer.credential } } }))).toMatchObject({ code: 'gone' });
    expect(await victim.hub.call(identityRoutes.vault, { params: { id: credential } })).toEqual(vault);
  });

  test('a vault only grows, by one, and stays with its credential and network', async () => {
    const { credential } = other.session;
    const read = () => other.hub.call(identityRoutes.vault, { params: { id: credential } });
    const put = (body: WrappedVault) => other.hub.call(identityRoutes.replaceVault, { params: { id: credential }, body });
    const first = await read();
    await put({ ...first, version: 2, ciphertext: `${first.ciphertext.slice(0, -4)}AAAA` });
    const second = await read();
    expect(second.version).toBe(2);
    for (const version of [1, 2, 4]) expect(await refusal(put({ ...first, version }))).toMatchObject({ code: 'conflict' });
    expect(await refusal(put({ ...first, version: 3, credential: victim.session.credential }))).toMatchObject({ code: 'bad-request' });
    expect(await refusal(put({ ...first, version: 3, network: 'ab'.repeat(32) }))).toMatchObject({ code: 'bad-request' });
    expect(await read()).toEqual(second);
    await expect(queryAll(hub, 'UPDATE vault SET version = 1 WHERE credential = $1', [credential])).rejects.toThrow('only grows');
  });

  test.each([
    ['a page of another site', { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site', 'x-globe-client': 'portal' }],
    ['a form without the header that only our clients send', {}],
    ['another site’s origin alone', { origin: 'https://elsewhere.example', 'x-globe-client': 'portal' }],
  ])('%s changes nothing', async (_, headers) => {
    const answer = await fetch(new URL('/api/session', hub.url), { method: 'DELETE', headers: headers as Record<string, string> });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'origin-refused' });
  });

  test('cookies are out of reach of scripts and other sites, and the database holds no token', async () => {
    const { attempt, finish } = await guess(victim, victim.session.signInName, victim.passphrase);
    const body = JSON.stringify({ attempt, finish, code: await freshCode(victim.totp) });
    const answer = await fetch(new URL(identityRoutes.signInPassphraseFinish.path, hub.url), { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-globe-client': 'tests' } });
    expect(answer.status).toBe(200);
    const cookies = answer.headers.getSetCookie();
    expect(cookies.map((line) => line.split('=')[0])).toEqual(['session', 'device']);
    for (const line of cookies) expect(line).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$|; Path=\/; HttpOnly; SameSite=Strict/);
    const token = /^session=([\w-]{43});/.exec(cookies[0]!)![1]!;
    const [{ held }] = (await queryAll(hub, `SELECT string_agg(encode(token_hash, 'hex'), ' ') AS held FROM session`)) as [{ held: string }];
    expect(held).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });

  test('the application’s own database role sees the caller’s rows and no others', async () => {
    const client = new PostgresClient({ connectionString: roleUrl(hub.databaseUrl, 'globe_app') });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('globe.officer', $1, true), set_config('globe.account', $2, true), set_config('globe.role', 'pending', true)`, [victim.session.officer, victim.session.account]);
      for (const table of ['session', 'credential', 'vault']) {
        const { rows } = await client.query<{ account: string }>(`SELECT DISTINCT account FROM ${table}`);
        expect([table, rows]).toEqual([table, [{ account: victim.session.account }]]);
      }
      expect((await client.query('SELECT id FROM account')).rows).toEqual([{ id: victim.session.account }]);
      for (const table of ['invitation', 'attempt']) expect((await client.query(`SELECT FROM ${table}`)).rowCount).toBe(0);
      await client.query(`SELECT set_config('globe.officer', '', true), set_config('globe.account', '', true), set_config('globe.role', '', true)`);
      for (const table of ['session', 'credential', 'vault', 'account', 'invitation', 'attempt']) expect((await client.query(`SELECT FROM ${table}`)).rowCount).toBe(0);
    } finally {
      await client.end();
    }
  });
});
