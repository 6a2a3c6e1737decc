// Parent bodies by the one writer: no entry stands below itself, whoever writes at once, and an old ring holds nothing up.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { emptyContent, Problem, type AuthorityContent } from '#protocol';
import { WriteEntry, type EntryWrite } from '../apps/api/src/directory/write-entry.ts';
import { Database } from '../apps/api/src/platform/database.ts';
import { openDesk, people, value, type DirectoryDesk } from './support/directory-desk.ts';

let desk: DirectoryDesk;
beforeAll(async () => {
  desk = await openDesk();
}, 60_000);
afterAll(() => desk?.close());

interface Body { readonly id: string; readonly name: string; readonly content: AuthorityContent }

function body(name: string): Body {
  return { id: randomUUID(), name, content: { ...emptyContent('KE', 'court'), names: [{ ...value(), name, language: 'en', kind: 'official' }] } };
}
const under = ({ content }: Body, parent: Body | null): AuthorityContent => ({ ...content, parents: parent === null ? [] : [{ ...value(), authority: parent.id, name: null, language: 'en' }] });

/** Writes entries as they are now, each below another one or none. `hold`: what happens before the commit. */
function write(links: readonly (readonly [Body, Body | null])[], origin: EntryWrite['origin']['kind'] = 'proposal', hold: () => Promise<void> = async () => undefined): Promise<void> {
  return desk.app.get(Database).transaction(async (tx) => {
    const rows = await tx.query<{ id: string; version: number }>('SELECT id, version FROM authority WHERE id = ANY ($1::uuid[])', [links.map(([{ id }]) => id)]);
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    await desk.app.get(WriteEntry).execute(tx, links.map(([entry, parent]) => ({
      authority: entry.id, expectedVersion: versions.get(entry.id) ?? 0, content: under(entry, parent), origin: { kind: origin, id: null }, side: 'hub', proposedBy: null, approvedBy: [],
    })));
    await hold();
  }, 'system');
}

/** `done`, or the ring that was refused, by names. */
const outcomeOf = (work: Promise<void>): Promise<unknown> => work.then(() => 'done', (error: unknown) => {
  if (error instanceof Problem && error.code === 'parent-ring') return error.details.fields?.map(({ reason }) => reason);
  throw error;
});
const parentOf = async ({ id }: Body) => (await desk.owner.query<{ parent: string }>('SELECT parent FROM authority_parent WHERE authority = $1', [id])).rows[0]?.parent ?? null;

/** Bodies of which each stands below the next one. */
async function chain(...names: string[]): Promise<Body[]> {
  const bodies = names.map(body);
  await write(bodies.map((entry, place) => [entry, bodies[place + 1] ?? null]));
  return bodies;
}

test.each(['proposal', 'import', 'undo'] as const)('a ring of three is refused by its names, and nothing of the writing stays (%s)', async (origin) => {
  const [a, b, c] = (await chain('Unit', 'Office', 'Ministry')) as [Body, Body, Body];
  const bystander = body('Bystander');
  expect(await outcomeOf(write([[bystander, a], [c, a]], origin))).toEqual(['Unit', 'Office', 'Ministry']);
  expect([await parentOf(c), await parentOf(bystander), await parentOf(a)]).toEqual([null, null, b.id]);
});

test('new entries close no ring among themselves, and none is its own parent', async () => {
  const [a, b] = [body('One'), body('Other')];
  expect(await outcomeOf(write([[a, b], [b, a]]))).toHaveLength(2);
  expect(await outcomeOf(write([[a, a]]))).toEqual(['One']);
  expect((await desk.call(people.una, 'GET', `authorities/${a.id}`)).status).toBe(404);
});

test('a ring may be turned round in one writing, as long as none is left', async () => {
  const [a, b, c] = (await chain('Lowest', 'Middle', 'Highest')) as [Body, Body, Body];
  await write([[a, null], [b, a], [c, b]]);
  expect([await parentOf(a), await parentOf(b), await parentOf(c)]).toEqual([null, a.id, b.id]);
});

test('two who close a ring together: the second waits for the first, and sees it', async () => {
  const [a, b] = (await chain('A', 'B')) as [Body, Body];
  const [c, d] = (await chain('C', 'D')) as [Body, Body];
  // No entry is written or linked by both.
  const second = { outcome: Promise.resolve<unknown>(null) };
  await write([[b, c]], 'proposal', async () => {
    second.outcome = outcomeOf(write([[d, a]]));
    await waitsForLock();
  });
  expect(await second.outcome).toEqual(['A', 'B', 'C', 'D']);
  expect([await parentOf(b), await parentOf(d)]).toEqual([c.id, null]);
});

/** Until a session of this database waits for another one. */
async function waitsForLock(): Promise<void> {
  for (;;) {
    const { rows } = await desk.owner.query('SELECT FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0');
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a ring from before is read, holds nothing else up, and can be undone', async () => {
  const [a, b, c] = (await chain('Old A', 'Old B', 'Old C')) as [Body, Body, Body];
  await desk.owner.query(`INSERT INTO authority_parent (id, authority, parent, language, visibility, source) VALUES (gen_random_uuid(), $1, $2, 'en', 'public', 'test')`, [c.id, a.id]);
  expect((await desk.call(null, 'GET', `authorities/${a.id}`)).body['parent']).toMatchObject({ authority: b.id, shown: 'Old B' });
  // Another entry may come under it, and its own values may change.
  const newcomer = body('Newcomer');
  await write([[newcomer, b]]);
  const { version, content } = await desk.contentOf(a.id);
  const proposal = await desk.proposal(desk.propose(people.una, a.id, (now) => ({ ...now, notes: [{ ...value(), text: 'as before' }] }), version));
  expect((await desk.proposal(desk.approve(people.duo, proposal))).state).toBe('applied');
  expect(content.parents[0]!.authority).toBe(b.id);
  await write([[c, null]]);
  expect(await outcomeOf(write([[c, newcomer]]))).toEqual(['Newcomer', 'Old B', 'Old C']);
});
