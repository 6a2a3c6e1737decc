// What the directory refuses to those who change it, in the application and behind it; and who confirms what.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidV7 } from '#protocol';
import { WriteEntry } from '../apps/api/src/directory/write-entry.ts';
import { Database } from '../apps/api/src/platform/database.ts';
import { NORTH, openDesk, people, SOUTH, telephone, value, withContact, type Change, type DirectoryDesk } from './support/directory-desk.ts';

let desk: DirectoryDesk;
beforeAll(async () => {
  desk = await openDesk();
}, 60_000);
afterAll(() => desk?.close());

const designation = () => ({
  ...value(), function: 'Central authority', functions: ['mla' as const], instrument: 'UNCAC', provision: null, articles: ['46'], languages: ['en'],
  validFrom: null as string | null, validTo: null as string | null, reference: null, referenceDate: null, note: null,
});

// Through the very role the application uses.
async function asNorth<T>(authority: string, work: () => Promise<T>, { role, member, officer } = people.north): Promise<T> {
  await desk.owner.query('BEGIN');
  try {
    await desk.owner.query(`SELECT set_config('globe.role', $1, true), set_config('globe.member', $2, true), set_config('globe.officer', $3, true), set_config('globe.authority', $4, true)`, [role, member ?? '', officer, authority]);
    await desk.owner.query('SET LOCAL ROLE globe_app');
    return await work();
  } finally {
    await desk.owner.query('ROLLBACK');
  }
}
const insertProposal = (authority: string, member: string | null, officer: string) =>
  desk.owner.query(`INSERT INTO entry_proposal (id, authority, member, proposed_by, created, moved, base_version, content, parts, approvals_needed) VALUES (gen_random_uuid(), $1, $2, $3, now(), now(), 1, '{}', '{}', 1)`, [authority, member, officer]);

describe('what is refused', () => {
  test('another authority’s entry, and roles that do not propose', async () => {
    expect(await desk.codeOf(desk.propose(people.north, desk.south, withContact('+55 61 000 0001')))).toBe('not-allowed');
    for (const who of [people.officer, people.auditor, people.pending]) expect(await desk.codeOf(desk.propose(who, desk.north, withContact('+254 20 000 0001')))).toBe('not-allowed');
    expect(await desk.codeOf(desk.call(null, 'GET', 'proposals'))).toBe('not-signed-in');
  });

  test('another member’s proposal is not there', async () => {
    const made = await desk.proposal(desk.propose(people.north, desk.north, withContact('+254 20 000 0010')));
    for (const answer of [desk.call(people.south, 'GET', `proposals/${made.id}`), desk.withdraw(people.south, made), desk.call(people.south, 'PUT', `proposals/${made.id}`, { revision: 1, ...(await desk.bodyFor(desk.south, withContact('+55 1234567'))) })]) expect(await desk.codeOf(answer)).toBe('not-found');
    expect((await desk.call(people.south, 'GET', 'proposals?limit=100')).body['items']).not.toContainEqual(expect.objectContaining({ id: made.id }));
    expect(await desk.codeOf(desk.approve(people.north, made))).toBe('not-allowed');
    expect(await desk.codeOf(desk.withdraw(people.una, made))).toBe('not-allowed');
    expect((await desk.proposal(desk.withdraw(people.north2, made))).state).toBe('withdrawn');
    expect([await desk.codeOf(desk.withdraw(people.north, made)), await desk.codeOf(desk.approve(people.una, made))]).toEqual(['gone', 'gone']);
  });

  test('an id means one proposal', async () => {
    const body = { id: uuidV7(), authority: desk.north, ...(await desk.bodyFor(desk.north, withContact('+254 20 000 0011'))) };
    const made = await desk.proposal(desk.call(people.north, 'POST', 'proposals', body));
    expect(await desk.proposal(desk.call(people.north, 'POST', 'proposals', body))).toEqual(made);
    expect(await desk.codeOf(desk.call(people.north2, 'POST', 'proposals', body))).toBe('id-reused');
    await desk.proposal(desk.withdraw(people.north, made));
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
    const { status, body } = await desk.propose(people.north, desk.north, change);
    expect(status).toBe(400);
    expect(body.fields).toContainEqual({ path: expect.stringMatching(new RegExp(`^[a-z]+\\.[0-9a-z-]*\\.${field}$`)), reason: fault });
  });

  test('sources that are not in form are let be where nobody touches them', async () => {
    const authority = randomUUID();
    const { content } = await desk.contentOf(desk.north);
    const dirty = { ...content, names: [{ ...value(), name: 'Court of Dirty Sources', language: 'en', kind: 'official' as const }], designations: [], affiliations: [], notes: [], hours: [], practice: [], languages: [], parents: [], contacts: [telephone('1; 2 / ask the porter')] };
    await desk.app.get(Database).transaction((tx) => desk.app.get(WriteEntry).execute(tx, [{ authority, expectedVersion: 0, content: dirty, origin: { kind: 'import', id: null }, side: 'hub', proposedBy: null, approvedBy: [] }]), 'system');
    expect((await desk.proposal(desk.propose(people.una, authority, withContact('+1 202 555 0100')))).state).toBe('waiting');
  });

  test('nothing', async () => {
    expect((await desk.propose(people.north, desk.north, (content) => content)).body).toMatchObject({ code: 'bad-request', fields: [{ reason: 'changes nothing' }] });
  });

  test('more than a member can have open', async () => {
    let code = 'done';
    for (let n = 0; n < 25 && code === 'done'; n++) code = await desk.codeOf(desk.propose(people.north, desk.north, withContact(`+254 20 100 ${1000 + n}`)));
    expect(code).toBe('too-many-requests');
  });
});

test('the list has pages and filters', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { id: string; moved: string }[]; next: string | null } = (await desk.call(people.una, 'GET', `proposals?limit=5${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)).body as never;
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  const { rows } = await desk.owner.query<{ id: string }>('SELECT id FROM entry_proposal');
  expect(new Set(seen)).toEqual(new Set(rows.map(({ id }) => id)));
  expect(seen).toHaveLength(rows.length);
  const waiting = (await desk.call(people.una, 'GET', `proposals?state=waiting&authority=${desk.north}&limit=100`)).body['items'] as { state: string; authority: string }[];
  expect(waiting.length).toBeGreaterThan(5);
  expect(waiting.every((item) => item.state === 'waiting' && item.authority === desk.north)).toBe(true);
  expect(await desk.codeOf(desk.call(people.una, 'GET', 'proposals?cursor=somewhere'))).toBe('bad-request');
});

describe('the second wall', () => {

  test('keeps a security officer from other authorities’ proposals, and from deciding their own', async () => {
    const me = people.north.officer;
    await asNorth(desk.north, () => insertProposal(desk.north, NORTH, me));
    for (const [authority, member, officer] of [[desk.south, NORTH, me], [desk.north, SOUTH, me], [desk.north, null, me], [desk.north, NORTH, people.una.officer]] as const) {
      await expect(asNorth(desk.north, () => insertProposal(authority, member, officer))).rejects.toThrow(/row-level security/);
    }
    await expect(asNorth(desk.north, () => desk.owner.query(`UPDATE entry_proposal SET state = 'applied', version = 9`))).rejects.toThrow(/row-level security/);
    const [open] = (await desk.owner.query(`SELECT id, revision FROM entry_proposal WHERE member = $1 AND state = 'waiting' LIMIT 1`, [NORTH])).rows;
    for (const side of ['authority', 'secretariat']) {
      await expect(asNorth(desk.north, () => desk.owner.query(`INSERT INTO entry_proposal_event (id, proposal, at, officer, side, act, revision) VALUES (gen_random_uuid(), $1, now(), $2, $3, 'approved', $4)`, [open.id, me, side, open.revision]))).rejects.toThrow(/row-level security/);
    }
    expect((await asNorth(desk.south, () => desk.owner.query(`UPDATE entry_proposal SET note = 'x'`))).rowCount).toBe(0);
    expect((await asNorth(desk.north, () => desk.owner.query('SELECT 1 FROM entry_proposal'), people.officer)).rowCount).toBe(0);
  });

  test('nobody rewrites what happened', async () => {
    for (const sql of ['UPDATE entry_proposal_event SET reason = NULL', 'DELETE FROM entry_proposal_event', 'DELETE FROM entry_proposal', 'DELETE FROM entry_confirmation']) {
      await expect(asNorth(desk.north, () => desk.owner.query(sql), people.una)).rejects.toThrow(/permission denied/);
    }
  });

  test('confirms for its own authority alone', async () => {
    const confirm = (authority: string) => desk.owner.query(`INSERT INTO entry_confirmation (id, authority, version, at, officer, member, due) VALUES (gen_random_uuid(), $1, 1, now(), $2, $3, now() + interval '1 year')`, [authority, people.north.officer, NORTH]);
    await asNorth(desk.north, () => confirm(desk.north));
    await expect(asNorth(desk.north, () => confirm(desk.south))).rejects.toThrow(/row-level security/);
    await expect(asNorth(desk.north, () => confirm(desk.north), people.una)).rejects.toThrow(/row-level security/);
  });
});

describe('confirming', () => {
  test('by a security officer of the authority, the version that they saw', async () => {
    const { version } = await desk.contentOf(desk.south);
    for (const who of [people.north, people.una, people.officer]) expect(await desk.codeOf(desk.call(who, 'POST', `authorities/${desk.south}/confirmation`, { version }))).toBe('not-allowed');
    expect(await desk.codeOf(desk.call(people.south, 'POST', `authorities/${desk.south}/confirmation`, { version: version + 1 }))).toBe('conflict');
    expect((await desk.call(null, 'GET', `authorities/${desk.south}`)).body).toMatchObject({ confirmed: null, due: null });
    const { body } = await desk.call(people.south, 'POST', `authorities/${desk.south}/confirmation`, { version });
    const { confirmed, due } = body as { confirmed: string; due: string };
    expect(new Date(due).getUTCFullYear()).toBe(new Date(confirmed).getUTCFullYear() + 1);
    expect((await desk.call(null, 'GET', `authorities/${desk.south}`)).body).toMatchObject(body);
    expect((await desk.call(null, 'GET', 'authorities?stale=false')).body).toMatchObject({ items: [{ id: desk.south, ...body }] });
    expect(await desk.acts('directory.confirm')).toMatchObject([{ actor: { officer: people.south.officer, member: SOUTH }, object: { id: desk.south }, details: { version } }]);
    // Time goes by.
    await desk.owner.query(`UPDATE authority SET confirmed = now() - interval '13 months', confirmation_due = now() - interval '1 month' WHERE id = $1`, [desk.south]);
    await desk.owner.query('SELECT refresh_authority_search($1)', [[desk.south]]);
    expect((await desk.call(null, 'GET', 'authorities?stale=false')).body).toMatchObject({ items: [] });
  });

  test('the secretariat sees what is stale, in pages, longest overdue first', async () => {
    expect(await desk.codeOf(desk.call(people.north, 'GET', 'stale'))).toBe('not-allowed');
    const seen: { id: string; due: string | null; member: boolean }[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: typeof seen; next: string | null } = (await desk.call(people.una, 'GET', `stale?limit=100${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)).body as never;
      seen.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    const [{ count }] = (await desk.owner.query(`SELECT count(*)::int AS count FROM authority WHERE confirmed IS NULL OR confirmation_due < now()`)).rows as [{ count: number }];
    expect(new Set(seen.map(({ id }) => id)).size).toBe(count);
    expect(seen).toHaveLength(count);
    expect(seen[0]).toMatchObject({ id: desk.south, member: true });
    expect(((await desk.call(people.una, 'GET', 'stale?members=true')).body['items'] as { id: string }[]).map(({ id }) => id).toSorted()).toEqual([desk.north, desk.south].toSorted());
    expect(await desk.codeOf(desk.call(people.una, 'GET', 'stale?cursor=x_y'))).toBe('bad-request');
  });
});
