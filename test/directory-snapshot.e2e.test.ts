// The published snapshot from the outside: what is in it, what is not, and that one altered byte is found.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { verifyKeptSnapshot, verifySnapshot, type SnapshotProof } from '#client';
import { AuditEntry, canonicalBytes, directorySnapshotRoutes as routes, DirectorySnapshot, toHex, utf8, type Json } from '#protocol';
import { openCheckpoint, parseVkey, type TreeHead, type Vkey } from '#transparency-log';
import { createDatabase, type TestDatabase } from './support/database.ts';
import { startHub, type Hub } from './support/hub.ts';

let database: TestDatabase;
let owner: Client;
let hub: Hub;
let text: string;
let sha256: string;
let vkey: string;
let key: Vkey;
let head: TreeHead;
let proof: SnapshotProof;

const SECRETS = ['government-only@authority.example', 'members-only@authority.example', 'hiddenname'];

beforeAll(async () => {
  database = await createDatabase();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
  const { rows } = await owner.query<{ id: string }>(`SELECT id FROM authority WHERE state = 'KE' LIMIT 1`);
  const authority = rows[0]!.id;
  for (const [value, visibility] of [[SECRETS[0], 'government'], [SECRETS[1], 'members']]) {
    await owner.query(`INSERT INTO contact (id, authority, kind, value, visibility, source) VALUES (gen_random_uuid(), $1, 'email', $2, $3, 'test')`, [authority, value, visibility]);
  }
  await owner.query(`INSERT INTO authority_name (id, authority, name, language, kind, visibility, search, position, source) VALUES (gen_random_uuid(), $1, $2, 'en', 'alias', 'members', $2, 90, 'test')`, [authority, SECRETS[2]]);
  await owner.query('SELECT refresh_authority_search($1)', [[authority]]);
  hub = await startHub({ databaseUrl: database.url });
  const answer = await eventually(() => fetch(`${hub.url}/api/directory/snapshot`, { headers: { 'accept-encoding': 'identity' } }), ({ status }) => status === 200);
  text = await answer.text();
  sha256 = toHex(createHash('sha256').update(text).digest());
  vkey = (await (await fetch(`${hub.url}/log/audit/vkey`)).text()).trim();
  const parsed = parseVkey(vkey);
  if (!parsed.ok) throw new Error(parsed.reason);
  key = parsed.value;
  const found = await eventually(async () => {
    const opened = await openCheckpoint(await (await fetch(`${hub.url}/log/audit/checkpoint`)).text(), key);
    if (!opened.ok) throw new Error(opened.reason);
    head = opened.value.checkpoint;
    return routes.snapshotProof.response.parse(await (await fetch(`${hub.url}/api/directory/snapshot/${sha256}/proof?size=${head.size}`)).json());
  }, ({ anchor }) => anchor !== null);
  proof = { entry: found.entry, anchor: found.anchor! };
}, 180_000);
afterAll(async () => {
  await hub?.stop();
  await owner?.end();
  await database?.drop();
});

async function eventually<T>(ask: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const value = await ask();
    if (good(value) || attempt === 200) return value;
    await delay(100);
  }
}

test('is canonical, whole, and holds what everybody may see and nothing else', async () => {
  const snapshot = DirectorySnapshot.parse(JSON.parse(text));
  expect(Buffer.from(canonicalBytes(snapshot as Json)).toString()).toBe(text);
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM authority ORDER BY id');
  expect(snapshot.authorities.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  expect(text).toContain('Ethics and Anti-Corruption Commission');
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/"visibility":"(government|members)"/);
});

test('is not sent to whoever has it, and compressed to whoever takes it so', async () => {
  const plain = await fetch(`${hub.url}/api/directory/snapshot`, { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers.get('etag')).toBe(`"${sha256}"`);
  const known = await fetch(`${hub.url}/api/directory/snapshot`, { headers: { 'accept-encoding': 'identity', 'if-none-match': `"${sha256}"` } });
  expect([known.status, await known.text()]).toEqual([304, '']);
  const { rows } = await owner.query<{ document: Buffer }>('SELECT document FROM directory_snapshot WHERE sha256 = $1', [sha256]);
  expect(gunzipSync(rows[0]!.document).toString()).toBe(text);
  const packed = await fetch(`${hub.url}/api/directory/snapshot`, { headers: { 'accept-encoding': 'gzip' } });
  expect([packed.headers.get('content-encoding'), await packed.text()]).toEqual(['gzip', text]);
});

test('is an act in the audit log, and verified by its key', async () => {
  const verdict = await verifySnapshot(utf8(text), proof, { head, key });
  expect(verdict).toMatchObject({ ok: true, index: expect.any(Number) });
  expect(await verifyKeptSnapshot(utf8(text), proof, vkey)).toMatchObject({ ok: true });
  const { rows } = await owner.query<{ entry: Buffer }>(`SELECT entry FROM audit_entry WHERE action = 'directory.snapshot'`);
  expect(rows.map(({ entry }) => AuditEntry.parse(JSON.parse(entry.toString())))).toEqual([proof.entry]);
  // The same directory is not published again.
  expect((await owner.query('SELECT FROM directory_snapshot')).rowCount).toBe(1);
});

test('one altered byte, another act, another log: each is refused by its own name', async () => {
  const bytes = utf8(text);
  for (const at of [0, 100, Math.floor(bytes.length / 2), bytes.length - 1]) {
    const altered = bytes.slice();
    altered[at]! ^= 1;
    expect(await verifyKeptSnapshot(altered, proof, vkey)).toMatchObject({ ok: false, failed: 'hash' });
  }
  const forgedText = utf8(text.replace('Ethics and Anti-Corruption Commission', 'Ethics and Anti-Corruption Kommission'));
  const forgedEntry = { ...proof.entry, details: { ...proof.entry.details, sha256: toHex(createHash('sha256').update(forgedText).digest()) } };
  expect(await verifyKeptSnapshot(forgedText, { ...proof, entry: forgedEntry }, vkey)).toMatchObject({ ok: false, failed: 'proof' });
  expect(await verifyKeptSnapshot(bytes, { ...proof, entry: { ...proof.entry, action: 'directory.export' } }, vkey)).toMatchObject({ ok: false, failed: 'entry' });
  const trust = (await (await fetch(`${hub.url}/log/trust/vkey`)).text()).trim();
  expect(await verifyKeptSnapshot(bytes, proof, trust)).toMatchObject({ ok: false, failed: 'proof' });
  expect(await verifyKeptSnapshot(bytes, proof, 'no key')).toMatchObject({ ok: false, failed: 'key' });
});

test('what was never published has no proof', async () => {
  expect((await fetch(`${hub.url}/api/directory/snapshot/${'0'.repeat(64)}/proof?size=${head.size}`)).status).toBe(404);
  expect((await fetch(`${hub.url}/api/directory/snapshot/${sha256}/proof?size=${head.size + 1000}`)).status).toBe(404);
});
