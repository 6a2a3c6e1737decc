// Confirmations that are due: who is reminded when, once, whatever dies in between. Real keys, real mail; only the clock is moved.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Client } from 'pg';
import { directoryConfirmationRoutes, directoryHistoryRoutes, directoryProposalRoutes } from '#protocol';
import { createHttpApp } from '../apps/api/src/create-app.ts';
import { RemindConfirmations } from '../apps/api/src/directory/confirmation/remind-confirmations.ts';
import { TrustView } from '../apps/api/src/membership/membership.port.ts';
import { Clock } from '../apps/api/src/platform/clock.ts';
import { readConfig } from '../apps/api/src/platform/config.ts';
import { Database } from '../apps/api/src/platform/database.ts';
import { Outbox } from '../apps/api/src/platform/outbox.ts';
import { startMailHub, type MailHub } from './support/mail-hub.ts';
import type { MailServer } from './support/mail-server.ts';
import { signInAs, type NetworkHub } from './support/network.ts';
import { until } from './support/until.ts';

const DAY = 24 * 3600 * 1000;
const address = (part: string) => `${part}@demonstration.example`;
const SECURITY = ['ae', 'br', 'cg'].flatMap((member) => [1, 2].map((number) => address(`${member}-security-${number}`)));
const SECRETARIAT = [1, 2, 3].map((number) => address(`secretariat-${number}`));

class MovedClock extends Clock {
  at = new Date();
  override now(): Date {
    return this.at;
  }
}

let post: MailHub;
let mail: MailServer;
let hub: NetworkHub;
let owner: Client;
let app: NestFastifyApplication;
const clock = new MovedClock();
let remind: RemindConfirmations;

beforeAll(async () => {
  post = await startMailHub();
  ({ mail, hub, owner } = post);
  const config = readConfig({ DATABASE_URL: hub.databaseUrl, DATA_DIR: hub.dataDirectory, LOG_LEVEL: 'silent' });
  app = await createHttpApp(config);
  await app.init();
  remind = new RemindConfirmations(app.get(Database), app.get(TrustView), app.get(Outbox), clock);
}, 240_000);
afterAll(async () => {
  await app?.close();
  await post?.stop();
}, 60_000);

const quiet = () => post.quiet();
/** Whom the mails since the last call went to. */
async function mailed(): Promise<string[]> {
  await quiet();
  return mail.mails.splice(0).flatMap(({ to }) => to).toSorted();
}
const due = async () => (await owner.query<{ due: Date }>('SELECT min(confirmation_due) AS due FROM authority WHERE confirmation_due IS NOT NULL')).rows[0]!.due;
const at = async (days: number) => {
  clock.at = new Date((await due()).getTime() + days * DAY);
};

test('a new member is asked to confirm its entry within a month, without a word of which', async () => {
  // The worker did so by itself when it started.
  await until(async () => (await owner.query('SELECT 1 FROM confirmation_reminder')).rows.length === 3, 'three reminders');
  await quiet();
  const mails = mail.mails.filter(({ subject }) => /entry|ficha|fiche|بطاقة/.test(subject));
  expect(mails.flatMap(({ to }) => to).toSorted()).toEqual(SECURITY);
  for (const { subject, text } of mails) expect(`${subject} ${text}`).not.toMatch(/prosecutor|accountab|high authority|brazil|congo|emirates|demonstration officer/i);
  const inAMonth = (await due()).getTime() - Date.now();
  expect(Math.round(inAMonth / DAY)).toBe(30);
  mail.mails.length = 0;
}, 120_000);

test('nothing happens twice, in two processes at once either', async () => {
  clock.at = new Date();
  expect(await Promise.all([remind.execute(), remind.execute()])).toEqual([0, 0]);
  await at(-7.1);
  expect(await remind.execute()).toBe(0);
  await at(-7);
  const asked = await Promise.all([remind.execute(), remind.execute(), remind.execute()]);
  expect(asked.reduce((sum, count) => sum + count)).toBe(3);
  expect(await mailed()).toEqual(SECURITY);
}, 120_000);

test('killed while the mails are on their way: one each all the same', async () => {
  for (const who of SECURITY) mail.recipientAnswers.set(who, ['hang']);
  await at(0);
  expect(await remind.execute()).toBe(3);
  await until(() => SECURITY.some((who) => mail.recipientAnswers.get(who)!.length === 0), 'a mail on its way');
  await hub.kill9('worker');
  for (const who of SECURITY) mail.recipientAnswers.delete(who);
  await hub.start('worker');
  expect(await remind.execute()).toBe(0);
  expect(await mailed()).toEqual(SECURITY);
}, 180_000);

test('what was missed while the hub stood still is not made up for', async () => {
  await at(20);
  expect(await remind.execute()).toBe(3);
  expect(await mailed()).toEqual(SECURITY);
  await at(10);
  expect(await remind.execute()).toBe(0);
}, 120_000);

test('a confirmation ends it for a year; the secretariat hears of the others', async () => {
  const officer = await signInAs(hub, 'cg-security-1');
  await quiet();
  mail.mails.length = 0;
  const { authority: id } = await officer.hub.call(directoryProposalRoutes.ownAuthority);
  const { version } = await officer.hub.call(directoryHistoryRoutes.authorityContent, { params: { id } });
  const confirmed = await officer.hub.call(directoryConfirmationRoutes.confirmEntry, { params: { id }, body: { version } });
  await at(30);
  expect(await remind.execute()).toBe(2);
  expect(await mailed()).toEqual([...SECRETARIAT, ...SECRETARIAT].toSorted());
  const { items } = await (await signInAs(hub, 'secretariat-1')).hub.call(directoryConfirmationRoutes.staleEntries, { query: { members: 'true' } });
  expect(items).toHaveLength(2);
  expect(items.every(({ reminded }) => reminded?.step === 'escalated')).toBe(true);
  await mailed();
  // The next round is for the one that confirmed.
  clock.at = new Date(Date.parse(confirmed.due) - 29 * DAY);
  expect(await remind.execute()).toBe(1);
  expect(await mailed()).toEqual([address('cg-security-1'), address('cg-security-2')]);
}, 180_000);
