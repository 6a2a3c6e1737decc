// An officer's notices go to another address once the code that was mailed there came back; a real SMTP server takes the mails.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import { DEFAULT_LABELS, auditRoutes, noticesRoutes } from '#protocol';
import { newThread, sendMessage, type MailSession } from '#client';
import { codeOf, startMailHub, type MailHub } from './support/mail-hub.ts';
import type { MailServer } from './support/mail-server.ts';
import { openMailbox, signInAs, type NetworkHub, type SignedInOfficer } from './support/network.ts';

const BEFORE = 'cg-officer-1@demonstration.example';
const AFTER = 'new.desk@ministry.example';

let post: MailHub;
let mail: MailServer;
let hub: NetworkHub;
let owner: Client;
let officer: SignedInOfficer;
let security: SignedInOfficer;
let writing: MailSession;

beforeAll(async () => {
  post = await startMailHub();
  ({ mail, hub, owner } = post);
  [officer, security] = [await signInAs(hub, 'cg-officer-1'), await signInAs(hub, 'cg-security-1')];
  writing = await openMailbox(await signInAs(hub, 'br-officer-1'));
  await quiet();
}, 240_000);
afterAll(() => post?.stop(), 60_000);

const own = async () => officer.hub.call(noticesRoutes.own, { query: {} });
const ask = (address: string, by = officer) => by.hub.call(noticesRoutes.askAddress, { body: { address } });
const confirm = (code: string, by = officer) => by.hub.call(noticesRoutes.confirmAddress, { body: { code } });
const failures = async () => (await security.hub.call(noticesRoutes.failures, { params: { member: security.session.member! } })).items.map((item) => item.officer);

const quiet = () => post.quiet();

/** The mail that came for an address since then. */
async function mailFor(address: string, since: number) {
  await quiet();
  return mail.mails.slice(since).filter(({ to }) => to.includes(address));
}
async function askedCode(address: string, by = officer): Promise<string> {
  const since = mail.mails.length;
  await ask(address, by);
  const [mailed] = await mailFor(address, since);
  return /^(\d{8})$/m.exec(mailed!.text)![1]!;
}
const wrong = (code: string) => String((Number(code) + 1) % 10 ** 8).padStart(8, '0');

test('a code goes to the new address and nowhere else; typed back, it changes the address, and both are told', async () => {
  // Mail does not reach the officer where they are: their security officers see it.
  mail.recipientAnswers.set(BEFORE, [550]);
  await sendMessage(writing, newThread(writing.me.member, [officer.session.member!]), { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: '', text: 'x' }, attachments: [] });
  await quiet();
  expect(await failures()).toEqual([officer.session.officer]);

  const since = mail.mails.length;
  const code = await askedCode(AFTER);
  expect(mail.mails.slice(since).map(({ to }) => to)).toEqual([[AFTER]]);
  expect(mail.mails.at(-1)!.subject).toBe('Un code pour confirmer votre adresse');
  const asked = await own();
  expect(asked).toMatchObject({ address: BEFORE, changing: { address: AFTER, state: 'sent', reply: null } });
  // The code is in the mail alone; the address in the database only sealed, until it counts.
  expect(JSON.stringify(asked)).not.toContain(code);
  const { rows } = await owner.query(`SELECT row_to_json(o)::text AS row FROM outbox o UNION ALL SELECT row_to_json(n)::text FROM notice n UNION ALL SELECT row_to_json(c)::text FROM address_change c UNION ALL SELECT row_to_json(a)::text FROM audit_entry a`);
  for (const secret of [code, AFTER, Buffer.from(AFTER).toString('hex')]) expect(rows.map(({ row }) => row).join('\n')).not.toContain(secret);
  for (const process of ['api', 'worker'] as const) expect(await hub.log(process)).not.toMatch(new RegExp(`${code}|${AFTER}`));
  // A mail that a stranger's server took reaches nobody yet.
  expect(await failures()).toEqual([officer.session.officer]);

  const typed = mail.mails.length;
  await confirm(`${code.slice(0, 4)} ${code.slice(4)}`);
  await quiet();
  const told = mail.mails.slice(typed);
  expect(told.map(({ to }) => to[0]).toSorted()).toEqual([BEFORE, AFTER].toSorted());
  for (const { text, subject } of told) {
    expect(subject).toBe('L’adresse de vos avis a été changée');
    expect(text).not.toMatch(/@/);
  }
  expect(await own()).toMatchObject({ address: AFTER, changing: null, trouble: null });
  expect(await failures()).toEqual([]);
  const acts = (await officer.hub.call(auditRoutes.auditEntries, { query: { limit: 100 } })).items.map(({ entry }) => entry);
  expect(acts.find(({ action }) => action === 'address.change')).toMatchObject({ outcome: 'done', object: { kind: 'account', id: officer.session.account } });
  expect(acts.some(({ action }) => action === 'address.ask')).toBe(true);
  expect(await codeOf(confirm(code))).toBe('gone');
  expect(await codeOf(ask(AFTER))).toBe('already-done');
}, 180_000);

test('a code is good for who asked, for a while, and a few times; guessing waits, and nothing else does', async () => {
  const code = await askedCode('second@ministry.example');
  expect(await codeOf(confirm(code, security))).toBe('gone');
  for (let guess = 0; guess < 5; guess++) expect(await codeOf(confirm(wrong(code)))).toBe('code-refused');
  expect(await codeOf(confirm(code))).toBe('gone');
  // Those five are remembered with the next code.
  const next = await askedCode('second@ministry.example');
  expect(await codeOf(confirm(wrong(next)))).toBe('code-refused');
  expect(await codeOf(confirm(next))).toBe('too-many-requests');
  await officer.hub.call(noticesRoutes.prefer, { body: { language: null, unwanted: [] } });
  expect((await signInAs(hub, 'cg-officer-1')).session.officer).toBe(officer.session.officer);
  const refusals = (await officer.hub.call(auditRoutes.auditEntries, { query: { limit: 100 } })).items.map(({ entry }) => entry).filter(({ action, outcome }) => action === 'address.change' && outcome === 'refused');
  expect(refusals.map(({ reason }) => reason).toSorted()).toEqual([...Array(6).fill('code-refused'), 'gone', 'gone', 'too-many-requests'].toSorted());

  // A new one makes the one before worthless.
  const later = await askedCode('third@ministry.example', security);
  const latest = await askedCode('third@ministry.example', security);
  expect(await codeOf(confirm(later, security))).toBe(later === latest ? 'done' : 'code-refused');
  await owner.query(`UPDATE address_change SET expires = now() WHERE account = $1`, [security.session.account]);
  expect(await codeOf(confirm(latest, security))).toBe('gone');
  expect((await security.hub.call(noticesRoutes.own, { query: {} })).changing).toBeNull();
}, 180_000);

test('given up is given up; strangers get no more than a few mails; without a fresh verification nothing is changed', async () => {
  const reader = await signInAs(hub, 'ae-officer-1');
  const code = await askedCode('desk@elsewhere.example', reader);
  await reader.hub.call(noticesRoutes.withdrawAddress);
  expect(await codeOf(reader.hub.call(noticesRoutes.withdrawAddress))).toBe('not-found');
  expect(await codeOf(confirm(code, reader))).toBe('gone');
  const answers: string[] = [];
  for (let more = 0; more < 6; more++) answers.push(await codeOf(ask(`${more}@elsewhere.example`, reader)));
  expect(answers).toEqual([...Array(5).fill('done'), 'too-many-requests']);
  expect((await reader.hub.call(noticesRoutes.own, { query: {} })).changing).toMatchObject({ address: '4@elsewhere.example' });
  await owner.query(`UPDATE session SET verified = now() - interval '1 hour' WHERE id = $1`, [reader.session.id]);
  expect([await codeOf(ask('x@elsewhere.example', reader)), await codeOf(confirm(code, reader))]).toEqual(['step-up-required', 'step-up-required']);
}, 120_000);

test('an address that its server refuses is shown to who asked, and as no trouble of theirs', async () => {
  const reader = await signInAs(hub, 'ae-officer-2');
  mail.recipientAnswers.set('nobody@elsewhere.example', [550]);
  await ask('nobody@elsewhere.example', reader);
  await quiet();
  expect(await reader.hub.call(noticesRoutes.own, { query: {} })).toMatchObject({ changing: { state: 'refused', reply: 550 }, trouble: null });
}, 120_000);

test('what is over is forgotten', async () => {
  await owner.query(`UPDATE address_change SET confirmed = now() - interval '8 days' WHERE confirmed IS NOT NULL`);
  await owner.query(`UPDATE address_change SET expires = now() - interval '1 second' WHERE confirmed IS NULL`);
  await askedCode('last@elsewhere.example', await signInAs(hub, 'br-security-1'));
  expect((await owner.query('SELECT count(*)::int AS left FROM address_change')).rows[0].left).toBe(1);
}, 120_000);
