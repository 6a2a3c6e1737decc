// The one writer of the directory and the history it leaves: nothing lost, nothing overwritten, and to each audience its own past.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { AuditEntry, AuthorityContent, AuthorityEntry, directoryHistoryRoutes, emptyContent, Problem, type ContentValue } from '#protocol';
import { AuditModule } from '../apps/api/src/audit/audit.module.ts';
import { createHttpApp } from '../apps/api/src/create-app.ts';
import { DirectoryModule } from '../apps/api/src/directory/directory.module.ts';
import { WriteEntry, type EntryWrite, type EntryWritten } from '../apps/api/src/directory/write-entry.ts';
import { readConfig } from '../apps/api/src/platform/config.ts';
import { Database } from '../apps/api/src/platform/database.ts';
import { PlatformModule } from '../apps/api/src/platform/platform.module.ts';
import { createDatabase, type TestDatabase } from './support/database.ts';
import { CALLER_HEADER, PeopleModule, person, type Person } from './support/people.ts';

const people = {
  auditor: person('auditor', null),
  officer: person('officer', '00000000-0000-4000-8000-00000000000a'),
  secretariat: person('secretariat', null),
  pending: person('pending', null),
} as const;
const AUDIENCES: readonly (readonly [string, Person | null, readonly string[]])[] = [
  ['anybody', null, ['public']],
  ['a pending account', people.pending, ['public']],
  ['an auditor', people.auditor, ['public', 'government']],
  ['an officer of a member', people.officer, ['public', 'government', 'members']],
  ['the secretariat', people.secretariat, ['public', 'government', 'members']],
];
const ALL = ['public', 'government', 'members'] as const;

@Module({})
class DirectoryOnly {}

let database: TestDatabase;
let owner: Client;
let app: NestFastifyApplication;

beforeAll(async () => {
  database = await createDatabase();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
  const config = readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
  app = await createHttpApp(config, {
    module: DirectoryOnly,
    imports: [PlatformModule.forRoot(config), AuditModule.forRoot('http'), DirectoryModule, PeopleModule.of(Object.values(people))],
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
}, 60_000);
afterAll(async () => {
  await app?.close();
  await owner?.end();
  await database?.drop();
});

async function get(path: string, as: Person | null = null) {
  const answer = await app.inject({ method: 'GET', url: `/api/directory/authorities/${path}`, headers: as ? { [CALLER_HEADER]: as.officer } : {} });
  return { status: answer.statusCode, body: JSON.parse(answer.payload) as unknown };
}
const entryOf = async (id: string, as: Person | null = null) => AuthorityEntry.parse((await get(id, as)).body);
const historyOf = async (id: string, as: Person | null = null, query = '') => directoryHistoryRoutes.authorityHistory.response.parse((await get(`${id}/history${query}`, as)).body);
const contentOf = async (id: string, query = '', as: Person | null = null) => directoryHistoryRoutes.authorityContent.response.parse((await get(`${id}/content${query}`, as)).body);

const HUB = { origin: { kind: 'import', id: null }, side: 'hub', proposedBy: null, approvedBy: [] } as const satisfies Partial<EntryWrite>;
const write = (...writes: (Pick<EntryWrite, 'authority' | 'expectedVersion' | 'content'> & Partial<EntryWrite>)[]): Promise<EntryWritten[]> =>
  app.get(Database).transaction((tx) => app.get(WriteEntry).execute(tx, writes.map((one) => ({ ...HUB, ...one }))), 'system');
const refusalOf = (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof Problem ? error.code : String(error)));

const value = (visibility: (typeof ALL)[number] = 'public') => ({ id: randomUUID(), visibility, provenance: { source: 'test', date: '2026-01-31' } });
const named = (name: string): AuthorityContent => ({ ...emptyContent('KE', 'court'), names: [{ ...value(), name, language: 'en', kind: 'official' }] });
const email = (address: string, visibility: (typeof ALL)[number] = 'public') => ({ ...value(visibility), kind: 'email' as const, purpose: 'general' as const, value: address });

const all = <T extends ContentValue>(make: (visibility: (typeof ALL)[number]) => T) => ALL.map(make);

/** One value of each part for each audience, each with the audience's name in it. */
function full(name: string): AuthorityContent {
  return {
    ...named(name),
    names: [...named(name).names, ...all((v) => ({ ...value(v), name: `name ${v}`, language: 'fr', kind: 'alias' as const }))],
    designations: all((v) => ({
      ...value(v), function: `function ${v}`, functions: ['mla' as const], instrument: 'UNCAC', provision: 'art. 46(13)', articles: ['46'], languages: ['en'],
      validFrom: '2020', validTo: null, reference: `note ${v}`, referenceDate: '2020-02-03', note: null,
    })),
    contacts: all((v) => email(`${v}@authority.example`, v)),
    affiliations: all((v) => ({ ...value(v), network: `network ${v}`, stated: true, joined: null, evidence: null })),
    notes: all((v) => ({ ...value(v), text: `text ${v}` })),
    practice: all((v) => ({ ...value(v), topic: 'requirements' as const, answer: null, means: [], text: `practice ${v}`, language: 'en', url: null })),
    hours: all((v) => ({ ...value(v), purpose: 'general' as const, zone: 'Africa/Nairobi', weekly: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '17:00' }], holidays: `holidays ${v}`, language: 'en' })),
    languages: [{ ...value('public'), language: 'sw' }, { ...value('government'), language: 'de' }, { ...value('members'), language: 'it' }],
    parents: [{ ...value('public'), authority: null, name: 'parent body', language: 'en' }],
  };
}

const byId = (list: unknown) => (Array.isArray(list) ? list.toSorted((a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)) : list);

describe('what was seeded', () => {
  test('every entry has its first version, and that says what the entry says', async () => {
    const { rows } = await owner.query(
      `SELECT count(*)::int AS entries, count(*) FILTER (WHERE v.version = 1 AND v.origin = 'seed' AND c.content = authority_content(a.id, ARRAY['public']))::int AS kept
       FROM authority a LEFT JOIN authority_version v ON v.authority = a.id LEFT JOIN authority_version_content c ON c.authority = a.id AND c.version = v.version AND c.visibility = 'public'`,
    );
    expect(rows[0].entries).toBeGreaterThan(250);
    expect(rows[0].kept).toBe(rows[0].entries);
    const { id } = (await owner.query('SELECT id FROM authority LIMIT 1')).rows[0];
    expect((await historyOf(id)).items).toMatchObject([{ version: 1, origin: { kind: 'seed' }, side: 'hub', proposedBy: null, approvedBy: null, approvals: 0, removed: false }]);
  });
});

describe('writing', () => {
  test('all values come back as they were written, in the entry, the content and the search', async () => {
    const id = randomUUID();
    const content = full('Court of the Whole Model');
    expect(await write({ authority: id, expectedVersion: 0, content })).toEqual([{ authority: id, version: 1, changed: true }]);
    const read = (await contentOf(id, '', people.officer)).content;
    for (const part of Object.keys(content) as (keyof AuthorityContent)[]) {
      expect([part, byId(read[part])]).toEqual([part, byId(content[part])]);
    }
    const entry = await entryOf(id, people.officer);
    expect(entry).toMatchObject({ name: 'Court of the Whole Model', languages: ['de', 'en', 'it', 'sw'], parent: { name: 'parent body', shown: null }, confirmed: null, due: null, version: 1 });
    expect([entry.practice.length, entry.hours.length, entry.notes.length]).toEqual([3, 3, 3]);
    const found = await app.inject({ method: 'GET', url: '/api/directory/authorities?q=court+whole+model&language=sw' });
    expect(JSON.parse(found.payload)).toMatchObject({ items: [{ id }] });
  });

  test('a second writer who has not seen the first is refused, and nothing of theirs is written', async () => {
    const id = randomUUID();
    const content = named('Court of Two Writers');
    await write({ authority: id, expectedVersion: 0, content });
    const first = { ...content, contacts: [email('first@authority.example')] };
    const second = { ...content, contacts: [email('second@authority.example')] };
    const other = randomUUID();
    const outcomes = await Promise.all([
      refusalOf(write({ authority: id, expectedVersion: 1, content: first })),
      refusalOf(write({ authority: other, expectedVersion: 0, content: named('Court beside it') }, { authority: id, expectedVersion: 1, content: second })),
    ]);
    expect(outcomes.toSorted()).toEqual(['conflict', 'done']);
    const { items } = await historyOf(id);
    expect(items.map(({ version }) => version)).toEqual([2, 1]);
    const won = outcomes[0] === 'done' ? 'first' : 'second';
    expect((await entryOf(id)).contacts.map((contact) => contact.value)).toEqual([`${won}@authority.example`]);
    expect((await get(other)).status).toBe(won === 'first' ? 404 : 200);
  });

  test('two writers of the same new entry: one', async () => {
    const id = randomUUID();
    const outcomes = await Promise.all([1, 2].map((n) => refusalOf(write({ authority: id, expectedVersion: 0, content: named(`Court brought ${n} times`) }))));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect((await historyOf(id)).items).toHaveLength(1);
  });

  test('the same again writes nothing, in whatever order the values stand', async () => {
    const id = randomUUID();
    const content = full('Court of the Same');
    await write({ authority: id, expectedVersion: 0, content });
    const turned = { ...content, contacts: content.contacts.toReversed(), hours: content.hours.toReversed() };
    expect(await write({ authority: id, expectedVersion: 1, content: turned })).toEqual([{ authority: id, version: 1, changed: false }]);
    expect((await historyOf(id)).items).toHaveLength(1);
  });

  test('what cannot be an entry is refused', async () => {
    const id = randomUUID();
    const content = named('Court of Errors');
    const [name] = content.names;
    const taken = email('taken@authority.example');
    await write({ authority: randomUUID(), expectedVersion: 0, content: { ...named('Court of the Taken'), contacts: [taken] } });
    expect(await refusalOf(write({ authority: id, expectedVersion: 0, content: { ...content, names: [] } }))).toBe('bad-request');
    expect(await refusalOf(write({ authority: id, expectedVersion: 0, content: { ...content, names: [{ ...name!, visibility: 'members' }] } }))).toBe('bad-request');
    expect(await refusalOf(write({ authority: id, expectedVersion: 0, content: { ...content, names: [name!, { ...name!, id: randomUUID() }] } }))).toBe('bad-request');
    expect(await refusalOf(write({ authority: id, expectedVersion: 0, content: { ...content, contacts: [taken] } }))).toBe('id-reused');
    expect(await refusalOf(write({ authority: id, expectedVersion: 1, content }))).toBe('conflict');
    expect((await get(id)).status).toBe(404);
  });

  test('an entry that leaves keeps its history, for the secretariat, and may come back', async () => {
    const id = randomUUID();
    const content = named('Court that Left');
    await write({ authority: id, expectedVersion: 0, content });
    await write({ authority: id, expectedVersion: 1, content: null, origin: { kind: 'undo', id: null } });
    expect([(await get(id)).status, (await get(`${id}/history`)).status, (await get(`${id}/content?version=1`, people.officer)).status]).toEqual([404, 404, 404]);
    expect((await historyOf(id, people.secretariat)).items).toMatchObject([{ version: 2, removed: true, origin: { kind: 'undo' } }, { version: 1, removed: false }]);
    expect((await contentOf(id, '?version=1', people.secretariat)).content.names[0]!.name).toBe('Court that Left');
    expect((await get(`${id}/content`, people.secretariat)).status).toBe(404);
    expect(await write({ authority: id, expectedVersion: 2, content })).toEqual([{ authority: id, version: 3, changed: true }]);
    expect((await entryOf(id)).version).toBe(3);
  });

  test('a parent is an entry or a name, and does not leave before its children', async () => {
    const [parent, child] = [randomUUID(), randomUUID()];
    const contents: AuthorityContent[] = [named('Ministry above'), { ...named('Court below'), parents: [{ ...value(), authority: parent, name: null, language: 'en' }] }];
    await write({ authority: child, expectedVersion: 0, content: contents[1]! }, { authority: parent, expectedVersion: 0, content: contents[0]! });
    expect((await entryOf(child)).parent).toMatchObject({ authority: parent, shown: 'Ministry above' });
    expect(await refusalOf(write({ authority: parent, expectedVersion: 1, content: null }))).toBe('conflict');
    await write({ authority: parent, expectedVersion: 1, content: null }, { authority: child, expectedVersion: 1, content: null });
    expect((await get(child)).status).toBe(404);
  });

  test('each version is one audit act', async () => {
    const id = randomUUID();
    const officer = randomUUID();
    await write({ authority: id, expectedVersion: 0, content: named('Court on the Record'), origin: { kind: 'proposal', id: randomUUID() }, side: 'authority', proposedBy: officer, approvedBy: [randomUUID(), randomUUID()] });
    expect(await acts('directory.change', id)).toMatchObject([{ details: { version: 1, origin: 'proposal', approvals: 2, removed: false }, outcome: 'done' }]);
    expect((await historyOf(id)).items).toMatchObject([{ side: 'authority', proposedBy: null, approvedBy: null, approvals: 2 }]);
    expect((await historyOf(id, people.auditor)).items).toMatchObject([{ proposedBy: officer }]);
    expect((await historyOf(id, people.auditor)).items[0]!.approvedBy).toHaveLength(2);
  });
});

async function acts(action: string, id: string): Promise<AuditEntry[]> {
  const { rows } = await owner.query<{ entry: Buffer }>('SELECT entry FROM audit_entry ORDER BY id');
  return rows.map(({ entry }) => AuditEntry.parse(JSON.parse(entry.toString()))).filter((entry) => entry.action === action && entry.object?.id === id);
}

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
      await write({ authority: id, expectedVersion: index, content });
      times.push(new Date().toISOString());
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });

  test.each(AUDIENCES)('%s reads their own past', async (_, as, seen) => {
    for (const version of [1, 2, 3, 4]) {
      const text = JSON.stringify((await contentOf(id, `?version=${version}`, as)).content);
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
    const { items } = await historyOf(id, as);
    expect(items.map(({ version }) => version)).toEqual(seen.includes('members') ? [4, 3, 2, 1] : [4, 3, 1]);
    expect(items.at(-2)!.changes).toEqual(seen.includes('members') ? [{ part: 'contacts', added: 0, changed: 1, removed: 0 }] : [{ part: 'notes', added: 0, changed: 0, removed: 1 }]);
    expect(items[0]!.changes).toEqual([{ part: 'practice', ...(seen.includes('government') ? { added: 0, changed: 1, removed: 0 } : { added: 1, changed: 0, removed: 0 }) }]);
    // Nor by what follows from one.
    if (!seen.includes('members')) expect((await contentOf(id, '?version=2', as)).version).toBe(1);
  });

  test('the entry itself gives no more away', async () => {
    const hidden = randomUUID();
    const content = named('Court of Quiet');
    await write({ authority: hidden, expectedVersion: 0, content });
    const before = await entryOf(hidden);
    await write({ authority: hidden, expectedVersion: 1, content: { ...content, contacts: [email('quiet@authority.example', 'members')] } });
    expect(await entryOf(hidden)).toEqual(before);
    expect((await entryOf(hidden, people.officer)).version).toBe(2);
  });

  test('as it stood at an instant', async () => {
    for (const [index, at] of times.entries()) expect((await contentOf(id, `?at=${at}`, people.officer)).version).toBe(index + 1);
    expect((await get(`${id}/content?at=2020-01-01T00:00:00.000Z`, people.officer)).status).toBe(404);
    expect((await get(`${id}/content?at=yesterday`)).status).toBe(400);
  });

  test('in pages', async () => {
    const first = await historyOf(id, people.officer, '?limit=3');
    expect([first.items.map(({ version }) => version), first.next]).toEqual([[4, 3, 2], 2]);
    const rest = await historyOf(id, people.officer, `?limit=3&before=${first.next}`);
    expect([rest.items.map(({ version }) => version), rest.next]).toEqual([[1], null]);
    // What the last one of a page changed is told from the one before it.
    expect(first.items[2]!.changes).toEqual([{ part: 'contacts', added: 0, changed: 1, removed: 0 }]);
  });

  test('no such entry', async () => {
    const none = '00000000-0000-4000-8000-000000000000';
    for (const as of [null, people.officer]) for (const path of ['history', 'content']) expect((await get(`${none}/${path}`, as)).status).toBe(404);
  });
});

// Through the very role the application uses.
async function as<T>(role: string, work: () => Promise<T>): Promise<T> {
  await owner.query('BEGIN');
  try {
    await owner.query(`SELECT set_config('globe.role', $1, true), set_config('globe.officer', $2, true), set_config('globe.member', $2, true)`, [role, people.officer.member]);
    await owner.query('SET LOCAL ROLE globe_app');
    return await work();
  } finally {
    await owner.query('ROLLBACK');
  }
}
const rowsChanged = async (sql: string, parameters: unknown[] = []) => (await owner.query(sql, parameters)).rowCount;

describe('who writes', () => {
  test.each(['anonymous', 'pending', 'officer', 'security', 'auditor'])('%s does not, even where the application forgets to ask', async (role) => {
    const { id } = (await owner.query('SELECT id FROM authority LIMIT 1')).rows[0];
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

const searchAs = async (as: Person | null) => (await app.inject({ method: 'GET', url: '/api/directory/authorities?q=quetzalcoatlus', headers: as ? { [CALLER_HEADER]: as.officer } : {} })).statusCode;
const listsSeen = async () => (await owner.query<{ entry: Buffer }>('SELECT entry FROM audit_entry ORDER BY id')).rows.map(({ entry }) => AuditEntry.parse(JSON.parse(entry.toString()))).filter(({ action }) => action === 'directory.list');

describe('views of restricted values', () => {
  test('in a list, too', async () => {
    const id = randomUUID();
    await write({ authority: id, expectedVersion: 0, content: full('Court of Quetzalcoatlus') });
    for (const as of [null, people.pending, people.auditor, people.officer, people.officer]) expect(await searchAs(as)).toBe(200);
    expect((await listsSeen()).map(({ actor, details }) => [actor.officer, details])).toEqual([[people.auditor.officer, { entries: 1 }], [people.officer.officer, { entries: 1 }]]);
  });


  test('are recorded once for what is newly seen', async () => {
    const id = randomUUID();
    const content = full('Court of Views');
    await write({ authority: id, expectedVersion: 0, content });
    const views = () => acts('directory.view', id);
    await entryOf(id);
    await entryOf(id, people.pending);
    expect(await views()).toEqual([]);
    await entryOf(id, people.auditor);
    await entryOf(id, people.officer);
    await entryOf(id, people.officer);
    await contentOf(id, '', people.officer);
    expect(await views()).toMatchObject([
      { actor: { officer: people.auditor.officer }, details: { version: 1, restricted: 8 } },
      { actor: { officer: people.officer.officer, member: people.officer.member }, details: { version: 1, restricted: 16 } },
    ]);
    await write({ authority: id, expectedVersion: 1, content: { ...content, notes: content.notes.filter(({ visibility }) => visibility === 'public') } });
    await entryOf(id, people.officer);
    await contentOf(id, '?version=1', people.officer);
    expect((await views()).map(({ details }) => details)).toEqual([{ version: 1, restricted: 8 }, { version: 1, restricted: 16 }, { version: 2, restricted: 14 }]);
  });
});
