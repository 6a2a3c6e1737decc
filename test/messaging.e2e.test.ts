// Sealed messages through a real hub: written by one authority, read and verified by another, with attachments, replies and later epochs.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import {
  addKeyPackets, beginUpload, confirmEpoch, downloadBytes, newThread, openHeldEpochs, openThread, proposeRemoval, readMessage, replyIn, rotateEpoch, sealDraft, sendMessage, signProposal,
  submitMessage, textOf, uploadAttachment, type AttachmentSource, type MailSession, type MessageDraft, type OpenedThread, type Upload,
} from '#client';
import { auditRoutes, canonicalText, DEFAULT_LABELS, MESSAGE_LIMITS, messagingRoutes, toBase64Url, uuidV7, type Bytes, type Json } from '#protocol';
import { TrustAt } from '#trust';
import { queryOnce } from './support/database.ts';
import { openMailbox, signInAs, startNetworkHub, type NetworkHub, type SignedInOfficer } from './support/network.ts';

let hub: NetworkHub;
const officers = new Map<string, SignedInOfficer>();
let writer: MailSession;
let reader: MailSession;
let colleague: MailSession;
let stranger: MailSession;

async function officer(part: string): Promise<SignedInOfficer> {
  const known = officers.get(part) ?? (await signInAs(hub, part));
  officers.set(part, known);
  return known;
}
const mailbox = async (part: string) => openMailbox(await officer(part));

beforeAll(async () => {
  hub = await startNetworkHub();
  writer = await mailbox('br-officer-1');
  reader = await mailbox('cg-officer-1');
  colleague = await mailbox('cg-officer-2');
  stranger = await mailbox('ae-officer-1');
}, 240_000);
afterAll(() => hub?.stop());

const written = (text: string, change: Partial<MessageDraft> = {}): MessageDraft => ({ kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: 'Request', text }, attachments: [], ...change });
const toReader = () => newThread(writer.me.member, [reader.me.member]);

/** The thread once every message in it is anchored in the audit log. */
async function anchored(session: MailSession, thread: string): Promise<OpenedThread> {
  for (const end = Date.now() + 15_000; ; await delay(100)) {
    const opened = await openThread(session, thread);
    if (Date.now() > end || opened.messages.every(({ verdict }) => verdict.state !== 'not-yet-anchored')) return opened;
  }
}
const verdictsIn = ({ messages }: OpenedThread) => messages.map(({ verdict }) => (verdict.state === 'refused' ? `${verdict.failure} ${verdict.detail}` : verdict.state));

function fileOf(bytes: Bytes, name = 'annex.bin'): AttachmentSource {
  return { name, type: 'application/octet-stream', size: bytes.length, read: async (begin, end) => bytes.slice(begin, end) };
}
const query = <Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> => queryOnce(hub.database.superuserUrl, sql, parameters);

describe('a message from one authority to another', () => {
  const place = { value: '' };
  const annex = crypto.getRandomValues(new Uint8Array(50_000));

  beforeAll(async () => {
    const attachment = await uploadAttachment(writer.hub, fileOf(annex), beginUpload(annex.length));
    const thread = toReader();
    place.value = thread.thread;
    const { receipt } = await sendMessage(writer, thread, written('Who owns the company?', { attachments: [attachment] }));
    expect(receipt.position).toBe(1);
    expect(receipt.audit.entry.action).toBe('message.send');
  });

  test('waits in the recipient’s list, unread, and is nobody else’s', async () => {
    const { threads } = await reader.hub.call(messagingRoutes.listThreads, { query: {} });
    const listed = threads.find(({ id }) => id === place.value);
    expect(listed).toMatchObject({ members: [writer.me.member, reader.me.member].toSorted(), messages: 1, unread: 1, last: { sender: { member: writer.me.member, officer: writer.me.officer } } });
    const own = await writer.hub.call(messagingRoutes.listThreads, { query: {} });
    expect(own.threads.find(({ id }) => id === place.value)).toMatchObject({ unread: 0 });
    expect((await stranger.hub.call(messagingRoutes.listThreads, { query: {} })).threads).toEqual([]);
  });

  test('is verified by the recipient, text, labels, attachment and all', async () => {
    const opened = await anchored(reader, place.value);
    expect(verdictsIn(opened)).toEqual(['verified']);
    const [message] = opened.messages;
    expect(textOf(message!)).toEqual({ subject: 'Request', text: 'Who owns the company?' });
    expect(message!.header?.labels).toEqual(DEFAULT_LABELS);
    expect(opened.gaps).toEqual([]);
    const [attachment] = message!.header!.attachments;
    const downloaded = await downloadBytes(reader.hub, attachment!);
    expect(downloaded.ok && Buffer.concat(downloaded.parts).equals(annex)).toBe(true);
  });

  test('is answered, and both sides see the same thread', async () => {
    const opened = await openThread(reader, place.value);
    await sendMessage(reader, replyIn(opened), written('We shall see.'));
    const [theirs, ours] = [await anchored(writer, place.value), await anchored(colleague, place.value)];
    expect(verdictsIn(theirs)).toEqual(['verified', 'verified']);
    expect(verdictsIn(ours)).toEqual(['verified', 'verified']);
    expect(theirs.heads).toEqual(ours.heads);
    expect(theirs.gaps).toEqual([]);
    expect(theirs.messages[1]!.header!.parents).toEqual([theirs.messages[0]!.headerHash]);
    expect(await readMessage(writer, { thread: place.value, message: theirs.messages[1]!.id })).toMatchObject({ verdict: { state: 'verified' } });
  });

  test('a thread that is opened again fetches only what is new', async () => {
    const opened = await anchored(reader, place.value);
    const before = await query<{ n: number }>("SELECT count(*)::int AS n FROM audit_entry WHERE action = 'message.fetch'");
    const again = await openThread(reader, place.value, opened);
    expect(verdictsIn(again)).toEqual(verdictsIn(opened));
    expect(again.nextSequence).toBe(opened.nextSequence);
    expect(await query("SELECT count(*)::int AS n FROM audit_entry WHERE action = 'message.fetch'")).toEqual(before);
  });

  test('is marked read by one officer for that officer alone', async () => {
    const unread = async ({ hub: client }: MailSession) => (await client.call(messagingRoutes.readThread, { params: { thread: place.value }, query: {} })).thread.unread;
    await reader.hub.call(messagingRoutes.markRead, { params: { thread: place.value }, body: { position: 99 } });
    expect([await unread(reader), await unread(colleague), await unread(writer)]).toEqual([0, 2, 1]);
    await reader.hub.call(messagingRoutes.markRead, { params: { thread: place.value }, body: { position: 0 } });
    expect(await unread(reader)).toBe(0);
  });

  test('looking at it is on the record when it shows something new, and once only', async () => {
    const looks = async () => (await colleague.hub.call(auditRoutes.auditEntries, { query: { objectKind: 'thread', object: place.value } })).items.map(({ entry }) => entry.action);
    const look = () => colleague.hub.call(messagingRoutes.readThread, { params: { thread: place.value }, query: {} });
    const lists = async () => (await colleague.hub.call(auditRoutes.auditEntries, { query: { action: 'thread.list' } })).items.length;
    await look();
    await colleague.hub.call(messagingRoutes.listThreads, { query: {} });
    const [before, listed] = [await looks(), await lists()];
    expect(before).toContain('thread.view');
    await Promise.all([look(), look(), colleague.hub.call(messagingRoutes.listThreads, { query: {} })]);
    await colleague.hub.call(messagingRoutes.markRead, { params: { thread: place.value }, body: { position: 0 } });
    expect([await looks(), await lists()]).toEqual([before, listed]);

    await sendMessage(writer, replyIn(await openThread(writer, place.value)), written('One more thing.'));
    await Promise.all([look(), colleague.hub.call(messagingRoutes.listThreads, { query: {} })]);
    await colleague.hub.call(messagingRoutes.markRead, { params: { thread: place.value }, body: { position: 3 } });
    expect(await looks()).toEqual(['thread.read', 'thread.view', ...before]);
    expect(await lists()).toBe(listed + 1);
  });

  test('and its parts do not exist for a third member', async () => {
    const [{ id, message }] = (await query<{ id: string; message: string }>('SELECT id, message FROM attachment')) as [{ id: string; message: string }];
    const refused = { code: 'not-found' };
    await expect(stranger.hub.call(messagingRoutes.readThread, { params: { thread: place.value }, query: {} })).rejects.toMatchObject(refused);
    await expect(stranger.hub.call(messagingRoutes.fetchMessage, { params: { message } })).rejects.toMatchObject(refused);
    await expect(stranger.hub.call(messagingRoutes.attachmentStatus, { params: { attachment: id } })).rejects.toMatchObject(refused);
    await expect(stranger.hub.call(messagingRoutes.getPart, { params: { attachment: id, part: '0' } })).rejects.toMatchObject(refused);
    await expect(stranger.hub.call(messagingRoutes.markRead, { params: { thread: place.value }, body: { position: 1 } })).rejects.toMatchObject(refused);
  });

  test('is on the record: sending, reading, uploading, downloading', async () => {
    const { items } = await reader.hub.call(auditRoutes.auditEntries, { query: { action: 'message.fetch' } });
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ entry }) => entry.actor.officer === reader.me.officer)).toBe(true);
    const actions = await query<{ action: string }>("SELECT DISTINCT action FROM audit_entry WHERE action LIKE 'message.%' OR action LIKE 'attachment.%' ORDER BY action");
    expect(actions.map(({ action }) => action)).toEqual(['attachment.fetch', 'attachment.upload', 'message.fetch', 'message.send']);
    expect(await query("SELECT count(*)::int AS asked FROM outbox WHERE topic = 'message.waiting'")).toEqual([{ asked: 3 }]);
  });
});

describe('sending again', () => {
  test('the same bytes get the same answer, one after another and at once', async () => {
    const sealed = await sealDraft(writer, toReader(), written('Only once.'));
    const first = await submitMessage(writer, sealed);
    const again = await Promise.all(Array.from({ length: 5 }, () => submitMessage(writer, sealed)));
    expect(again).toEqual(Array.from({ length: 5 }, () => first));
    const twice = await sealDraft(writer, toReader(), written('Twice at once.'));
    const answers = await Promise.all(Array.from({ length: 5 }, () => submitMessage(writer, twice)));
    expect(new Set(answers.map((answer) => canonicalText(answer as Json))).size).toBe(1);
    expect(await query('SELECT count(*)::int AS n, count(DISTINCT audit)::int AS acts FROM message WHERE id = ANY ($1)', [[sealed.message, twice.message]])).toEqual([{ n: 2, acts: 2 }]);
    expect(await query("SELECT count(*)::int AS n FROM audit_entry WHERE action = 'message.send' AND object_id = ANY ($1)", [[sealed.message, twice.message]])).toEqual([{ n: 2 }]);
  });

  test('positions have no gaps when two members write at once', async () => {
    const place = toReader();
    await sendMessage(writer, place, written('one'));
    const [mine, theirs] = [await openThread(writer, place.thread), await openThread(reader, place.thread)];
    await Promise.all([sendMessage(writer, replyIn(mine), written('two')), sendMessage(reader, replyIn(theirs), written('three'))]);
    const opened = await anchored(writer, place.thread);
    expect(opened.messages.map(({ summary }) => summary.position)).toEqual([1, 2, 3]);
    expect(verdictsIn(opened)).toEqual(['verified', 'verified', 'verified']);
    expect(opened.heads).toHaveLength(2);
    await sendMessage(writer, replyIn(opened), written('four'));
    expect((await openThread(reader, place.thread)).heads).toHaveLength(1);
  });

  test('the list turns pages, newest activity first, each thread once', async () => {
    for (let i = 0; i < 5; i++) await sendMessage(writer, newThread(writer.me.member, [stranger.me.member]), written(`thread ${i}`));
    const seen: string[] = [];
    const times: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof listPage>> = await listPage(stranger, cursor);
      seen.push(...page.threads.map(({ id }) => id));
      times.push(...page.threads.map(({ activity }) => activity));
      cursor = page.next;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
    expect(times).toEqual(times.toSorted().toReversed());
  });
});

const listPage = ({ hub: client }: MailSession, cursor: string | undefined) => client.call(messagingRoutes.listThreads, { query: { limit: 2, cursor } });

describe('attachments', () => {
  test('of two parts: interrupted, resumed, verified', async () => {
    const bytes = new Uint8Array(MESSAGE_LIMITS.part + 1000);
    for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, bytes.length)));
    let kept: Upload = beginUpload(bytes.length);
    const stop = new AbortController();
    const interrupted = uploadAttachment(writer.hub, fileOf(bytes), kept, {
      signal: stop.signal,
      onPart: (upload) => {
        kept = upload;
        stop.abort(new Error('the line broke'));
      },
    });
    await expect(interrupted).rejects.toThrow('the line broke');
    expect(kept.parts.filter((hash) => hash !== null)).toHaveLength(1);
    const progress: number[] = [];
    const attachment = await uploadAttachment(writer.hub, fileOf(bytes), kept, { onProgress: (done) => progress.push(done) });
    expect(progress).toEqual([MESSAGE_LIMITS.part, bytes.length]);
    expect(await query('SELECT action, count(*)::int AS n FROM audit_entry WHERE object_id = $1 GROUP BY action', [attachment.id])).toEqual([{ action: 'attachment.upload', n: 2 }]);

    await expect(reader.hub.call(messagingRoutes.attachmentStatus, { params: { attachment: attachment.id } })).rejects.toMatchObject({ code: 'not-found' });
    await sendMessage(writer, toReader(), written('With a large annex.', { attachments: [attachment] }));
    const downloaded = await downloadBytes(reader.hub, attachment);
    expect(downloaded.ok && Buffer.concat(downloaded.parts).equals(bytes)).toBe(true);
    expect(await downloadBytes(reader.hub, { ...attachment, root: '00'.repeat(32) })).toEqual({ ok: false, failure: 'attachment-root' });
    expect(await downloadBytes(reader.hub, { ...attachment, key: toBase64Url(new Uint8Array(32)) })).toEqual({ ok: false, failure: 'does-not-decrypt' });
  }, 60_000);

  test('a part may be replaced until a message takes the upload', async () => {
    const bytes = new Uint8Array(10);
    const begun = beginUpload(bytes.length);
    await uploadAttachment(writer.hub, fileOf(bytes), begun);
    const attachment = await uploadAttachment(writer.hub, fileOf(bytes), begun);
    const { stored } = await writer.hub.call(messagingRoutes.attachmentStatus, { params: { attachment: attachment.id } });
    expect(stored).toHaveLength(1);
    await sendMessage(writer, toReader(), written('Small annex.', { attachments: [attachment] }));
    await expect(uploadAttachment(writer.hub, fileOf(bytes), begun)).rejects.toMatchObject({ code: 'already-done' });
    expect((await downloadBytes(reader.hub, attachment)).ok).toBe(true);
  });

  test('a message takes complete uploads of its sender only', async () => {
    const begun = beginUpload(MESSAGE_LIMITS.part + 1);
    const half = { ...fileOf(new Uint8Array(0)), size: begun.size, read: async () => Promise.reject(new Error('no more')) };
    await expect(uploadAttachment(writer.hub, half, begun)).rejects.toThrow('no more');
    const reference = { id: begun.id, name: 'half', type: 'text/plain', size: begun.size, parts: 2, key: begun.key, root: '00'.repeat(32) };
    const incomplete = { code: 'message-refused', details: { verdict: 'attachment-not-complete' } };
    await expect(sendMessage(writer, toReader(), written('half', { attachments: [reference] }))).rejects.toMatchObject(incomplete);
    const theirs = await uploadAttachment(reader.hub, fileOf(new Uint8Array(5)), beginUpload(5));
    await expect(sendMessage(writer, toReader(), written('not mine', { attachments: [theirs] }))).rejects.toMatchObject(incomplete);
    await expect(writer.hub.call(messagingRoutes.createAttachment, { params: { attachment: theirs.id }, body: { parts: 1 } })).rejects.toMatchObject({ code: 'id-reused' });
  });
});

describe('epochs', () => {
  test('a key packet for a later epoch is added by a member for itself, and the message stays verified', async () => {
    const place = toReader();
    const { message } = await sendMessage(writer, place, written('Before the rotation.'));
    const security = [await officer('cg-security-1'), await officer('cg-security-2')] as const;
    await rotateEpoch(security[0], reader.me.member);
    await confirmEpoch(security[1], reader.me.member, security[1].session.officer);
    const later = new TrustAt(await reader.trust.sync()).currentEpoch(reader.me.member).epoch!;
    await openHeldEpochs(await officer('cg-officer-1'), reader.me.member, reader.me.officer);

    const [before] = (await anchored(reader, place.thread)).messages;
    expect(await addKeyPackets(reader, before!, 'pending')).toEqual([]);
    expect(await addKeyPackets(reader, before!, 'own-epoch')).toEqual([{ member: reader.me.member, epoch: later.id }]);
    expect(await addKeyPackets(reader, before!, 'own-epoch')).toEqual([]);
    expect((await reader.hub.call(messagingRoutes.fetchMessage, { params: { message } })).keyPackets).toHaveLength(2);
    expect(verdictsIn(await anchored(reader, place.thread))).toEqual(['verified']);
    expect(verdictsIn(await anchored(writer, place.thread))).toEqual(['verified']);
  }, 60_000);

  test('after a departure a message waits for the next epoch, and the sender’s client adds its key packet then', async () => {
    const security = [await officer('cg-security-1'), await officer('cg-security-2')] as const;
    const proposal = await proposeRemoval(security[0], reader.me.member, colleague.me.officer);
    expect((await signProposal(security[1], proposal!)).state).toBe('appended');

    await expect(sendMessage(writer, toReader(), written('Not before all can read it.'), uuidV7(), 'wait')).rejects.toMatchObject({
      code: 'epoch-stale', members: [{ member: reader.me.member, because: 'left', since: expect.any(Number) }],
    });
    const place = toReader();
    await sendMessage(writer, place, written('Sealed while nobody there had an epoch.'));
    const [listed] = (await reader.hub.call(messagingRoutes.readThread, { params: { thread: place.thread }, query: {} })).messages;
    expect(listed).toMatchObject({ readable: false, pending: [reader.me.member] });
    expect(verdictsIn(await openThread(reader, place.thread))).toEqual(['no-key-packet null']);
    await expect(colleague.hub.call(messagingRoutes.listThreads, { query: {} })).rejects.toMatchObject({ code: 'not-signed-in' });

    await rotateEpoch(security[0], reader.me.member);
    await confirmEpoch(security[1], reader.me.member, security[1].session.officer);
    await openHeldEpochs(await officer('cg-officer-1'), reader.me.member, reader.me.officer);
    const [waiting] = (await anchored(writer, place.thread)).messages;
    expect(await addKeyPackets(writer, waiting!, 'pending')).toMatchObject([{ member: reader.me.member }]);
    expect(verdictsIn(await anchored(reader, place.thread))).toEqual(['verified']);
  }, 60_000);
});

test('nothing of it can be asked for without signing in, or by those who read no mailbox', async () => {
  const secretariat = await officer('secretariat-1');
  for (const [client, code] of [[secretariat.hub, 'not-allowed'], [(await officer('auditor-1')).hub, 'not-allowed']] as const) {
    await expect(client.call(messagingRoutes.listThreads, { query: {} })).rejects.toMatchObject({ code });
    await expect(client.call(messagingRoutes.fetchMessage, { params: { message: uuidV7() } })).rejects.toMatchObject({ code });
  }
  for (const path of ['/api/threads', `/api/messages/${uuidV7()}`, `/api/attachments/${uuidV7()}/parts/0`]) {
    expect((await fetch(`${hub.url}${path}`)).status).toBe(401);
  }
});
