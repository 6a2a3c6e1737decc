// The history that the writer of the directory leaves: nothing lost, and to each audience its own past.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ALL, AUDIENCES, email, full, named, openEntryWriter, people, type EntryWriter } from './support/entry-writer.ts';

let writer: EntryWriter;
beforeAll(async () => {
  writer = await openEntryWriter();
}, 60_000);
afterAll(() => writer?.close());

describe('what was seeded', () => {
  test('every entry has its first version, and that says what the entry says', async () => {
    const { rows } = await writer.owner.query(
      `SELECT count(*)::int AS entries, count(*) FILTER (WHERE v.version = 1 AND v.origin = 'seed' AND c.content = authority_content(a.id, ARRAY['public']))::int AS kept
       FROM authority a LEFT JOIN authority_version v ON v.authority = a.id LEFT JOIN authority_version_content c ON c.authority = a.id AND c.version = v.version AND c.visibility = 'public'`,
    );
    expect(rows[0].entries).toBeGreaterThan(250);
    expect(rows[0].kept).toBe(rows[0].entries);
    const { id } = (await writer.owner.query('SELECT id FROM authority LIMIT 1')).rows[0];
    expect((await writer.historyOf(id)).items).toMatchObject([{ version: 1, origin: { kind: 'seed' }, side: 'hub', proposedBy: null, approvedBy: null, approvals: 0, removed: false }]);
  });
});

describe('history', () => {
  const id = randomUUID();
  const times: string[] = [];

  beforeAll(async () => {
    // 1: everything. 2: a member's value changes. 3: a public value goes. 4: a government value becomes public.
    const first = full('Court of History');
    const second = { ...first, contacts: first.contacts.map((contact) => (contact.visibility === 'members' ? { ...contact, value: 'members-2@authority.example' } : contact)) };
    const third = { ...second, notes: second.notes.filter(({ visibility }) => visibility !== 'public') };
    const fourth = { ...third, practice: third.practice.map((item) => (item.visibility === 'government' ? { ...item, visibility: 'public' as const } : item)) };
    for (const [index, content] of [first, second, third, fourth].entries()) {
      await writer.write({ authority: id, expectedVersion: index, content });
      // A clock of milliseconds between two of microseconds: time goes by on both sides of it.
      await new Promise((resolve) => setTimeout(resolve, 5));
      times.push(new Date().toISOString());
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });

  test.each(AUDIENCES)('%s reads their own past', async (_, as, seen) => {
    for (const version of [1, 2, 3, 4]) {
      const text = JSON.stringify((await writer.contentOf(id, `?version=${version}`, as)).content);
      for (const visibility of ALL) {
        const may = seen.includes(visibility) || (version === 4 && visibility === 'government');
        expect([version, visibility, text.includes(`practice ${visibility}`)]).toEqual([version, visibility, may]);
        expect([version, visibility, text.includes(`network ${visibility}`)]).toEqual([version, visibility, seen.includes(visibility)]);
      }
      expect(text.includes('members-2@')).toBe(seen.includes('members') && version >= 2);
      expect(text.includes('text public')).toBe(version < 3);
    }
  });

  test.each(AUDIENCES)('%s learns of no version that changed nothing they may see', async (_, as, seen) => {
    const { items } = await writer.historyOf(id, as);
    expect(items.map(({ version }) => version)).toEqual(seen.includes('members') ? [4, 3, 2, 1] : [4, 3, 1]);
    expect(items.at(-2)!.changes).toEqual(seen.includes('members') ? [{ part: 'contacts', added: 0, changed: 1, removed: 0 }] : [{ part: 'notes', added: 0, changed: 0, removed: 1 }]);
    expect(items[0]!.changes).toEqual([{ part: 'practice', ...(seen.includes('government') ? { added: 0, changed: 1, removed: 0 } : { added: 1, changed: 0, removed: 0 }) }]);
    // Nor by what follows from one.
    if (!seen.includes('members')) expect((await writer.contentOf(id, '?version=2', as)).version).toBe(1);
  });

  test('the entry itself gives no more away', async () => {
    const hidden = randomUUID();
    const content = named('Court of Quiet');
    await writer.write({ authority: hidden, expectedVersion: 0, content });
    const before = await writer.entryOf(hidden);
    await writer.write({ authority: hidden, expectedVersion: 1, content: { ...content, contacts: [email('quiet@authority.example', 'members')] } });
    expect(await writer.entryOf(hidden)).toEqual(before);
    expect((await writer.entryOf(hidden, people.officer)).version).toBe(2);
  });

  test('as it stood at an instant', async () => {
    for (const [index, at] of times.entries()) expect((await writer.contentOf(id, `?at=${at}`, people.officer)).version).toBe(index + 1);
    expect((await writer.get(`${id}/content?at=2020-01-01T00:00:00.000Z`, people.officer)).status).toBe(404);
    expect((await writer.get(`${id}/content?at=yesterday`)).status).toBe(400);
  });

  test('in pages', async () => {
    const first = await writer.historyOf(id, people.officer, '?limit=3');
    expect([first.items.map(({ version }) => version), first.next]).toEqual([[4, 3, 2], 2]);
    const rest = await writer.historyOf(id, people.officer, `?limit=3&before=${first.next}`);
    expect([rest.items.map(({ version }) => version), rest.next]).toEqual([[1], null]);
    // What the last one of a page changed is told from the one before it.
    expect(first.items[2]!.changes).toEqual([{ part: 'contacts', added: 0, changed: 1, removed: 0 }]);
  });

  test('no such entry', async () => {
    const none = '00000000-0000-4000-8000-000000000000';
    for (const as of [null, people.officer]) for (const path of ['history', 'content']) expect((await writer.get(`${none}/${path}`, as)).status).toBe(404);
  });
});
