// Mailbox epochs by themselves: members' clients renew, confirm and hand over; older mail is given to the current keys, by several clients, once.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  careForMailbox, couldRead, newThread, olderEpochs, openEpoch, openThread, proposeRemoval, rewrapBatch, rewrapStatus, RewrapTask, rotateEpoch, confirmEpoch, sendMessage, signProposal, type MailSession, type MessageDraft,
} from '#client';
import { DEFAULT_LABELS, messagingRoutes, rewrappingRoutes, toBase64Url, uuidV7 } from '#protocol';
import { TrustAt } from '#trust';
import { rewrap } from '#openpgp/open';
import { queryOnce } from './support/database.ts';
import { openMailbox, signInAs, startNetworkHub, type NetworkHub, type SignedInOfficer } from './support/network.ts';

const MESSAGES = 120;

let hub: NetworkHub;
let writer: MailSession;
let reader: MailSession;
let security: readonly [SignedInOfficer, SignedInOfficer];
const mailboxes: MailSession[] = [];
let place: ReturnType<typeof newThread>;

beforeAll(async () => {
  hub = await startNetworkHub();
  writer = await openMailbox(await signInAs(hub, 'br-officer-1'));
  reader = await openMailbox(await signInAs(hub, 'cg-officer-1'));
  security = [await signInAs(hub, 'cg-security-1'), await signInAs(hub, 'cg-security-2')];
  for (const one of security) mailboxes.push(await openMailbox(one));
  place = newThread(writer.me.member, [reader.me.member]);
  const texts = Array.from({ length: MESSAGES }, (_, i) => `Message ${i}`);
  for (let i = 0; i < texts.length; i += 20) await Promise.all(texts.slice(i, i + 20).map((text) => sendMessage(writer, newThread(writer.me.member, [reader.me.member]), written(text))));
  await sendMessage(writer, place, written('The one that is read'));
}, 240_000);
afterAll(() => hub?.stop());

const written = (text: string): MessageDraft => ({ kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: null, text }, attachments: [] });
const member = () => reader.me.member;

const refusalOf = (work: Promise<unknown>) => work.then(() => 'taken', (error: { code: string; details: { verdict?: string } }) => `${error.code} ${error.details.verdict ?? ''}`.trim());
const store = (session: MailSession, id: string, packets: { message: string; packet: string }[]) => session.hub.call(rewrappingRoutes.storeRewrapped, { params: { epoch: id }, body: { packets } });

const query = <Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> => queryOnce(hub.database.superuserUrl, sql, parameters);
const packetsOf = async (epoch: string) => (await query<{ n: number }>('SELECT count(*)::int AS n FROM key_packet WHERE epoch = $1', [epoch]))[0]!.n;
const packagesFetched = async () => (await query<{ n: number }>("SELECT count(*)::int AS n FROM audit_entry WHERE action = 'package.read'"))[0]!.n;
const rotations = async () => (await query<{ n: number }>("SELECT count(*)::int AS n FROM audit_entry WHERE action = 'statement.append' AND convert_from(entry, 'UTF8') LIKE '%epoch.rotate%'"))[0]!.n;

/** Every keyring opens the epoch that is current now. */
async function openCurrent(): Promise<string> {
  let id = '';
  for (const session of [reader, ...mailboxes]) {
    const state = await session.trust.sync();
    const epoch = new TrustAt(state).currentEpoch(member()).epoch!;
    if (new TrustAt(state).holdersOf(epoch).includes(session.me.officer)) expect(await openEpoch(session, state, session.me.officer, epoch)).toBe(true);
    id = epoch.id;
  }
  return id;
}

async function rotateNow(): Promise<string> {
  await rotateEpoch(security[0], member());
  expect((await confirmEpoch(security[1], member(), security[1].session.officer))?.state).toBe('appended');
  return openCurrent();
}

describe('giving older mail to the current epoch', () => {
  test('two clients do all of it, and nothing twice; then either stops at once', async () => {
    const epoch = await rotateNow();
    const state = await reader.trust.sync();
    expect(await rewrapStatus(reader, state)).toEqual({ epoch, done: 0, left: MESSAGES + 1, withheld: 0 });
    const tasks = [new RewrapTask(reader, false, async () => undefined), new RewrapTask(mailboxes[0]!, false, async () => undefined)];
    await Promise.all(tasks.map((task) => task.run()));
    for (const session of [reader, mailboxes[0]!]) expect(await rewrapStatus(session, state)).toEqual({ epoch, done: MESSAGES + 1, left: 0, withheld: 0 });
    expect(await packetsOf(epoch)).toBe(MESSAGES + 1);
    // Lent out once: what both took adds up to what there was.
    const lent = await query<{ n: number }>(
      "SELECT (convert_from(entry, 'UTF8')::jsonb -> 'details' ->> 'messages')::int AS n FROM audit_entry WHERE action = 'mailbox.take' AND object_id = $1", [epoch]);
    expect(lent.reduce((sum, { n }) => sum + n, 0)).toBe(MESSAGES + 1);
    expect(await query('SELECT 1 FROM rewrap_lease')).toEqual([]);
    const again = new RewrapTask(reader, false, async () => undefined);
    await again.run();
    expect(again.progress).toEqual({ phase: 'idle', done: MESSAGES + 1, left: 0, withheld: 0, unopened: 0 });
  }, 120_000);

  test('an officer who holds the current epoch alone reads everything, verified', async () => {
    const fresh = await signInAs(hub, 'cg-officer-2');
    const epoch = new TrustAt(await fresh.trust.sync()).currentEpoch(member()).epoch!;
    expect(await openEpoch(fresh, fresh.trust.state, fresh.session.officer, epoch)).toBe(true);
    const session: MailSession = { ...fresh, me: { officer: fresh.session.officer, member: member(), certificate: fresh.session.certificate }, device: crypto.randomUUID() };
    const { messages } = await openThread(session, place.thread);
    expect(messages.map(({ verdict }) => verdict.state)).toEqual(['verified']);
    const { messages: theirs } = await openThread(writer, place.thread);
    expect(theirs.map(({ verdict }) => verdict.state)).toEqual(['verified']);
  }, 60_000);

  test('is paused, stopped and gone on with elsewhere', async () => {
    await rotateNow();
    let rests = 0;
    const task: RewrapTask = new RewrapTask(reader, false, async () => {
      rests += 1;
      task.pause(true);
    });
    await task.run();
    expect(rests).toBe(1);
    expect(task.progress).toMatchObject({ phase: 'paused', done: 50, left: MESSAGES - 49 });
    await task.run();
    expect(task.progress).toMatchObject({ phase: 'paused', done: 50 });
    const another = new RewrapTask(mailboxes[1]!, false, async () => undefined);
    await another.run();
    expect(another.progress).toMatchObject({ phase: 'idle', left: 0, done: MESSAGES + 1 });
  }, 60_000);

  test('what a client took and never brought back is given to others after a minute', async () => {
    const epoch = await rotateNow();
    const older = olderEpochs(await reader.trust.sync(), member(), reader.me.officer)!;
    const from = older.open.map(({ id }) => id);
    const { items } = await reader.hub.call(rewrappingRoutes.takeToRewrap, { params: { epoch }, body: { from, before: null } });
    expect(items).toHaveLength(50);
    const task = new RewrapTask(mailboxes[0]!, false, async () => undefined);
    await task.run();
    expect(task.progress).toMatchObject({ phase: 'shared', left: 50 });
    await query("UPDATE rewrap_lease SET until = now() - interval '1 second'");
    await task.run();
    expect(task.progress).toMatchObject({ phase: 'idle', left: 0 });
  }, 60_000);
});

describe('the hub takes re-wrapped key packets', () => {
  let epoch: string;
  let packet: string;
  let message: string;
  beforeAll(async () => {
    epoch = await openCurrent();
    const certificate = new TrustAt(reader.trust.state).currentEpoch(member()).epoch!.certificate;
    packet = toBase64Url((await rewrap({ sessionKey: new Uint8Array(32), certificate: (await reader.trust.certificates([certificate])).get(certificate)! })).bytes);
    message = (await reader.hub.call(messagingRoutes.readThread, { params: { thread: place.thread }, query: {} })).messages[0]!.id;
  });

  test('for the member’s current epoch only, made for its key', async () => {
    const [past] = olderEpochs(reader.trust.state, member(), reader.me.officer)!.open;
    expect(await refusalOf(store(reader, past!.id, [{ message, packet }]))).toBe('epoch-stale not-the-current-epoch');
    expect(await refusalOf(store(writer, epoch, [{ message, packet }]))).toBe('epoch-stale not-the-current-epoch');
    const own = new TrustAt(writer.trust.state).currentEpoch(writer.me.member).epoch!.id;
    expect(await refusalOf(store(writer, own, [{ message, packet }]))).toBe('recipients-refused key-packet-for-another-key');
    expect(await refusalOf(store(reader, epoch, [{ message, packet: 'AAAA' }]))).toMatch(/^message-refused/);
  });

  test('and leaves a message alone that has one, or is nobody’s', async () => {
    const before = await query('SELECT message, epoch, packet FROM key_packet ORDER BY message, epoch');
    expect(await store(reader, epoch, [{ message, packet }, { message: uuidV7(), packet }])).toEqual({ stored: 0 });
    expect(await query('SELECT message, epoch, packet FROM key_packet ORDER BY message, epoch')).toEqual(before);
  });

  test('and lends nothing of another member’s', async () => {
    const stranger = await openMailbox(await signInAs(hub, 'ae-officer-1'));
    const from = olderEpochs(reader.trust.state, member(), reader.me.officer)!.open.map(({ id }) => id);
    expect(await stranger.hub.call(rewrappingRoutes.takeToRewrap, { params: { epoch: uuidV7() }, body: { from, before: null } })).toEqual({ items: [] });
    expect(await stranger.hub.call(rewrappingRoutes.rewrapStatus, { params: { epoch } })).toEqual({ done: 0, left: [] });
  }, 60_000);
});

describe('after a departure', () => {
  test('clients that all set out at once make one epoch, and confirm it', async () => {
    const leaver = await signInAs(hub, 'cg-officer-2');
    const before = await rotations();
    // What is said of them: as many generations as were sealed to them, and all the mail under these.
    expect(await couldRead(reader, await reader.trust.sync(), leaver.session.officer)).toEqual({ epochs: 4, messages: MESSAGES + 1, first: expect.any(String), last: expect.any(String) });
    expect(await couldRead(reader, reader.trust.state, writer.me.officer)).toEqual({ epochs: 0, messages: 0, first: null, last: null });
    const proposal = await proposeRemoval(security[0], member(), leaver.session.officer);
    const removal = await signProposal(security[1], proposal!);
    expect(removal.state).toBe('appended');
    const clients = [reader, ...mailboxes];
    for (const { trust } of clients) await trust.reach(removal.index! + 1);
    for (let round = 0; round < 3; round++) await Promise.all(clients.map((session) => careForMailbox(session, member(), session.me.officer)));
    const at = new TrustAt(await reader.trust.sync());
    const { standing, epoch } = at.currentEpoch(member());
    expect(standing).toBe('current');
    expect(at.holdersOf(epoch!).toSorted()).toEqual(clients.map(({ me }) => me.officer).toSorted());
    expect(await rotations()).toBe(before + 1);
    // Older mail follows, since everybody who stays could read it.
    const task = new RewrapTask(reader, false, async () => undefined);
    await task.run();
    expect(task.progress).toMatchObject({ phase: 'idle', left: 0, withheld: 0, done: MESSAGES + 1 });
  }, 120_000);

  test('a client that looks after the mailbox again fetches none of its packages again', async () => {
    await openCurrent();
    const before = await packagesFetched();
    for (let round = 0; round < 2; round++) for (const session of [reader, ...mailboxes]) await careForMailbox(session, member(), session.me.officer);
    expect(await packagesFetched()).toBe(before);
  }, 60_000);

  test('a batch for an epoch that is stale by now is refused whole', async () => {
    const older = olderEpochs(reader.trust.state, member(), reader.me.officer)!;
    await rotateNow();
    await expect(rewrapBatch(reader, { ...older, open: [...older.open] }, null)).resolves.toMatchObject({ taken: 0 });
    const { items } = await reader.hub.call(rewrappingRoutes.takeToRewrap, { params: { epoch: uuidV7() }, body: { from: [older.current.id], before: null } });
    expect(items.length).toBeGreaterThan(0);
    const certificate = (await reader.trust.certificates([older.current.certificate])).get(older.current.certificate)!;
    const { bytes } = await rewrap({ sessionKey: new Uint8Array(32), certificate });
    await expect(reader.hub.call(rewrappingRoutes.storeRewrapped, { params: { epoch: older.current.id }, body: { packets: [{ message: items[0]!.message, packet: toBase64Url(bytes) }] } })).rejects.toMatchObject({ code: 'epoch-stale' });
  }, 60_000);
});
