// The one writer of the directory: whole entries, each over the version that its writer has seen, and nobody beside it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AuthorityContent } from '#protocol';
import { email, full, named, openEntryWriter, people, refusalOf, value, type EntryWriter } from './support/entry-writer.ts';

let writer: EntryWriter;
beforeAll(async () => {
  writer = await openEntryWriter();
}, 60_000);
afterAll(() => writer?.close());

const byId = (list: unknown) => (Array.isArray(list) ? list.toSorted((a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)) : list);

describe('writing', () => {
  test('all values come back as they were written, in the entry, the content and the search', async () => {
    const id = randomUUID();
    const content = full('Court of the Whole Model');
    expect(await writer.write({ authority: id, expectedVersion: 0, content })).toEqual([{ authority: id, version: 1, changed: true }]);
    const read = (await writer.contentOf(id, '', people.officer)).content;
    for (const part of Object.keys(content) as (keyof AuthorityContent)[]) {
      expect([part, byId(read[part])]).toEqual([part, byId(content[part])]);
    }
    const entry = await writer.entryOf(id, people.officer);
    expect(entry).toMatchObject({ name: 'Court of the Whole Model', languages: ['de', 'en', 'it', 'sw'], parent: { name: 'parent body', shown: null }, confirmed: null, due: null, version: 1 });
    expect([entry.practice.length, entry.hours.length, entry.notes.length]).toEqual([3, 3, 3]);
    const found = await writer.app.inject({ method: 'GET', url: '/api/directory/authorities?q=court+whole+model&language=sw' });
    expect(JSON.parse(found.payload)).toMatchObject({ items: [{ id }] });
  });

  test('a second writer who has not seen the first is refused, and nothing of theirs is written', async () => {
    const id = randomUUID();
    const content = named('Court of Two Writers');
    await writer.write({ authority: id, expectedVersion: 0, content });
    const first = { ...content, contacts: [email('first@authority.example')] };
    const second = { ...content, contacts: [email('second@authority.example')] };
    const other = randomUUID();
    const outcomes = await Promise.all([
      refusalOf(writer.write({ authority: id, expectedVersion: 1, content: first })),
      refusalOf(writer.write({ authority: other, expectedVersion: 0, content: named('Court beside it') }, { authority: id, expectedVersion: 1, content: second })),
    ]);
    expect(outcomes.toSorted()).toEqual(['conflict', 'done']);
    const { items } = await writer.historyOf(id);
    expect(items.map(({ version }) => version)).toEqual([2, 1]);
    const won = outcomes[0] === 'done' ? 'first' : 'second';
    expect((await writer.entryOf(id)).contacts.map((contact) => contact.value)).toEqual([`${won}@authority.example`]);
    expect((await writer.get(other)).status).toBe(won === 'first' ? 404 : 200);
  });

  test('two writers of the same new entry: one', async () => {
    const id = randomUUID();
    const outcomes = await Promise.all([1, 2].map((n) => refusalOf(writer.write({ authority: id, expectedVersion: 0, content: named(`Court brought ${n} times`) }))));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect((await writer.historyOf(id)).items).toHaveLength(1);
  });

  test('the same again writes nothing, in whatever order the values stand', async () => {
    const id = randomUUID();
    const content = full('Court of the Same');
    await writer.write({ authority: id, expectedVersion: 0, content });
    const turned = { ...content, contacts: content.contacts.toReversed(), hours: content.hours.toReversed() };
    expect(await writer.write({ authority: id, expectedVersion: 1, content: turned })).toEqual([{ authority: id, version: 1, changed: false }]);
    expect((await writer.historyOf(id)).items).toHaveLength(1);
  });

  test('what cannot be an entry is refused', async () => {
    const id = randomUUID();
    const content = named('Court of Errors');
    const [name] = content.names;
    const taken = email('taken@authority.example');
    await writer.write({ authority: randomUUID(), expectedVersion: 0, content: { ...named('Court of the Taken'), contacts: [taken] } });
    expect(await refusalOf(writer.write({ authority: id, expectedVersion: 0, content: { ...content, names: [] } }))).toBe('bad-request');
    expect(await refusalOf(writer.write({ authority: id, expectedVersion: 0, content: { ...content, names: [{ ...name!, visibility: 'members' }] } }))).toBe('bad-request');
    expect(await refusalOf(writer.write({ authority: id, expectedVersion: 0, content: { ...content, names: [name!, { ...name!, id: randomUUID() }] } }))).toBe('bad-request');
    expect(await refusalOf(writer.write({ authority: id, expectedVersion: 0, content: { ...content, contacts: [taken] } }))).toBe('id-reused');
    expect(await refusalOf(writer.write({ authority: id, expectedVersion: 1, content }))).toBe('conflict');
    expect((await writer.get(id)).status).toBe(404);
  });

  test('an entry that leaves keeps its history, for the secretariat, and may come back', async () => {
    const id = randomUUID();
    const content = named('Court that Left');
    await writer.write({ authority: id, expectedVersion: 0, content });
    await writer.write({ authority: id, expectedVersion: 1, content: null, origin: { kind: 'undo', id: null } });
    expect([(await writer.get(id)).status, (await writer.get(`${id}/history`)).status, (await writer.get(`${id}/content?version=1`, people.officer)).status]).toEqual([404, 404, 404]);
    expect((await writer.historyOf(id, people.secretariat)).items).toMatchObject([{ version: 2, removed: true, origin: { kind: 'undo' } }, { version: 1, removed: false }]);
    expect((await writer.contentOf(id, '?version=1', people.secretariat)).content.names[0]!.name).toBe('Court that Left');
    expect((await writer.get(`${id}/content`, people.secretariat)).status).toBe(404);
    expect(await writer.write({ authority: id, expectedVersion: 2, content })).toEqual([{ authority: id, version: 3, changed: true }]);
    expect((await writer.entryOf(id)).version).toBe(3);
  });

  test('a parent is an entry or a name, and does not leave before its children', async () => {
    const [parent, child] = [randomUUID(), randomUUID()];
    const contents: AuthorityContent[] = [named('Ministry above'), { ...named('Court below'), parents: [{ ...value(), authority: parent, name: null, language: 'en' }] }];
    await writer.write({ authority: child, expectedVersion: 0, content: contents[1]! }, { authority: parent, expectedVersion: 0, content: contents[0]! });
    expect((await writer.entryOf(child)).parent).toMatchObject({ authority: parent, shown: 'Ministry above' });
    expect(await refusalOf(writer.write({ authority: parent, expectedVersion: 1, content: null }))).toBe('conflict');
    await writer.write({ authority: parent, expectedVersion: 1, content: null }, { authority: child, expectedVersion: 1, content: null });
    expect((await writer.get(child)).status).toBe(404);
  });

  test('each version is one audit act', async () => {
    const id = randomUUID();
    const officer = randomUUID();
    await writer.write({ authority: id, expectedVersion: 0, content: named('Court on the Record'), origin: { kind: 'proposal', id: randomUUID() }, side: 'authority', proposedBy: officer, approvedBy: [randomUUID(), randomUUID()] });
    expect(await writer.acts('directory.change', id)).toMatchObject([{ details: { version: 1, origin: 'proposal', approvals: 2, removed: false }, outcome: 'done' }]);
    expect((await writer.historyOf(id)).items).toMatchObject([{ side: 'authority', proposedBy: null, approvedBy: null, approvals: 2 }]);
    expect((await writer.historyOf(id, people.auditor)).items).toMatchObject([{ proposedBy: officer }]);
    expect((await writer.historyOf(id, people.auditor)).items[0]!.approvedBy).toHaveLength(2);
  });
});

// Through the very role the application uses.
async function as<T>(role: string, work: () => Promise<T>): Promise<T> {
  await writer.owner.query('BEGIN');
  try {
    await writer.owner.query(`SELECT set_config('globe.role', $1, true), set_config('globe.officer', $2, true), set_config('globe.member', $2, true)`, [role, people.officer.member]);
    await writer.owner.query('SET LOCAL ROLE globe_app');
    return await work();
  } finally {
    await writer.owner.query('ROLLBACK');
  }
}
const rowsChanged = async (sql: string, parameters: unknown[] = []) => (await writer.owner.query(sql, parameters)).rowCount;

describe('who writes', () => {
  test.each(['anonymous', 'pending', 'officer', 'security', 'auditor'])('%s does not, even where the application forgets to ask', async (role) => {
    const { id } = (await writer.owner.query('SELECT id FROM authority LIMIT 1')).rows[0];
    for (const table of ['authority_name', 'designation', 'contact', 'affiliation', 'authority_note']) {
      expect([table, await as(role, () => rowsChanged(`DELETE FROM ${table}`))]).toEqual([table, 0]);
    }
    expect(await as(role, () => rowsChanged(`UPDATE authority SET kind = 'other'`))).toBe(0);
    const insertions = [
      `INSERT INTO contact (id, authority, kind, value, visibility, source) VALUES (gen_random_uuid(), $1, 'email', 'x@x.example', 'members', 'x')`,
      `INSERT INTO authority_version (authority, version, at, origin, side) VALUES ($1, 99, now(), 'import', 'hub')`,
      `INSERT INTO authority_version_content (authority, version, visibility, content) VALUES ($1, 1, 'members', '{}')`,
    ];
    for (const sql of insertions) await expect(as(role, () => rowsChanged(sql, [id]))).rejects.toThrow(/row-level security/);
  });

  test('nobody changes or deletes a version', async () => {
    for (const sql of ['UPDATE authority_version SET at = now()', 'DELETE FROM authority_version', 'UPDATE authority_version_content SET content = NULL', 'DELETE FROM authority_version_content']) {
      await expect(as('system', () => rowsChanged(sql))).rejects.toThrow(/permission denied/);
    }
  });
});
