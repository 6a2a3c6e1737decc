// The second wall: what the application's own database role sees of messages and may do to them, whatever a query forgets. And uploads that expire.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { beginUpload, newThread, sendMessage, uploadAttachment, type MailSession } from '#client';
import { DEFAULT_LABELS } from '#protocol';
import { AttachmentRepository } from '../apps/api/src/messaging/attachment.repository.ts';
import { ExpireUploads } from '../apps/api/src/messaging/expire-uploads.ts';
import { FileBlobStore } from '../apps/api/src/messaging/file-blob-store.ts';
import { readConfig, roleUrl } from '../apps/api/src/platform/config.ts';
import { Database } from '../apps/api/src/platform/database.ts';
import { openMailbox, signInAs, startNetworkHub, type NetworkHub } from './support/network.ts';

let hub: NetworkHub;
let writer: MailSession;
let reader: MailSession;
let stranger: MailSession;
let app: Client;
let attachment: string;

const bytes = new Uint8Array(1000);
const file = { name: 'annex', type: 'text/plain', size: bytes.length, read: async () => bytes };
const said = { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: null, text: 'Ordinary words.' } } as const;

beforeAll(async () => {
  hub = await startNetworkHub();
  writer = await openMailbox(await signInAs(hub, 'br-officer-1'));
  reader = await openMailbox(await signInAs(hub, 'cg-officer-1'));
  stranger = await openMailbox(await signInAs(hub, 'ae-officer-1'));
  const uploaded = await uploadAttachment(writer.hub, file, beginUpload(file.size));
  attachment = uploaded.id;
  await sendMessage(writer, newThread(writer.me.member, [reader.me.member]), { ...said, attachments: [uploaded] });
  app = new Client({ connectionString: roleUrl(hub.database.url, 'globe_app') });
  await app.connect();
}, 240_000);
afterAll(async () => {
  await app?.end();
  await hub?.stop();
});

/** Where the parts of an attachment are. */
const place = (id: string) => join(hub.dataDirectory, 'blobs', id.slice(-2), id);

/** Runs as the application does for somebody, then takes all of it back. */
async function as<T>({ member, officer }: { member: string; officer: string }, role: string, work: () => Promise<T>): Promise<T> {
  await app.query('BEGIN');
  try {
    await app.query("SELECT set_config('globe.member', $1, true), set_config('globe.officer', $2, true), set_config('globe.role', $3, true)", [member, officer, role]);
    return await work();
  } finally {
    await app.query('ROLLBACK');
  }
}
const count = async (table: string) => (await app.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]!.n;
const counts = async () => ({
  thread: await count('thread'), thread_member: await count('thread_member'), message: await count('message'), key_packet: await count('key_packet'), attachment: await count('attachment'), attachment_part: await count('attachment_part'),
});

describe('row-level security', () => {
  test('a member sees its threads, their messages and attachments, and its own key packets', async () => {
    const own = { thread: 1, thread_member: 2, message: 1, key_packet: 1, attachment: 1, attachment_part: 1 };
    expect(await as(writer.me, 'officer', counts)).toEqual(own);
    expect(await as(reader.me, 'reader', counts)).toEqual(own);
    const packets = await as(reader.me, 'officer', async () => (await app.query<{ member: string }>('SELECT member FROM key_packet')).rows);
    expect(packets).toEqual([{ member: reader.me.member }]);
  });

  test('others see nothing: a third member, nobody, background work', async () => {
    const nothing = { thread: 0, thread_member: 0, message: 0, key_packet: 0, attachment: 0, attachment_part: 0 };
    expect(await as(stranger.me, 'security', counts)).toEqual(nothing);
    expect(await as({ member: '', officer: '' }, 'anonymous', counts)).toEqual(nothing);
    expect(await as({ member: '', officer: '' }, 'secretariat', counts)).toEqual(nothing);
    expect(await as({ member: '', officer: '' }, 'system', counts)).toEqual({ ...nothing, attachment: 1, attachment_part: 1 });
  });

  test.each([
    ['a body', "UPDATE message SET body = '\\x00'"],
    ['a sender', 'UPDATE message SET sender_officer = gen_random_uuid()'],
    ['a message', 'DELETE FROM message'],
    ['a key packet', "UPDATE key_packet SET packet = '\\x00'"],
    ['a key packet away', 'DELETE FROM key_packet'],
    ['a thread’s members', 'UPDATE thread SET members = members || gen_random_uuid()'],
    ['a thread away', 'DELETE FROM thread'],
  ])('even its own messages cannot be changed: %s', async (_, statement) => {
    await expect(as(writer.me, 'officer', () => app.query(statement))).rejects.toMatchObject({ code: '42501' });
  });

  test('a message in the name of another member, or into a thread of others, is not stored', async () => {
    const thread = await as(writer.me, 'officer', async () => (await app.query<{ id: string }>('SELECT id FROM thread')).rows[0]!.id);
    const insert = (sender: string, officer: string) => app.query(
      `INSERT INTO message (id, thread, position, sender_member, sender_officer, sender_certificate, accepted, commitment, request, recipients, attachments, audit, body)
       VALUES (gen_random_uuid(), $1, 2, $2, $3, sha256(''), now(), sha256(''), sha256(''), '[]', '{}', gen_random_uuid(), '')`,
      [thread, sender, officer],
    );
    await expect(as(stranger.me, 'officer', () => insert(stranger.me.member, stranger.me.officer))).rejects.toMatchObject({ code: '42501' });
    await expect(as(writer.me, 'officer', () => insert(reader.me.member, reader.me.officer))).rejects.toMatchObject({ code: '42501' });
    await expect(as(writer.me, 'officer', () => insert(writer.me.member, writer.me.officer))).resolves.toMatchObject({ rowCount: 1 });
  });
});

describe('uploads', () => {
  test('are files that only the hub’s account reads, one for each part', () => {
    expect(readdirSync(place(attachment))).toEqual([expect.stringMatching(/^0-[0-9a-f]{64}$/)]);
  });

  test('that no message takes are deleted when their time is over; what a message has taken stays', async () => {
    const forgotten = await uploadAttachment(writer.hub, file, beginUpload(file.size));
    const waiting = await uploadAttachment(writer.hub, file, beginUpload(file.size));
    const owner = new Client({ connectionString: hub.database.superuserUrl });
    await owner.connect();
    await owner.query("UPDATE attachment SET expires = now() - interval '1 second' WHERE id = $1", [forgotten.id]);
    await owner.end();
    await expect(sendMessage(writer, newThread(writer.me.member, [reader.me.member]), { ...said, attachments: [forgotten] })).rejects.toMatchObject({ code: 'message-refused' });

    const config = readConfig({ DATABASE_URL: hub.database.url, DATA_DIR: hub.dataDirectory });
    const database = new Database(config);
    try {
      const expiry = new ExpireUploads(database, new AttachmentRepository(), new FileBlobStore(config));
      expect(await expiry.execute()).toBe(1);
      expect(await expiry.execute()).toBe(0);
    } finally {
      await database.onApplicationShutdown();
    }
    expect(existsSync(place(forgotten.id))).toBe(false);
    expect(existsSync(place(waiting.id))).toBe(true);
    expect(existsSync(place(attachment))).toBe(true);
    await sendMessage(writer, newThread(writer.me.member, [reader.me.member]), { ...said, attachments: [waiting] });
  });
});
