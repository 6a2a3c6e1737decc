// A re-issue is announced to everybody of the member and to the secretariat, by mail and in the portal, while it can be stopped; a veto stops it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { attestOfficer, proposeRekey, signProposal, vetoWait } from '#client';
import { identityRoutes, membershipRoutes, noticesRoutes, NoticeTopic } from '#protocol';
import { positionsOfMember, REKEY_WAIT_MS, TrustAt } from '#trust';
import { enrolPerson } from './support/enrolled-people.ts';
import { moveLogClock } from './support/log-clock.ts';
import { codeOf, startMailHub, type MailHub } from './support/mail-hub.ts';
import type { MailServer } from './support/mail-server.ts';
import { signInAs, type NetworkHub, type SignedInOfficer } from './support/network.ts';

const MEMBER = ['br-security-1', 'br-security-2', 'br-officer-1', 'br-officer-2'];
const SECRETARIAT = ['secretariat-1', 'secretariat-2', 'secretariat-3'];
const addressOf = (part: string) => `${part}@demonstration.example`;

let post: MailHub;
let mail: MailServer;
let hub: NetworkHub;
const people = new Map<string, SignedInOfficer>();
const person = (part: string) => people.get(part)!;

beforeAll(async () => {
  post = await startMailHub();
  ({ mail, hub } = post);
  for (const part of [...MEMBER, ...SECRETARIAT.slice(0, 2)]) people.set(part, await signInAs(hub, part));
  // Who wants the fewest mails hears of this one.
  await person('br-officer-1').hub.call(noticesRoutes.prefer, { body: { language: 'es', unwanted: [...NoticeTopic.options] } });
}, 240_000);
afterAll(() => post?.stop(), 60_000);

/** Mails since then, once everything that the outbox asked for has happened. */
async function mailsSince(from: number) {
  await post.quiet();
  return mail.mails.slice(from);
}
const view = async (part: string) => new TrustAt(await person(part).trust.sync());
const noticesOf = async (part: string) => (await person(part).hub.call(noticesRoutes.own, { query: { limit: 5 } })).items;

test('announced to all whom it concerns, urgently, seen by each in the log, and stopped by any officer of the member', async () => {
  const [one, two, stopper, subject] = MEMBER.map(person) as [SignedInOfficer, SignedInOfficer, SignedInOfficer, SignedInOfficer];
  const member = one.session.member!;
  const { officer } = subject.session;
  const { token } = await one.hub.call(identityRoutes.inviteReissue, { params: { officer }, body: { note: 'Laptop in a river', email: null } });
  const anew = await enrolPerson(hub.url, token);
  const { items } = await one.hub.call(identityRoutes.enrolled);
  const { certificate, cardHash: card } = items.find((item) => item.officer === officer && item.purpose === 'reissue')!;
  await mailsSince(0);

  const from = mail.mails.length;
  const proposal = await proposeRekey(one, member, { officer, certificate, card });
  expect((await signProposal(two, proposal!)).state).toBe('waiting');
  // While signatures are missing nobody else is troubled.
  expect(await mailsSince(from)).toEqual([]);
  const { items: asked } = await anew.hub.call(membershipRoutes.proposals);
  const { index } = await signProposal(anew, asked.find(({ id }) => id === proposal!.id)!);

  const announced = await mailsSince(from);
  expect(announced.map(({ to }) => to[0]).toSorted()).toEqual([...MEMBER, ...SECRETARIAT].map(addressOf).toSorted());
  for (const { raw, text } of announced) {
    expect(raw).toMatch(/^Importance: High/im);
    for (const secret of [officer, member, certificate, 'Laptop', hub.account('br-officer-2').name]) expect(`${raw}\n${text}`).not.toContain(secret);
  }
  expect(announced.find(({ to }) => to[0] === addressOf('br-officer-1'))!.raw).toMatch(/^Content-Language: es/im);
  for (const part of [...MEMBER, 'secretariat-1']) expect((await noticesOf(part))[0]).toMatchObject({ kind: 'reissue-announced', state: 'sent' });
  // In the portal each one's own replay has it among what concerns the member, and shows the wait, with its end once the clock has begun to run.
  for (const part of [...MEMBER, 'secretariat-2']) {
    const at = await view(part);
    expect(positionsOfMember(at.member(member)!)).toContain(index);
    expect(at.waitsOf(member)).toMatchObject([{ act: 'rekey', subject: officer }]);
  }

  const stopped = mail.mails.length;
  const [wait] = (await view('br-officer-1')).waitsOf(member);
  expect((await vetoWait(stopper, member, wait!.statement))?.state).toBe('appended');
  const told = await mailsSince(stopped);
  expect(new Set(told.map(({ to }) => to[0]))).toEqual(new Set([...MEMBER, ...SECRETARIAT].map(addressOf)));
  expect(told).toHaveLength(MEMBER.length + SECRETARIAT.length);
  for (const part of [...MEMBER, 'secretariat-1']) expect((await view(part)).waitsOf(member)).toEqual([]);
  expect(await codeOf(anew.hub.call(identityRoutes.session))).toBe('not-signed-in');

  // Nor does it come into force when its time would have been over.
  await moveLogClock(hub, 'GlobE network', REKEY_WAIT_MS + 3_600_000);
  expect((await attestOfficer(one, member, stopper.session.officer))?.state).toBe('appended');
  expect((await one.trust.sync()).clock!.time).toBeGreaterThan(Date.now() + REKEY_WAIT_MS);
  expect((await view('br-security-1')).officer(officer)!.officer.certificate).toBe(subject.session.certificate);
  expect((await subject.hub.call(identityRoutes.session)).role).toBe('officer');
}, 240_000);
