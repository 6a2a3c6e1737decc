// Changes of the directory on their way: who proposes, who approves, what becomes of changes that meet, and what nobody may do.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { AuditEntry, directoryHistoryRoutes, EntryProposal, STATED_BY_AUTHORITY, uuidV7, type AuthorityContent } from '#protocol';
import { AuditModule } from '../apps/api/src/audit/audit.module.ts';
import { createHttpApp } from '../apps/api/src/create-app.ts';
import { DirectoryModule } from '../apps/api/src/directory/directory.module.ts';
import { WriteEntry } from '../apps/api/src/directory/write-entry.ts';
import { readConfig } from '../apps/api/src/platform/config.ts';
import { Database } from '../apps/api/src/platform/database.ts';
import { PlatformModule } from '../apps/api/src/platform/platform.module.ts';
import { createDatabase, type TestDatabase } from './support/database.ts';
import { CALLER_HEADER, PeopleModule, person, type Person } from './support/people.ts';

const [NORTH, SOUTH] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];
const people = {
  north: person('security', NORTH),
  north2: person('security', NORTH),
  officer: person('officer', NORTH),
  south: person('security', SOUTH),
  una: person('secretariat', null),
  duo: person('secretariat', null),
  tria: person('secretariat', null),
  auditor: person('auditor', null),
  pending: person('pending', null),
};

@Module({})
class DirectoryOnly {}

let database: TestDatabase;
let owner: Client;
let app: NestFastifyApplication;
/** Of members NORTH and SOUTH. */
let north: string;
let south: string;

beforeAll(async () => {
  database = await createDatabase();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
  [north, south] = (await owner.query<{ id: string }>(`SELECT id FROM authority WHERE state IN ('KE', 'BR') ORDER BY id LIMIT 2`)).rows.map(({ id }) => id) as [string, string];
  const config = readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
  app = await createHttpApp(config, {
    module: DirectoryOnly,
    imports: [PlatformModule.forRoot(config), AuditModule.forRoot('http'), DirectoryModule, PeopleModule.of(Object.values(people), new Map([[NORTH!, north], [SOUTH!, south]]))],
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
}, 60_000);
afterAll(async () => {
  await app?.close();
  await owner?.end();
  await database?.drop();
});

async function call(as: Person | null, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) {
  const answer = await app.inject({
    method, url: `/api/directory/${path}`, headers: { 'x-globe-client': 'tests', ...(as ? { [CALLER_HEADER]: as.officer } : {}) }, ...(body === undefined ? {} : { payload: body as object }),
  });
  return { status: answer.statusCode, body: JSON.parse(answer.payload) as { code?: string; verdict?: string; fields?: { path: string; reason: string }[] } & Record<string, unknown> };
}
/** The answer as a proposal, or the code of the refusal. */
async function proposal(answer: ReturnType<typeof call>): Promise<EntryProposal> {
  const { status, body } = await answer;
  if (status >= 400) throw new Error(`${body.code} ${body.verdict ?? ''} ${JSON.stringify(body.fields ?? [])}`.trim());
  return EntryProposal.parse(body);
}
const codeOf = async (answer: ReturnType<typeof call>) => (await answer).body.code ?? 'done';

const contentOf = async (id: string, as: Person = people.una, query = '') => directoryHistoryRoutes.authorityContent.response.parse((await call(as, 'GET', `authorities/${id}/content${query}`)).body);
const value = () => ({ id: randomUUID(), visibility: 'public' as const, provenance: { source: 'anything', date: null } });
const telephone = (number: string) => ({ ...value(), kind: 'telephone' as const, purpose: 'urgent' as const, value: number });

type Change = (content: AuthorityContent) => AuthorityContent;
const withContact = (number: string): Change => (content) => ({ ...content, contacts: [...content.contacts, telephone(number)] });
const withName = (name: string): Change => (content) => ({ ...content, names: [...content.names, { ...value(), name, language: 'fr', kind: 'alias' }] });

async function bodyFor(authority: string, change: Change, baseVersion?: number) {
  const { version, content } = await contentOf(authority, people.una, baseVersion === undefined ? '' : `?version=${baseVersion}`);
  return { baseVersion: version, content: change(content), source: null, note: null };
}
const propose = async (as: Person, authority: string, change: Change, baseVersion?: number) => call(as, 'POST', 'proposals', { id: uuidV7(), authority, ...(await bodyFor(authority, change, baseVersion)) });
const approve = async (as: Person, { id, revision, authority }: EntryProposal) => call(as, 'POST', `proposals/${id}/approval`, { revision, version: (await contentOf(authority)).version });
const giveBack = (as: Person, { id, revision }: EntryProposal, reason = 'The number lacks a country code.') => call(as, 'POST', `proposals/${id}/return`, { revision, reason });
const withdraw = (as: Person, { id, revision }: EntryProposal) => call(as, 'POST', `proposals/${id}/withdrawal`, { revision });

async function acts(action: string): Promise<AuditEntry[]> {
  const { rows } = await owner.query<{ entry: Buffer }>('SELECT entry FROM audit_entry ORDER BY id');
  return rows.map(({ entry }) => AuditEntry.parse(JSON.parse(entry.toString()))).filter((entry) => entry.action === action && entry.outcome === 'done');
}
const lastOutbox = async () => (await owner.query(`SELECT payload FROM outbox WHERE topic = 'directory.proposal' ORDER BY created DESC LIMIT 1`)).rows[0]?.payload;

const approveNew = (as: Person, { id, revision }: EntryProposal) => call(as, 'POST', `proposals/${id}/approval`, { revision, version: 0 });
const designation = () => ({
  ...value(), function: 'Central authority', functions: ['mla' as const], instrument: 'UNCAC', provision: null, articles: ['46'], languages: ['en'],
  validFrom: null as string | null, validTo: null as string | null, reference: null, referenceDate: null, note: null,
});

// Through the very role the application uses.
async function asNorth<T>(authority: string, work: () => Promise<T>, { role, member, officer } = people.north): Promise<T> {
  await owner.query('BEGIN');
  try {
    await owner.query(`SELECT set_config('globe.role', $1, true), set_config('globe.member', $2, true), set_config('globe.officer', $3, true), set_config('globe.authority', $4, true)`, [role, member ?? '', officer, authority]);
    await owner.query('SET LOCAL ROLE globe_app');
    return await work();
  } finally {
    await owner.query('ROLLBACK');
  }
}
const insertProposal = (authority: string, member: string | null, officer: string) =>
  owner.query(`INSERT INTO entry_proposal (id, authority, member, proposed_by, created, moved, base_version, content, parts, approvals_needed) VALUES (gen_random_uuid(), $1, $2, $3, now(), now(), 1, '{}', '{}', 1)`, [authority, member, officer]);

test('propose, return, change, approve: a version with its history', async () => {
  const first = await proposal(propose(people.north, north, withContact('2717318')));
  expect(first).toMatchObject({ state: 'waiting', revision: 1, side: 'authority', parts: ['contacts'], approvalsNeeded: 1, approvedBy: [], may: { change: true, withdraw: true, return: false, approve: false } });
  expect(await lastOutbox()).toEqual({ proposal: first.id, moved: 'waiting', member: NORTH, officer: people.north.officer });

  const returned = await proposal(giveBack(people.una, first));
  expect(returned.state).toBe('returned');
  expect((await proposal(call(people.north2, 'GET', `proposals/${first.id}`))).events.at(-1)).toMatchObject({ act: 'returned', officer: people.una.officer, reason: 'The number lacks a country code.' });
  expect(await codeOf(approve(people.duo, returned))).toBe('gone');

  // A colleague goes on with it.
  const changed = await proposal(call(people.north2, 'PUT', `proposals/${first.id}`, { revision: 1, ...(await bodyFor(north, withContact('+254 20 271 7318'))) }));
  expect(changed).toMatchObject({ state: 'waiting', revision: 2 });
  expect(await codeOf(approve(people.una, first))).toBe('conflict');
  const before = (await contentOf(north)).version;
  const applied = await proposal(approve(people.una, changed));
  expect(applied).toMatchObject({ state: 'applied', version: before + 1, approvedBy: [people.una.officer] });
  expect(applied.events.map(({ act }) => act)).toEqual(['proposed', 'returned', 'changed', 'approved']);
  expect(await lastOutbox()).toMatchObject({ moved: 'applied', member: NORTH });

  const { content } = await contentOf(north);
  expect(content.contacts.find((contact) => contact.value === '+254 20 271 7318')?.provenance).toEqual({ source: STATED_BY_AUTHORITY, date: new Date().toISOString().slice(0, 10) });
  const history = directoryHistoryRoutes.authorityHistory.response.parse((await call(people.auditor, 'GET', `authorities/${north}/history`)).body);
  expect(history.items[0]).toMatchObject({ version: before + 1, origin: { kind: 'proposal', id: first.id }, side: 'authority', proposedBy: people.north.officer, approvedBy: [people.una.officer], changes: [{ part: 'contacts', added: 1 }] });
  for (const [action, times] of [['directory.propose', 2], ['directory.return', 1], ['directory.approve', 1], ['directory.change', 1]] as const) {
    expect([action, (await acts(action)).filter(({ object }) => object?.id === north).length]).toEqual([action, times]);
  }
});

describe('approvals', () => {
  test('names and designations need two different officers of the secretariat', async () => {
    const made = await proposal(propose(people.north, north, withName('Un autre nom')));
    expect(made.approvalsNeeded).toBe(2);
    const once = await proposal(approve(people.una, made));
    expect(once).toMatchObject({ state: 'waiting', approvedBy: [people.una.officer] });
    expect(await codeOf(approve(people.una, once))).toBe('already-done');
    expect((await contentOf(north)).content.names.some(({ name }) => name === 'Un autre nom')).toBe(false);
    const twice = await proposal(approve(people.duo, once));
    expect(twice).toMatchObject({ state: 'applied', approvedBy: [people.una.officer, people.duo.officer] });
    expect((await contentOf(north)).content.names.some(({ name }) => name === 'Un autre nom')).toBe(true);
  });

  test('a change takes the approvals away', async () => {
    const made = await proposal(propose(people.north, north, withName('Premier')));
    await proposal(approve(people.una, made));
    const changed = await proposal(call(people.north, 'PUT', `proposals/${made.id}`, { revision: 1, ...(await bodyFor(north, withName('Second'))) }));
    expect(changed.approvedBy).toEqual([]);
    expect((await proposal(approve(people.duo, changed))).state).toBe('waiting');
    expect((await proposal(approve(people.una, changed))).state).toBe('applied');
  });

  test('nobody approves or returns what they wrote themselves', async () => {
    const made = await proposal(propose(people.una, south, withName('Du secrétariat')));
    expect(made).toMatchObject({ side: 'secretariat', may: { approve: false, return: false, withdraw: true } });
    expect([await codeOf(approve(people.una, made)), await codeOf(giveBack(people.una, made))]).toEqual(['not-allowed', 'not-allowed']);
    await proposal(approve(people.duo, made));
    expect((await proposal(approve(people.tria, made))).state).toBe('applied');
  });

  test('an approval by somebody who has left the secretariat meanwhile counts no more', async () => {
    const made = await proposal(propose(people.north, north, withName('Départ')));
    await proposal(approve(people.tria, made));
    Object.assign(people.tria, { role: 'pending' });
    try {
      expect((await proposal(approve(people.una, made))).state).toBe('waiting');
      expect((await proposal(approve(people.duo, made))).state).toBe('applied');
    } finally {
      Object.assign(people.tria, { role: 'secretariat' });
    }
  });

  test('two who approve at once: one version', async () => {
    const made = await proposal(propose(people.north, north, withContact('+254 20 000 0001')));
    const { version } = await contentOf(north);
    const outcomes = await Promise.all([people.una, people.duo, people.tria].map((who) => codeOf(call(who, 'POST', `proposals/${made.id}/approval`, { revision: 1, version }))));
    expect(outcomes.toSorted()).toEqual(['done', 'gone', 'gone']);
    expect((await contentOf(north)).version).toBe(version + 1);
  });

  test('a new entry, by the secretariat alone', async () => {
    const authority = randomUUID();
    const content: AuthorityContent = {
      state: 'FI', kind: 'court', names: [{ ...value(), name: 'Court of the Proposal', language: 'en', kind: 'official' }],
      designations: [], contacts: [], affiliations: [], notes: [], practice: [], hours: [], languages: [], parents: [],
    };
    const body = { authority, baseVersion: 0, content, source: 'Note verbale 12/2026', note: null };
    expect(await codeOf(call(people.north, 'POST', 'proposals', { id: uuidV7(), ...body }))).toBe('not-allowed');
    const made = await proposal(call(people.una, 'POST', 'proposals', { id: uuidV7(), ...body }));
    expect(made).toMatchObject({ isNew: true, approvalsNeeded: 2, current: null });
    await proposal(approveNew(people.duo, made));
    expect((await proposal(approveNew(people.tria, made))).version).toBe(1);
    expect((await contentOf(authority)).content.names[0]!.provenance.source).toBe('Note verbale 12/2026');
  });
});

describe('changes that meet', () => {
  test('of different values are put together', async () => {
    const { version } = await contentOf(south);
    const one = await proposal(propose(people.south, south, withContact('+55 61 000 0001'), version));
    const other = await proposal(propose(people.una, south, withContact('+55 61 000 0002'), version));
    await proposal(approve(people.duo, one));
    await proposal(approve(people.duo, other));
    const numbers = (await contentOf(south)).content.contacts.map((contact) => contact.value);
    expect(numbers).toEqual(expect.arrayContaining(['+55 61 000 0001', '+55 61 000 0002']));
    // And from an older version still.
    expect((await proposal(propose(people.south, south, withContact('+55 61 000 0003'), version))).state).toBe('waiting');
  });

  test('of one value are refused, both stay to be seen, and the later one can be made anew', async () => {
    await proposal(approve(people.duo, await proposal(propose(people.una, south, (content) => ({ ...content, notes: [{ ...value(), text: 'as it was' }] })))));
    const { version, content } = await contentOf(south);
    const note = content.notes.find(({ text }) => text === 'as it was')!;
    const reading = (text: string): Change => (now) => ({ ...now, notes: now.notes.map((item) => (item.id === note.id ? { ...item, text } : item)) });
    const [one, other] = [await proposal(propose(people.una, south, reading('the one'))), await proposal(propose(people.south, south, reading('the other')))];
    await proposal(approve(people.duo, one));
    expect((await approve(people.duo, other)).body).toMatchObject({ code: 'conflict', verdict: 'overlap' });
    // Nothing is lost: base, entry and proposal stand beside each other.
    const seen = await proposal(call(people.south, 'GET', `proposals/${other.id}`));
    const textIn = (side: AuthorityContent | null) => side!.notes.find(({ id }) => id === note.id)!.text;
    expect([textIn(seen.base), textIn(seen.current), textIn(seen.content), seen.state]).toEqual(['as it was', 'the one', 'the other', 'waiting']);
    // One made from the old version is not even taken.
    expect((await propose(people.south, south, reading('a third'), version)).body).toMatchObject({ code: 'conflict', verdict: 'overlap' });
    const again = await proposal(call(people.south, 'PUT', `proposals/${other.id}`, { revision: 1, ...(await bodyFor(south, reading('the other'))) }));
    expect((await proposal(approve(people.una, again))).state).toBe('applied');
    expect(textIn((await contentOf(south)).content)).toBe('the other');
  });

  test('an approver who has seen an older entry looks again', async () => {
    const made = await proposal(propose(people.north, north, withContact('+254 20 000 0009')));
    const { version } = await contentOf(north);
    expect(await codeOf(call(people.una, 'POST', `proposals/${made.id}/approval`, { revision: 1, version: version - 1 }))).toBe('conflict');
    await proposal(withdraw(people.north, made));
  });
});

describe('what is refused', () => {
  test('another authority’s entry, and roles that do not propose', async () => {
    expect(await codeOf(propose(people.north, south, withContact('+55 61 000 0001')))).toBe('not-allowed');
    for (const who of [people.officer, people.auditor, people.pending]) expect(await codeOf(propose(who, north, withContact('+254 20 000 0001')))).toBe('not-allowed');
    expect(await codeOf(call(null, 'GET', 'proposals'))).toBe('not-signed-in');
  });

  test('another member’s proposal is not there', async () => {
    const made = await proposal(propose(people.north, north, withContact('+254 20 000 0010')));
    for (const answer of [call(people.south, 'GET', `proposals/${made.id}`), withdraw(people.south, made), call(people.south, 'PUT', `proposals/${made.id}`, { revision: 1, ...(await bodyFor(south, withContact('+55 1234567'))) })]) expect(await codeOf(answer)).toBe('not-found');
    expect((await call(people.south, 'GET', 'proposals?limit=100')).body['items']).not.toContainEqual(expect.objectContaining({ id: made.id }));
    expect(await codeOf(approve(people.north, made))).toBe('not-allowed');
    expect(await codeOf(withdraw(people.una, made))).toBe('not-allowed');
    expect((await proposal(withdraw(people.north2, made))).state).toBe('withdrawn');
    expect([await codeOf(withdraw(people.north, made)), await codeOf(approve(people.una, made))]).toEqual(['gone', 'gone']);
  });

  test('an id means one proposal', async () => {
    const body = { id: uuidV7(), authority: north, ...(await bodyFor(north, withContact('+254 20 000 0011'))) };
    const made = await proposal(call(people.north, 'POST', 'proposals', body));
    expect(await proposal(call(people.north, 'POST', 'proposals', body))).toEqual(made);
    expect(await codeOf(call(people.north2, 'POST', 'proposals', body))).toBe('id-reused');
    await proposal(withdraw(people.north, made));
  });

  test.each<[string, Change, string, string]>([
    ['an e-mail address', (c) => ({ ...c, contacts: [{ ...value(), kind: 'email', purpose: 'general', value: 'desk at authority.example' }] }), 'value', 'email'],
    ['a telephone', (c) => ({ ...c, contacts: [telephone('call us')] }), 'value', 'telephone'],
    ['too many digits', (c) => ({ ...c, contacts: [telephone('+1234567890123456')] }), 'value', 'telephone'],
    ['a script for a website', (c) => ({ ...c, contacts: [{ ...value(), kind: 'website', purpose: 'general', value: 'javascript:alert(1)' }] }), 'value', 'url'],
    ['a host without a dot', (c) => ({ ...c, contacts: [{ ...value(), kind: 'website', purpose: 'general', value: 'http://localhost/x' }] }), 'value', 'url'],
    ['a time zone', (c) => ({ ...c, hours: [{ ...value(), purpose: 'general', zone: 'Africa/Atlantis', weekly: [{ days: [1], from: '08:00', to: '17:00' }], holidays: null, language: 'en' }] }), 'zone', 'zone'],
    ['an offset for a zone', (c) => ({ ...c, hours: [{ ...value(), purpose: 'general', zone: '+03:00', weekly: [{ days: [1], from: '08:00', to: '17:00' }], holidays: null, language: 'en' }] }), 'zone', 'zone'],
    ['a time of day', (c) => ({ ...c, hours: [{ ...value(), purpose: 'general', zone: 'Africa/Nairobi', weekly: [{ days: [1], from: '8', to: '25:00' }], holidays: null, language: 'en' }] }), 'weekly', 'hours'],
    ['a language', (c) => ({ ...c, languages: [{ ...value(), language: 'xx' }] }), 'language', 'language'],
    ['a date', (c) => ({ ...c, designations: [{ ...designation(), validFrom: '2026-02-30' }] }), 'validFrom', 'date'],
    ['an end before its beginning', (c) => ({ ...c, designations: [{ ...designation(), validFrom: '2026-02-03', validTo: '2025' }] }), 'validTo', 'dates'],
    ['an article', (c) => ({ ...c, designations: [{ ...designation(), articles: ['72'] }] }), 'articles', 'article'],
    ['conditions without words', (c) => ({ ...c, practice: [{ ...value(), topic: 'uncac-legal-basis', answer: 'conditions', means: [], text: null, language: 'en', url: null }] }), 'text', 'required'],
    ['text that turns the page around', (c) => ({ ...c, notes: [{ ...value(), text: 'safe \u202e gnp.exe' }] }), 'text', 'unprintable'],
    ['the same twice', (c) => ({ ...c, contacts: [telephone('+254 20 1'), telephone('+254 20 1')] }), 'value', 'duplicate'],
    ['no name', (c) => ({ ...c, names: [] }), '', 'no-public-name'],
    ['another State', (c) => ({ ...c, state: 'XX' }), 'state', 'other-state'],
  ])('%s: the field is named', async (_, change, field, fault) => {
    const { status, body } = await propose(people.north, north, change);
    expect(status).toBe(400);
    expect(body.fields).toContainEqual({ path: expect.stringMatching(new RegExp(`^[a-z]+\\.[0-9a-z-]*\\.${field}$`)), reason: fault });
  });

  test('sources that are not in form are let be where nobody touches them', async () => {
    const authority = randomUUID();
    const { content } = await contentOf(north);
    const dirty = { ...content, names: [{ ...value(), name: 'Court of Dirty Sources', language: 'en', kind: 'official' as const }], designations: [], affiliations: [], notes: [], hours: [], practice: [], languages: [], parents: [], contacts: [telephone('1; 2 / ask the porter')] };
    await app.get(Database).transaction((tx) => app.get(WriteEntry).execute(tx, [{ authority, expectedVersion: 0, content: dirty, origin: { kind: 'import', id: null }, side: 'hub', proposedBy: null, approvedBy: [] }]), 'system');
    expect((await proposal(propose(people.una, authority, withContact('+1 202 555 0100')))).state).toBe('waiting');
  });

  test('nothing', async () => {
    expect((await propose(people.north, north, (content) => content)).body).toMatchObject({ code: 'bad-request', fields: [{ reason: 'changes nothing' }] });
  });

  test('more than a member can have open', async () => {
    let code = 'done';
    for (let n = 0; n < 25 && code === 'done'; n++) code = await codeOf(propose(people.north, north, withContact(`+254 20 100 ${1000 + n}`)));
    expect(code).toBe('too-many-requests');
  });
});

test('the list has pages and filters', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { id: string; moved: string }[]; next: string | null } = (await call(people.una, 'GET', `proposals?limit=5${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)).body as never;
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM entry_proposal');
  expect(new Set(seen)).toEqual(new Set(rows.map(({ id }) => id)));
  expect(seen).toHaveLength(rows.length);
  const waiting = (await call(people.una, 'GET', `proposals?state=waiting&authority=${north}&limit=100`)).body['items'] as { state: string; authority: string }[];
  expect(waiting.length).toBeGreaterThan(5);
  expect(waiting.every((item) => item.state === 'waiting' && item.authority === north)).toBe(true);
  expect(await codeOf(call(people.una, 'GET', 'proposals?cursor=somewhere'))).toBe('bad-request');
});

describe('the second wall', () => {

  test('keeps a security officer from other authorities’ proposals, and from deciding their own', async () => {
    const me = people.north.officer;
    await asNorth(north, () => insertProposal(north, NORTH!, me));
    for (const [authority, member, officer] of [[south, NORTH!, me], [north, SOUTH!, me], [north, null, me], [north, NORTH!, people.una.officer]] as const) {
      await expect(asNorth(north, () => insertProposal(authority, member, officer))).rejects.toThrow(/row-level security/);
    }
    await expect(asNorth(north, () => owner.query(`UPDATE entry_proposal SET state = 'applied', version = 9`))).rejects.toThrow(/row-level security/);
    const [open] = (await owner.query(`SELECT id, revision FROM entry_proposal WHERE member = $1 AND state = 'waiting' LIMIT 1`, [NORTH])).rows;
    for (const side of ['authority', 'secretariat']) {
      await expect(asNorth(north, () => owner.query(`INSERT INTO entry_proposal_event (id, proposal, at, officer, side, act, revision) VALUES (gen_random_uuid(), $1, now(), $2, $3, 'approved', $4)`, [open.id, me, side, open.revision]))).rejects.toThrow(/row-level security/);
    }
    expect((await asNorth(south, () => owner.query(`UPDATE entry_proposal SET note = 'x'`))).rowCount).toBe(0);
    expect((await asNorth(north, () => owner.query('SELECT 1 FROM entry_proposal'), people.officer)).rowCount).toBe(0);
  });

  test('nobody rewrites what happened', async () => {
    for (const sql of ['UPDATE entry_proposal_event SET reason = NULL', 'DELETE FROM entry_proposal_event', 'DELETE FROM entry_proposal', 'DELETE FROM entry_confirmation']) {
      await expect(asNorth(north, () => owner.query(sql), people.una)).rejects.toThrow(/permission denied/);
    }
  });

  test('confirms for its own authority alone', async () => {
    const confirm = (authority: string) => owner.query(`INSERT INTO entry_confirmation (id, authority, version, at, officer, member, due) VALUES (gen_random_uuid(), $1, 1, now(), $2, $3, now() + interval '1 year')`, [authority, people.north.officer, NORTH]);
    await asNorth(north, () => confirm(north));
    await expect(asNorth(north, () => confirm(south))).rejects.toThrow(/row-level security/);
    await expect(asNorth(north, () => confirm(north), people.una)).rejects.toThrow(/row-level security/);
  });
});

describe('confirming', () => {
  test('by a security officer of the authority, the version that they saw', async () => {
    const { version } = await contentOf(south);
    for (const who of [people.north, people.una, people.officer]) expect(await codeOf(call(who, 'POST', `authorities/${south}/confirmation`, { version }))).toBe('not-allowed');
    expect(await codeOf(call(people.south, 'POST', `authorities/${south}/confirmation`, { version: version - 1 }))).toBe('conflict');
    expect((await call(null, 'GET', `authorities/${south}`)).body).toMatchObject({ confirmed: null, due: null });
    const { body } = await call(people.south, 'POST', `authorities/${south}/confirmation`, { version });
    expect(new Date(body['due'] as string).getUTCFullYear()).toBe(new Date().getUTCFullYear() + 1);
    expect((await call(null, 'GET', `authorities/${south}`)).body).toMatchObject(body);
    expect((await call(null, 'GET', 'authorities?stale=false')).body).toMatchObject({ items: [{ id: south, ...body }] });
    expect(await acts('directory.confirm')).toMatchObject([{ actor: { officer: people.south.officer, member: SOUTH }, object: { id: south }, details: { version } }]);
    // Time goes by.
    await owner.query(`UPDATE authority SET confirmed = now() - interval '13 months', confirmation_due = now() - interval '1 month' WHERE id = $1`, [south]);
    await owner.query('SELECT refresh_authority_search($1)', [[south]]);
    expect((await call(null, 'GET', 'authorities?stale=false')).body).toMatchObject({ items: [] });
  });

  test('the secretariat sees what is stale, in pages, longest overdue first', async () => {
    expect(await codeOf(call(people.north, 'GET', 'stale'))).toBe('not-allowed');
    const seen: { id: string; due: string | null; member: boolean }[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: typeof seen; next: string | null } = (await call(people.una, 'GET', `stale?limit=100${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)).body as never;
      seen.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    const [{ count }] = (await owner.query(`SELECT count(*)::int AS count FROM authority WHERE confirmed IS NULL OR confirmation_due < now()`)).rows as [{ count: number }];
    expect(new Set(seen.map(({ id }) => id)).size).toBe(count);
    expect(seen).toHaveLength(count);
    expect(seen[0]).toMatchObject({ id: south, member: true });
    expect(((await call(people.una, 'GET', 'stale?members=true')).body['items'] as { id: string }[]).map(({ id }) => id).toSorted()).toEqual([north, south].toSorted());
    expect(await codeOf(call(people.una, 'GET', 'stale?cursor=x_y'))).toBe('bad-request');
  });
});
