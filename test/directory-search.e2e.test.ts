// Finding in the directory, from the outside: real searches over the seed, facets, paging, freshness, and what nobody may find out.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { z } from 'zod';
import { directoryRoutes, localTime, type AuthoritySummary, type DirectoryFacets } from '#protocol';
import { createDatabase, type TestDatabase } from './support/database.ts';
import { startHub, type Hub } from './support/hub.ts';

/** What is typed; the State, and part of a name, of the authority expected among the first three. */
const SEARCHES = z.array(z.tuple([z.string(), z.string(), z.string()])).parse(JSON.parse(await readFile(join(import.meta.dirname, 'data', 'directory-searches.json'), 'utf8')));

let database: TestDatabase;
let owner: Client;
let hub: Hub;

beforeAll(async () => {
  database = await createDatabase();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
  hub = await startHub({ databaseUrl: database.url, processes: ['api'] });
}, 60_000);
afterAll(async () => {
  await hub?.stop();
  await owner?.end();
  await database?.drop();
});

async function list(query: Record<string, string>): Promise<{ items: AuthoritySummary[]; next: string | null }> {
  const answer = await fetch(`${hub.url}/api/directory/authorities?${new URLSearchParams(query)}`);
  expect(answer.status).toBe(200);
  return directoryRoutes.listAuthorities.response.parse(await answer.json());
}

async function facets(query: Record<string, string> = {}): Promise<DirectoryFacets> {
  const answer = await fetch(`${hub.url}/api/directory/facets?${new URLSearchParams(query)}`);
  expect(answer.status).toBe(200);
  return directoryRoutes.directoryFacets.response.parse(await answer.json());
}

const word = (visibility: string) => `zebrafinch${visibility}`;
const countOf = (counts: readonly { value: string; count: number }[], value: string) => counts.find((each) => each.value === value)?.count ?? 0;

async function allNames(authority: string): Promise<string[]> {
  return (await owner.query<{ name: string }>('SELECT name FROM authority_name WHERE authority = $1', [authority])).rows.map(({ name }) => name);
}

describe('real searches', () => {
  test('are at least 60', () => expect(SEARCHES.length).toBeGreaterThanOrEqual(60));

  test.each(SEARCHES)('%s finds in %s: %s', async (q, state, name) => {
    const { items } = await list({ q, limit: '3' });
    const named: string[] = [];
    for (const item of items) named.push(`${item.state}: ${(await allNames(item.id)).join(' | ')}`);
    expect(named.filter((each) => each.startsWith(`${state}: `))).toContainEqual(expect.stringContaining(name));
    for (const { match } of items) expect(match).not.toBeNull();
  });

  test.each([
    ['ICAC', { text: 'ICAC', kind: 'acronym' }],
    ['French Anti-Corruption Agency', { text: 'French Anti-Corruption Agency', kind: 'name' }],
    ['Standards Committee', { text: 'the Standards Committee', kind: 'alias' }],
    ['Ministry of Justice of the Republic of Macedonia', { text: 'Ministry of Justice of the Republic of Macedonia', kind: 'former' }],
    ['Кения', { text: 'Кения', kind: 'state' }],
    ['引渡', { text: '引渡', kind: 'function' }],
    ['第46条', { text: '第46条', kind: 'article' }],
    ['bundeskrimnalamt', { text: 'Bundeskriminalamt', kind: 'similar' }],
  ])('%s: the first hit says what answered: %j', async (q, match) => {
    expect((await list({ q })).items[0]?.match).toEqual(match);
  });

  test('an acronym and a whole name come before names that only hold the words', async () => {
    expect((await list({ q: 'ACC' })).items.slice(0, 3).map(({ acronym }) => acronym)).toEqual(['ACC', 'ACC', 'ACC']);
    const { items } = await list({ q: 'Ministry of Justice', limit: '100' });
    const others = items.findIndex(({ name }) => name !== 'Ministry of Justice');
    expect(others).toBeGreaterThan(3);
    expect(items.slice(others).filter(({ name }) => name === 'Ministry of Justice')).toEqual([]);
  });

  test.each(['مصر', 'Côte d\'Or', 'zzzzqqqq', '!!'])('%s finds nothing rather than anything', async (q) => {
    expect((await list({ q })).items).toEqual([]);
  });

  test.each([{ q: 'commission' }, { q: 'комисия по борьбе с корупцией' }, { q: 'haute autorite corruption kenya mali' }, { region: '150' }, {}])('pages cover %j once each, in order', async (query) => {
    const whole: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ ...query, limit: '7', ...(cursor ? { cursor } : {}) });
      whole.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor);
    expect(new Set(whole).size).toBe(whole.length);
    expect(whole.length).toBe((await facets(query)).total);
    expect((await list({ ...query, limit: '100' })).items.map(({ id }) => id)).toEqual(whole.slice(0, 100));
  });
});

describe('facets', () => {
  test.each([{}, { q: 'corruption' }, { state: 'LV' }, { region: '150', function: 'mla' }, { q: 'ministry', language: 'en' }] as Record<string, string>[])('count what the list gives: %j', async (query) => {
    const counted = await facets(query);
    for (const facet of ['state', 'region', 'function', 'article', 'language', 'network', 'member', 'stale', 'answering'] as const) {
      for (const { value, count } of counted[facet].slice(0, 4)) {
        expect([facet, value, (await facets({ ...query, [facet]: value })).total]).toEqual([facet, value, count]);
      }
    }
    const { items } = await list({ ...query, limit: '100' });
    expect(items.length).toBe(Math.min(100, counted.total));
  });

  test('a facet leaves its own filter aside', async () => {
    const one = await facets({ state: 'LV', q: 'ministry of justice' });
    expect(one.total).toBe(1);
    expect(one.state.length).toBeGreaterThan(10);
    expect(one.function.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(3);
  });

  test('the database counts the same', async () => {
    const { state, total, network } = await facets();
    const rows = (await owner.query<{ state: string; count: number }>('SELECT state, count(*)::int AS count FROM authority GROUP BY 1')).rows;
    expect(Object.fromEntries(state.map(({ value, count }) => [value, count]))).toEqual(Object.fromEntries(rows.map((row) => [row.state, row.count])));
    expect(total).toBe(rows.reduce((sum, { count }) => sum + count, 0));
    const networks = (await owner.query<{ network: string; count: number }>('SELECT network, count(DISTINCT authority)::int AS count FROM affiliation GROUP BY 1')).rows;
    expect(Object.fromEntries(network.map(({ value, count }) => [value, count]))).toEqual(Object.fromEntries(networks.map((row) => [row.network, row.count])));
  });

  test('are sent again only when they changed', async () => {
    const first = await fetch(`${hub.url}/api/directory/facets?q=commission`);
    const again = await fetch(`${hub.url}/api/directory/facets?q=commission`, { headers: { 'if-none-match': first.headers.get('etag')! } });
    expect([first.status, again.status, await again.text()]).toEqual([200, 304, '']);
  });

  test.each(['q=', 'state=xx', 'stale=maybe', 'article=72', 'network=%00'])('refuses %s', async (query) => {
    expect((await fetch(`${hub.url}/api/directory/facets?${query}`)).status).toBe(400);
  });
});

describe('answers now', () => {
  test('by office hours at the moment of asking: in the list, as a filter and in counts', async () => {
    const [open, shut, odd] = (await owner.query<{ id: string }>(`SELECT id FROM authority WHERE state = 'NZ' ORDER BY id LIMIT 3`)).rows.map(({ id }) => id) as [string, string, string];
    const add = (authority: string, zone: string, weekly: unknown) => owner.query(
      `INSERT INTO office_hours (id, authority, visibility, source, purpose, zone, weekly, language) VALUES (gen_random_uuid(), $1, 'public', 'test', 'general', $2, $3, 'en')`, [authority, zone, JSON.stringify(weekly)],
    );
    const weekday = localTime('Pacific/Auckland', Date.now())!.day;
    // All of today and its neighbours, there; and the days after, so that neither midnight nor a slow test matters.
    const around = [weekday, (weekday % 7) + 1, ((weekday + 5) % 7) + 1];
    await add(open, 'Pacific/Auckland', [{ days: around, from: '00:00', to: '24:00' }]);
    await add(shut, 'Pacific/Auckland', [{ days: [1, 2, 3, 4, 5, 6, 7].filter((day) => !around.includes(day)).slice(1, 3), from: '10:00', to: '11:00' }]);
    await add(odd, 'Mars/Olympus', [{ days: around, from: '00:00', to: '24:00' }]);
    await owner.query('SELECT refresh_authority_search($1)', [[open, shut, odd]]);
    expect((await list({ answering: 'true' })).items.map(({ id, answering }) => [id, answering])).toEqual([[open, true]]);
    expect((await list({ answering: 'false' })).items.map(({ id, answering }) => [id, answering])).toEqual([[shut, false]]);
    expect((await facets()).answering).toEqual([{ value: 'false', count: 1 }, { value: 'true', count: 1 }]);
    expect((await list({ state: 'NZ', limit: '100' })).items.filter(({ answering }) => answering === null).map(({ id }) => id)).toContain(odd);
    await owner.query('DELETE FROM office_hours WHERE authority = ANY ($1)', [[open, shut, odd]]);
    await owner.query('SELECT refresh_authority_search($1)', [[open, shut, odd]]);
    expect((await facets()).answering).toEqual([]);
  });
});

describe('what changed', () => {
  test('is found at the next request: an alias, a confirmation, a removal', async () => {
    const { id } = (await list({ q: 'CPIB' })).items[0]!;
    expect((await list({ q: 'lioncity integrity squad' })).items).toEqual([]);
    await owner.query(`INSERT INTO authority_name (id, authority, name, language, kind, search, position, source) VALUES (gen_random_uuid(), $1, 'Lioncity Integrity Squad', 'en', 'alias', 'lioncity integrity squad', 90, 'test')`, [id]);
    await owner.query(`UPDATE authority SET confirmed = now(), confirmation_due = now() + interval '1 year' WHERE id = $1`, [id]);
    await owner.query('SELECT refresh_authority_search($1)', [[id]]);
    expect((await list({ q: 'lioncity squad' })).items.map((item) => item.id)).toEqual([id]);
    expect((await list({ stale: 'false' })).items.map((item) => item.id)).toEqual([id]);
    expect(countOf((await facets()).stale, 'false')).toBe(1);

    const before = (await facets()).total;
    await owner.query('DELETE FROM authority WHERE id = $1', [id]);
    expect((await facets()).total).toBe(before - 1);
    expect((await list({ q: 'CPIB' })).items).toEqual([]);
  });

  test('many changes one after the other leave no trace of the former ones', async () => {
    const { id } = (await list({ q: 'KNAB' })).items[0]!;
    const before = (await facets()).total;
    for (let round = 0; round < 5; round++) await owner.query('SELECT refresh_authority_search((SELECT array_agg(id) FROM authority))');
    await Promise.all(Array.from({ length: 20 }, () => list({ q: 'KNAB' })));
    expect((await facets()).total).toBe(before);
    expect((await list({ q: 'KNAB' })).items.map((item) => item.id)).toEqual([id]);
  });
});

describe('hidden values', () => {
  let authority: string;

  beforeAll(async () => {
    authority = (await list({ q: 'Ethics and Anti-Corruption Commission', state: 'KE' })).items[0]!.id;
    for (const visibility of ['public', 'government', 'members']) {
      await owner.query(`INSERT INTO authority_name (id, authority, name, language, kind, visibility, search, position, source) VALUES (gen_random_uuid(), $1, $2, 'en', 'alias', $3, $2, 91, 'test')`, [authority, word(visibility), visibility]);
    }
    await owner.query(
      `INSERT INTO designation (id, authority, function, functions, instrument, articles, languages, visibility, source) VALUES
       (gen_random_uuid(), $1, 'Quokkafunction', '{apostille}', 'UNCAC', '{71}', '{sw}', 'members', 'test'), (gen_random_uuid(), $1, 'Open function', '{extradition}', 'UNCAC', '{44}', '{ki}', 'public', 'test')`,
      [authority],
    );
    await owner.query('SELECT refresh_authority_search($1)', [[authority]]);
  });

  test('nobody finds by them: not as written, not nearly, not by beginning, not by a part of their words', async () => {
    expect((await list({ q: word('public') })).items.map(({ id }) => id)).toEqual([authority]);
    for (const q of [word('government'), word('members'), 'zebrafinchmembrs', 'zebrafinchgov', 'zebrafinchgovernmant', 'quokkafunction', 'quokka', 'Kenya quokkafunction']) {
      expect((await list({ q })).items.filter(({ match }) => match?.text.includes('zebrafinch') && match.text !== word('public'))).toEqual([]);
    }
    for (const q of [word('members'), 'quokkafunction', 'quokka']) expect((await list({ q })).items).toEqual([]);
    // What any word that nobody knows would give: the State's entries, by its name.
    expect(await list({ q: 'Kenya quokkafunction' })).toEqual(await list({ q: 'Kenya jabberwockword' }));
  });

  test('no filter and no count tells them', async () => {
    for (const query of [{ article: '71' }, { language: 'sw' }] as Record<string, string>[]) expect((await list(query)).items).toEqual([]);
    expect((await list({ function: 'apostille', state: 'KE' })).items).toEqual([]);
    expect((await list({ language: 'ki' })).items.map(({ id }) => id)).toEqual([authority]);
    const counted = await facets({ state: 'KE' });
    expect([countOf(counted.article, '71'), countOf(counted.language, 'sw'), countOf(counted.function, 'apostille'), countOf(counted.language, 'ki')]).toEqual([0, 0, 0, 1]);
    const [item] = (await list({ language: 'ki' })).items;
    expect(item).toMatchObject({ designations: 1, functions: ['extradition'], articles: ['44'] });
  });

  test('a hidden word shades no public one: what is found does not depend on it', async () => {
    const queries = ['zebrafinchpublik', 'zebrafinch', 'zebra', 'Kenya zebrafinchpubli'];
    const found = async () => Promise.all(queries.map(async (q) => (await list({ q })).items.map(({ id, match }) => [id, match])));
    const before = await found();
    await owner.query(`DELETE FROM authority_name WHERE visibility <> 'public' AND authority = $1`, [authority]);
    await owner.query('SELECT refresh_authority_search($1)', [[authority]]);
    expect(await found()).toEqual(before);
  });
});
