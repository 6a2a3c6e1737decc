// Seeing values that are not for everybody is recorded, once for what is newly seen.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { full, openEntryWriter, people, type EntryWriter } from './support/entry-writer.ts';
import { CALLER_HEADER, type Person } from './support/people.ts';

let writer: EntryWriter;
beforeAll(async () => {
  writer = await openEntryWriter();
}, 60_000);
afterAll(() => writer?.close());

const searchAs = async (as: Person | null) => (await writer.app.inject({ method: 'GET', url: '/api/directory/authorities?q=quetzalcoatlus', headers: as ? { [CALLER_HEADER]: as.officer } : {} })).statusCode;
const listsSeen = async () => (await writer.recorded()).filter(({ action }) => action === 'directory.list');

describe('views of restricted values', () => {
  test('in a list, too', async () => {
    const id = randomUUID();
    await writer.write({ authority: id, expectedVersion: 0, content: full('Court of Quetzalcoatlus') });
    for (const as of [null, people.pending, people.auditor, people.officer, people.officer]) expect(await searchAs(as)).toBe(200);
    expect((await listsSeen()).map(({ actor, details }) => [actor.officer, details])).toEqual([[people.auditor.officer, { entries: 1 }], [people.officer.officer, { entries: 1 }]]);
  });

  test('are recorded once for what is newly seen', async () => {
    const id = randomUUID();
    const content = full('Court of Views');
    await writer.write({ authority: id, expectedVersion: 0, content });
    const views = () => writer.acts('directory.view', id);
    await writer.entryOf(id);
    await writer.entryOf(id, people.pending);
    expect(await views()).toEqual([]);
    await writer.entryOf(id, people.auditor);
    await writer.entryOf(id, people.officer);
    await writer.entryOf(id, people.officer);
    await writer.contentOf(id, '', people.officer);
    expect(await views()).toMatchObject([
      { actor: { officer: people.auditor.officer }, details: { version: 1, restricted: 8 } },
      { actor: { officer: people.officer.officer, member: people.officer.member }, details: { version: 1, restricted: 16 } },
    ]);
    await writer.write({ authority: id, expectedVersion: 1, content: { ...content, notes: content.notes.filter(({ visibility }) => visibility === 'public') } });
    await writer.entryOf(id, people.officer);
    await writer.contentOf(id, '?version=1', people.officer);
    expect((await views()).map(({ details }) => details)).toEqual([{ version: 1, restricted: 8 }, { version: 1, restricted: 16 }, { version: 2, restricted: 14 }]);
  });
});
