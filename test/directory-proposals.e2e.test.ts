// Changes of the directory on their way: who proposes, who approves, and what becomes of changes that meet.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { directoryHistoryRoutes, STATED_BY_AUTHORITY, uuidV7, type AuthorityContent, type EntryProposal } from '#protocol';
import { NORTH, openDesk, people, value, withContact, withName, type Change, type DirectoryDesk } from './support/directory-desk.ts';
import type { Person } from './support/people.ts';

let desk: DirectoryDesk;
beforeAll(async () => {
  desk = await openDesk();
}, 60_000);
afterAll(() => desk?.close());

/** By UTC. */
const today = () => new Date().toISOString().slice(0, 10);
const approveNew = (as: Person, { id, revision }: EntryProposal) => desk.call(as, 'POST', `proposals/${id}/approval`, { revision, version: 0 });

test('propose, return, change, approve: a version with its history', async () => {
  const first = await desk.proposal(desk.propose(people.north, desk.north, withContact('2717318')));
  expect(first).toMatchObject({ state: 'waiting', revision: 1, side: 'authority', parts: ['contacts'], approvalsNeeded: 1, approvedBy: [], may: { change: true, withdraw: true, return: false, approve: false } });
  expect(await desk.lastOutbox()).toEqual({ proposal: first.id, moved: 'waiting', member: NORTH, officer: people.north.officer });

  const returned = await desk.proposal(desk.giveBack(people.una, first));
  expect(returned.state).toBe('returned');
  expect((await desk.proposal(desk.call(people.north2, 'GET', `proposals/${first.id}`))).events.at(-1)).toMatchObject({ act: 'returned', officer: people.una.officer, reason: 'The number lacks a country code.' });
  expect(await desk.codeOf(desk.approve(people.duo, returned))).toBe('gone');

  // A colleague goes on with it.
  const changed = await desk.proposal(desk.call(people.north2, 'PUT', `proposals/${first.id}`, { revision: 1, ...(await desk.bodyFor(desk.north, withContact('+254 20 271 7318'))) }));
  expect(changed).toMatchObject({ state: 'waiting', revision: 2 });
  expect(await desk.codeOf(desk.approve(people.una, first))).toBe('conflict');
  const before = (await desk.contentOf(desk.north)).version;
  // Midnight may come between.
  const days = [today()];
  const applied = await desk.proposal(desk.approve(people.una, changed));
  days.push(today());
  expect(applied).toMatchObject({ state: 'applied', version: before + 1, approvedBy: [people.una.officer] });
  expect(applied.events.map(({ act }) => act)).toEqual(['proposed', 'returned', 'changed', 'approved']);
  expect(await desk.lastOutbox()).toMatchObject({ moved: 'applied', member: NORTH });

  const { content } = await desk.contentOf(desk.north);
  expect(content.contacts.find((contact) => contact.value === '+254 20 271 7318')?.provenance).toEqual({ source: STATED_BY_AUTHORITY, date: expect.any(String) });
  expect(days).toContain(content.contacts.find((contact) => contact.value === '+254 20 271 7318')?.provenance.date);
  const history = directoryHistoryRoutes.authorityHistory.response.parse((await desk.call(people.auditor, 'GET', `authorities/${desk.north}/history`)).body);
  expect(history.items[0]).toMatchObject({ version: before + 1, origin: { kind: 'proposal', id: first.id }, side: 'authority', proposedBy: people.north.officer, approvedBy: [people.una.officer], changes: [{ part: 'contacts', added: 1 }] });
  for (const [action, times] of [['directory.propose', 2], ['directory.return', 1], ['directory.approve', 1], ['directory.change', 1]] as const) {
    expect([action, (await desk.acts(action)).filter(({ object }) => object?.id === desk.north).length]).toEqual([action, times]);
  }
});

describe('approvals', () => {
  test('names and designations need two different officers of the secretariat', async () => {
    const made = await desk.proposal(desk.propose(people.north, desk.north, withName('Un autre nom')));
    expect(made.approvalsNeeded).toBe(2);
    const once = await desk.proposal(desk.approve(people.una, made));
    expect(once).toMatchObject({ state: 'waiting', approvedBy: [people.una.officer] });
    expect(await desk.codeOf(desk.approve(people.una, once))).toBe('already-done');
    expect((await desk.contentOf(desk.north)).content.names.some(({ name }) => name === 'Un autre nom')).toBe(false);
    const twice = await desk.proposal(desk.approve(people.duo, once));
    expect(twice).toMatchObject({ state: 'applied', approvedBy: [people.una.officer, people.duo.officer] });
    expect((await desk.contentOf(desk.north)).content.names.some(({ name }) => name === 'Un autre nom')).toBe(true);
  });

  test('a change takes the approvals away', async () => {
    const made = await desk.proposal(desk.propose(people.north, desk.north, withName('Premier')));
    await desk.proposal(desk.approve(people.una, made));
    const changed = await desk.proposal(desk.call(people.north, 'PUT', `proposals/${made.id}`, { revision: 1, ...(await desk.bodyFor(desk.north, withName('Second'))) }));
    expect(changed.approvedBy).toEqual([]);
    expect((await desk.proposal(desk.approve(people.duo, changed))).state).toBe('waiting');
    expect((await desk.proposal(desk.approve(people.una, changed))).state).toBe('applied');
  });

  test('nobody approves or returns what they wrote themselves', async () => {
    const made = await desk.proposal(desk.propose(people.una, desk.south, withName('Du secrétariat')));
    expect(made).toMatchObject({ side: 'secretariat', may: { approve: false, return: false, withdraw: true } });
    expect([await desk.codeOf(desk.approve(people.una, made)), await desk.codeOf(desk.giveBack(people.una, made))]).toEqual(['not-allowed', 'not-allowed']);
    await desk.proposal(desk.approve(people.duo, made));
    expect((await desk.proposal(desk.approve(people.tria, made))).state).toBe('applied');
  });

  test('an approval by somebody who has left the secretariat meanwhile counts no more', async () => {
    const made = await desk.proposal(desk.propose(people.north, desk.north, withName('Départ')));
    await desk.proposal(desk.approve(people.tria, made));
    Object.assign(people.tria, { role: 'pending' });
    try {
      expect((await desk.proposal(desk.approve(people.una, made))).state).toBe('waiting');
      expect((await desk.proposal(desk.approve(people.duo, made))).state).toBe('applied');
    } finally {
      Object.assign(people.tria, { role: 'secretariat' });
    }
  });

  test('two who approve at once: one version', async () => {
    const made = await desk.proposal(desk.propose(people.north, desk.north, withContact('+254 20 000 0001')));
    const { version } = await desk.contentOf(desk.north);
    const outcomes = await Promise.all([people.una, people.duo, people.tria].map((who) => desk.codeOf(desk.call(who, 'POST', `proposals/${made.id}/approval`, { revision: 1, version }))));
    expect(outcomes.toSorted()).toEqual(['done', 'gone', 'gone']);
    expect((await desk.contentOf(desk.north)).version).toBe(version + 1);
  });

  test('a new entry, by the secretariat alone', async () => {
    const authority = randomUUID();
    const content: AuthorityContent = {
      state: 'FI', kind: 'court', names: [{ ...value(), name: 'Court of the Proposal', language: 'en', kind: 'official' }],
      designations: [], contacts: [], affiliations: [], notes: [], practice: [], hours: [], languages: [], parents: [],
    };
    const body = { authority, baseVersion: 0, content, source: 'Note verbale 12/2026', note: null };
    expect(await desk.codeOf(desk.call(people.north, 'POST', 'proposals', { id: uuidV7(), ...body }))).toBe('not-allowed');
    const made = await desk.proposal(desk.call(people.una, 'POST', 'proposals', { id: uuidV7(), ...body }));
    expect(made).toMatchObject({ isNew: true, approvalsNeeded: 2, current: null });
    await desk.proposal(approveNew(people.duo, made));
    expect((await desk.proposal(approveNew(people.tria, made))).version).toBe(1);
    expect((await desk.contentOf(authority)).content.names[0]!.provenance.source).toBe('Note verbale 12/2026');
  });
});

const below = (parent: string, name: string | null = null) => (content: AuthorityContent): AuthorityContent => ({ ...content, parents: [{ ...value(), authority: parent, name, language: 'en' }] });

describe('a parent body', () => {
  test('that is no other entry is named as the fault; one that stands below this one, as a ring', async () => {
    const refused = async (parent: string) => (await desk.propose(people.una, desk.north, below(parent))).body.fields;
    const fault = [{ path: expect.stringMatching(/^parents\..*\.authority$/), reason: 'parent' }];
    expect(await refused(desk.north)).toEqual(fault);
    expect(await refused(randomUUID())).toEqual(fault);
    const made = await desk.proposal(desk.propose(people.una, desk.south, below(desk.north, 'As it was called')));
    await desk.proposal(desk.approve(people.duo, made));
    expect((await desk.proposal(desk.approve(people.tria, made))).state).toBe('applied');
    // Under the name that its own entry has.
    const { name } = (await desk.call(null, 'GET', `authorities/${desk.north}`)).body;
    expect((await desk.call(null, 'GET', `authorities/${desk.south}`)).body['parent']).toMatchObject({ authority: desk.north, shown: name });
    const { name: southern } = (await desk.call(null, 'GET', `authorities/${desk.south}`)).body;
    expect((await desk.propose(people.una, desk.north, below(desk.south))).body).toMatchObject({
      code: 'parent-ring', fields: [{ path: desk.south, reason: southern }, { path: desk.north, reason: name }],
    });
  });

  test('a ring that came about since a change was proposed is refused with its last approval', async () => {
    const [high, low] = (await desk.owner.query<{ id: string }>('SELECT id FROM authority WHERE id <> ALL ($1) ORDER BY id LIMIT 2', [[desk.north, desk.south]])).rows.map(({ id }) => id) as [string, string];
    const [down, up] = [await desk.proposal(desk.propose(people.una, low, below(high))), await desk.proposal(desk.propose(people.una, high, below(low)))];
    for (const proposal of [down, up]) await desk.proposal(desk.approve(people.duo, proposal));
    const outcomes = await Promise.all([down, up].map((proposal) => desk.approve(people.tria, proposal)));
    expect(outcomes.map(({ body }) => body.code ?? 'done').toSorted()).toEqual(['done', 'parent-ring']);
    const refused = outcomes[0]!.status === 200 ? up : down;
    expect((await desk.proposal(desk.call(people.tria, 'GET', `proposals/${refused.id}`))).state).toBe('waiting');
    const { rows } = await desk.owner.query('SELECT authority FROM authority_parent WHERE authority = ANY ($1)', [[high, low]]);
    expect(rows).toHaveLength(1);
  });
});

describe('changes that meet', () => {
  test('of different values are put together', async () => {
    const { version } = await desk.contentOf(desk.south);
    const one = await desk.proposal(desk.propose(people.south, desk.south, withContact('+55 61 000 0001'), version));
    const other = await desk.proposal(desk.propose(people.una, desk.south, withContact('+55 61 000 0002'), version));
    await desk.proposal(desk.approve(people.duo, one));
    await desk.proposal(desk.approve(people.duo, other));
    const numbers = (await desk.contentOf(desk.south)).content.contacts.map((contact) => contact.value);
    expect(numbers).toEqual(expect.arrayContaining(['+55 61 000 0001', '+55 61 000 0002']));
    // And from an older version still.
    expect((await desk.proposal(desk.propose(people.south, desk.south, withContact('+55 61 000 0003'), version))).state).toBe('waiting');
  });

  test('of one value are refused, both stay to be seen, and the later one can be made anew', async () => {
    await desk.proposal(desk.approve(people.duo, await desk.proposal(desk.propose(people.una, desk.south, (content) => ({ ...content, notes: [{ ...value(), text: 'as it was' }] })))));
    const { version, content } = await desk.contentOf(desk.south);
    const note = content.notes.find(({ text }) => text === 'as it was')!;
    const reading = (text: string): Change => (now) => ({ ...now, notes: now.notes.map((item) => (item.id === note.id ? { ...item, text } : item)) });
    const [one, other] = [await desk.proposal(desk.propose(people.una, desk.south, reading('the one'))), await desk.proposal(desk.propose(people.south, desk.south, reading('the other')))];
    await desk.proposal(desk.approve(people.duo, one));
    expect((await desk.approve(people.duo, other)).body).toMatchObject({ code: 'conflict', verdict: 'overlap' });
    // Nothing is lost: base, entry and proposal stand beside each other.
    const seen = await desk.proposal(desk.call(people.south, 'GET', `proposals/${other.id}`));
    const textIn = (side: AuthorityContent | null) => side!.notes.find(({ id }) => id === note.id)!.text;
    expect([textIn(seen.base), textIn(seen.current), textIn(seen.content), seen.state]).toEqual(['as it was', 'the one', 'the other', 'waiting']);
    // One made from the old version is not even taken.
    expect((await desk.propose(people.south, desk.south, reading('a third'), version)).body).toMatchObject({ code: 'conflict', verdict: 'overlap' });
    const again = await desk.proposal(desk.call(people.south, 'PUT', `proposals/${other.id}`, { revision: 1, ...(await desk.bodyFor(desk.south, reading('the other'))) }));
    expect((await desk.proposal(desk.approve(people.una, again))).state).toBe('applied');
    expect(textIn((await desk.contentOf(desk.south)).content)).toBe('the other');
  });

  test('an approver who has seen an older entry looks again', async () => {
    const made = await desk.proposal(desk.propose(people.north, desk.north, withContact('+254 20 000 0009')));
    const { version } = await desk.contentOf(desk.north);
    expect(await desk.codeOf(desk.call(people.una, 'POST', `proposals/${made.id}/approval`, { revision: 1, version: version - 1 }))).toBe('conflict');
    await desk.proposal(desk.withdraw(people.north, made));
  });
});
