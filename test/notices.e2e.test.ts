// Mail without content, from a real message to a real SMTP server; and the spool where there is none.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import { freezeMember, newThread, sendMessage, suspendOfficer, type MailSession } from '#client';
import { auditRoutes, DEFAULT_LABELS, noticesRoutes, NoticeTopic } from '#protocol';
import { codeOf, startMailHub, type MailHub } from './support/mail-hub.ts';
import type { MailServer } from './support/mail-server.ts';
import { openMailbox, signInAs, startNetworkHub, type NetworkHub } from './support/network.ts';
import { until } from './support/until.ts';

const SUBJECT = 'Operation Blue Heron';
const TEXT = 'The account at the bank of the second lake is to be watched.';
const CONGO = ['cg-security-1', 'cg-security-2', 'cg-officer-1', 'cg-officer-2'].map((part) => `${part}@demonstration.example`);
const SECRETARIAT = ['secretariat-1', 'secretariat-2', 'secretariat-3'].map((part) => `${part}@demonstration.example`);

async function send(from: MailSession, member: string): Promise<void> {
  await sendMessage(from, newThread(from.me.member, [member]), { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: SUBJECT, text: TEXT }, attachments: [] });
}

describe('with a mail server', () => {
  let post: MailHub;
  let mail: MailServer;
  let hub: NetworkHub;
  let owner: Client;
  let writing: MailSession;
  let congo: string;

  beforeAll(async () => {
    post = await startMailHub();
    ({ mail, hub, owner } = post);
    writing = await openMailbox(await signInAs(hub, 'br-officer-1'));
    congo = (await signInAs(hub, 'cg-officer-1')).session.member!;
    await quiet();
  }, 240_000);
  afterAll(() => post?.stop(), 60_000);
  afterEach(async () => {
    mail.beforeAccepting = async () => undefined;
    mail.recipientAnswers.clear();
    await quiet();
  }, 120_000);

  /** Everything the outbox asked for has happened, and what came of it is forgotten. */
  async function quiet(): Promise<void> {
    await post.quiet();
    mail.mails.length = 0;
  }

  test('each officer of the recipient gets one mail, in their language, that says nothing', async () => {
    await send(writing, congo);
    await until(() => mail.mails.length >= 4, 'four mails');
    await delay(2000);
    expect(mail.mails.flatMap(({ to }) => to).toSorted()).toEqual(CONGO.toSorted());
    expect(new Set(mail.mails.map(({ messageId }) => messageId)).size).toBe(4);
    for (const { subject, text, raw } of mail.mails) {
      expect(subject).toBe('Un message vous attend');
      expect(text).toContain(`connectez-vous à l’adresse ${hub.url}/`);
      expect(raw).toMatch(/^Auto-Submitted: auto-generated/im);
      expect(raw).toMatch(/^Content-Language: fr/im);
      // Nothing of the message, of who wrote it, of its ids, and nobody's name.
      const thread = (await owner.query('SELECT id FROM thread')).rows.map(({ id }) => String(id));
      const messages = (await owner.query('SELECT id FROM message')).rows.map(({ id }) => String(id));
      for (const secret of [SUBJECT, 'Heron', TEXT, 'bank', writing.me.member, congo, writing.me.officer, 'Brazil', 'Minist', 'Demonstration officer', ...thread, ...messages]) {
        expect(`${subject}\n${text}\n${raw.replace(/^To: .*$/im, '')}`).not.toContain(secret);
      }
    }
  }, 120_000);

  test('a server that says "later" is asked again, and who had a mail gets no second one', async () => {
    mail.recipientAnswers.set(CONGO[0]!, [451, 421, 451]);
    await send(writing, congo);
    await until(() => mail.mails.length >= 4, 'four mails');
    await delay(2000);
    expect(mail.mails.flatMap(({ to }) => to).toSorted()).toEqual(CONGO.toSorted());
  }, 120_000);

  test('an address that does not exist stops nobody else, and nothing of it is logged', async () => {
    mail.recipientAnswers.set(CONGO[1]!, [550]);
    await send(writing, congo);
    await quietAfter(3);
    expect((await owner.query(`SELECT count(*)::int AS refused FROM notice WHERE state = 'refused'`)).rows[0].refused).toBe(1);
    expect(await hub.log('worker')).not.toContain('@demonstration.example');
  }, 120_000);

  test('mail that a server refuses is seen by its officer and their security officers, and by nobody else, until one goes through', async () => {
    const [security, officer, elsewhere] = await Promise.all(['cg-security-2', 'cg-officer-1', 'br-security-1'].map((part) => signInAs(hub, part)));
    await quiet();
    const own = async () => (await officer!.hub.call(noticesRoutes.own, { query: {} })).trouble;
    const failures = async () => (await security!.hub.call(noticesRoutes.failures, { params: { member: congo } })).items.filter((item) => item.officer === officer!.session.officer);
    expect([await own(), await failures()]).toEqual([null, []]);
    mail.recipientAnswers.set(CONGO[2]!, [550, 553]);
    await send(writing, congo);
    await quietAfter(3);
    mail.mails.length = 0;
    await send(writing, congo);
    await quietAfter(3);
    expect(await own()).toMatchObject({ notices: 2, reply: 553 });
    expect(await failures()).toMatchObject([{ notices: 2, reply: 553 }]);
    expect(JSON.stringify(await security!.hub.call(noticesRoutes.failures, { params: { member: congo } }))).not.toContain('@');
    const [refused] = (await officer!.hub.call(noticesRoutes.own, { query: {} })).items;
    expect(refused).toMatchObject({ kind: 'message-waiting', state: 'refused', reply: 553, language: 'fr', subject: 'Un message vous attend' });
    expect(await codeOf(elsewhere!.hub.call(noticesRoutes.failures, { params: { member: congo } }))).toBe('not-found');
    expect(await codeOf(officer!.hub.call(noticesRoutes.failures, { params: { member: congo } }))).toBe('not-allowed');
    mail.mails.length = 0;
    await send(writing, congo);
    await quietAfter(4);
    expect([await own(), await failures()]).toEqual([null, []]);
  }, 180_000);

  test('an officer does without some kinds and chooses the language; urgent ones cannot be chosen', async () => {
    const officer = await signInAs(hub, 'cg-officer-2');
    const address = CONGO[3]!;
    const prefer = (language: 'es' | null, unwanted: 'messages'[]) => officer.hub.call(noticesRoutes.prefer, { body: { language, unwanted } });
    expect(await officer.hub.call(noticesRoutes.preferences)).toEqual({ language: null, unwanted: [] });
    await prefer('es', ['messages']);
    await quiet();
    await send(writing, congo);
    await quietAfter(3);
    expect(mail.mails.flatMap(({ to }) => to)).not.toContain(address);
    await prefer('es', []);
    mail.mails.length = 0;
    await send(writing, congo);
    await quietAfter(4);
    expect(mail.mails.find(({ to }) => to.includes(address))!.raw).toMatch(/^Content-Language: es/im);
    // What is urgent is no topic that could be switched off, by whatever way.
    await expect(officer.hub.call(noticesRoutes.prefer, { body: { language: null, unwanted: ['member-stopped' as 'messages'] } })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(owner.query(`UPDATE notice_preference SET unwanted = ARRAY['member-stopped']`)).rejects.toThrow(/check constraint/);
    const { items } = await officer.hub.call(auditRoutes.auditEntries, { query: { limit: 100 } });
    expect(items.filter(({ entry }) => entry.action === 'notices.prefer').map(({ entry }) => entry.details)).toContainEqual({ language: 'es', unwanted: ['messages'] });
    await prefer(null, []);
  }, 240_000);

  test('own notices, page by page', async () => {
    const officer = await signInAs(hub, 'cg-security-1');
    // Signing in on a new browser is a notice itself.
    await quiet();
    const all = (await officer.hub.call(noticesRoutes.own, { query: { limit: 100 } })).items.map(({ id }) => id);
    const first = await officer.hub.call(noticesRoutes.own, { query: { limit: 2 } });
    const second = await officer.hub.call(noticesRoutes.own, { query: { limit: 2, before: first.next! } });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.slice(0, 4));
    expect(first.items.every(({ state }) => state === 'sent')).toBe(true);
  }, 120_000);

  test('killed before the server took the mail: one mail each all the same', async () => {
    for (const address of CONGO) mail.recipientAnswers.set(address, ['hang']);
    await send(writing, congo);
    await until(() => CONGO.some((address) => mail.recipientAnswers.get(address)!.length === 0), 'a mail on its way');
    await hub.kill9('worker');
    for (const address of CONGO) mail.recipientAnswers.delete(address);
    await hub.start('worker');
    await until(() => mail.mails.length >= 4, 'four mails', 60);
    await delay(1000);
    expect(mail.mails.flatMap(({ to }) => to).toSorted()).toEqual(CONGO.toSorted());
  }, 120_000);

  test('killed after the server took the mail but before it said so: the second one carries the same Message-ID', async () => {
    let hanging = 0;
    mail.beforeAccepting = () => {
      hanging++;
      return hanging === 1 ? new Promise(() => undefined) : Promise.resolve();
    };
    await send(writing, congo);
    await until(() => hanging > 0, 'a mail that is not acknowledged');
    await hub.kill9('worker');
    await hub.start('worker');
    await until(() => new Set(mail.mails.flatMap(({ to }) => to)).size === 4 && mail.mails.length >= 5, 'all four, and one again', 60);
    await delay(1000);
    expect(mail.mails).toHaveLength(5);
    expect(new Set(mail.mails.map(({ messageId }) => messageId)).size).toBe(4);
  }, 120_000);

  test('"this was not us" calls everybody of the member and the secretariat, urgently, and says nothing of what was signed', async () => {
    const [signer, sparing] = [await signInAs(hub, 'cg-security-1'), await signInAs(hub, 'cg-officer-2')];
    // Who wants as few mails as can be chosen gets this one all the same, in the language of their choice.
    await sparing.hub.call(noticesRoutes.prefer, { body: { language: 'es', unwanted: [...NoticeTopic.options] } });
    await quiet();
    await freezeMember(signer, congo, null);
    await quietAfter(7);
    expect(mail.mails.flatMap(({ to }) => to).toSorted()).toEqual([...CONGO, ...SECRETARIAT].toSorted());
    for (const { raw } of mail.mails) expect(raw).toMatch(/^Importance: High/im);
    expect(mail.mails.find(({ to }) => to.includes(CONGO[0]!))!.subject).toBe('URGENT : le courrier d’une autorité a été arrêté');
    expect(mail.mails.find(({ to }) => to.includes(CONGO[3]!))!.raw).toMatch(/^Content-Language: es/im);
  }, 120_000);

  test('who is suspended is told so, by their own notice; colleagues by theirs', async () => {
    const signer = await signInAs(hub, 'ae-security-1');
    await quiet();
    await suspendOfficer(signer, signer.session.member!, hub.account('ae-officer-1').officer);
    await quietAfter(4);
    const subjects = new Map(mail.mails.map(({ to, subject }) => [to[0]!.split('@')[0], subject]));
    expect(subjects.get('ae-officer-1')).toBe('سُجّل بيان موقّع يخصّك');
    expect(new Set(['ae-security-1', 'ae-security-2', 'ae-officer-2'].map((part) => subjects.get(part))).size).toBe(1);
  }, 120_000);

  test('the spool is empty when mail is sent', async () => {
    const officer = await signInAs(hub, 'cg-officer-2');
    const { mailed } = await officer.hub.call(noticesRoutes.own, {});
    expect(mailed).toBe(true);
    expect((await owner.query(`SELECT count(*)::int AS kept FROM notice WHERE state = 'sent' AND body IS NOT NULL`)).rows[0].kept).toBe(0);
  }, 120_000);

  async function quietAfter(mails: number): Promise<void> {
    await until(() => mail.mails.length >= mails, `${mails} mails`);
    await post.quiet();
    expect(mail.mails).toHaveLength(mails);
  }
});

describe('without a mail server', () => {
  let hub: NetworkHub;
  beforeAll(async () => {
    hub = await startNetworkHub();
  }, 240_000);
  afterAll(() => hub?.stop(), 60_000);

  test('notices are kept, and everybody reads their own', async () => {
    const receiver = await signInAs(hub, 'ae-officer-1');
    const sender = await signInAs(hub, 'br-officer-2');
    await send(await openMailbox(sender), receiver.session.member!);
    const waiting = async () => (await receiver.hub.call(noticesRoutes.own, {})).items.filter(({ kind }) => kind === 'message-waiting');
    await until(async () => (await waiting()).length > 0, 'a kept notice');
    expect(await waiting()).toMatchObject([{ kind: 'message-waiting', language: 'ar', subject: 'رسالة بانتظارك' }]);
    const own = await sender.hub.call(noticesRoutes.own, {});
    expect(own.mailed).toBe(false);
    expect(own.items.filter(({ kind }) => kind === 'message-waiting')).toEqual([]);
    expect((await fetch(`${hub.url}/api/notices`)).status).toBe(401);
    // An address could not prove itself.
    expect(await codeOf(sender.hub.call(noticesRoutes.askAddress, { body: { address: 'new@ministry.example' } }))).toBe('method-not-allowed');
  }, 120_000);
});
