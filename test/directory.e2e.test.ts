// The directory from the outside: what is found, what is shown, and what is not shown to whom.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, type QueryResult, type QueryResultRow } from 'pg';
import { AuthorityEntry, directoryRoutes, type AuthoritySummary, type State } from '#protocol';
import { createDatabase, migrate, type TestDatabase } from './support/database.ts';
import { startHub, type Hub } from './support/hub.ts';

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

async function entryOf(query: Record<string, string>): Promise<AuthorityEntry> {
  const { items } = await list(query);
  const answer = await fetch(`${hub.url}/api/directory/authorities/${items[0]!.id}`);
  expect(answer.status).toBe(200);
  return AuthorityEntry.parse(await answer.json());
}

async function count(table: string): Promise<number> {
  return (await owner.query(`SELECT count(*)::int AS count FROM ${table}`)).rows[0].count;
}

async function statesOf(query: Record<string, string>): Promise<string[]> {
  return [...new Set((await list({ ...query, limit: '100' })).items.map(({ state }) => state))].toSorted();
}

// Through the very role the application uses, as the second wall; the routes' first wall stands before it.
async function asCaller<T extends QueryResultRow>(role: string, member: string | null, work: (query: (sql: string) => Promise<QueryResult<T>>) => Promise<T[]>): Promise<T[]> {
  await owner.query(`BEGIN`);
  try {
    await owner.query(`SELECT set_config('globe.role', $1, true), set_config('globe.member', $2, true)`, [role, member ?? '']);
    await owner.query('SET LOCAL ROLE globe_app');
    return await work((sql) => owner.query<T>(sql));
  } finally {
    await owner.query('ROLLBACK');
  }
}

describe('finding', () => {
  // What is typed → a word of the name expected among the first three, and its State.
  test.each([
    ['Agence française anticorruption', 'French Anti-Corruption Agency', 'FR'],
    ['agence francaise anti-corruption', 'French Anti-Corruption Agency', 'FR'],
    ['AFA', 'French Anti-Corruption Agency', 'FR'],
    ['oficina anticorrupcion', 'Anti-Corruption Office', 'AR'],
    ['Argentina anti corruption', 'Anti-Corruption Office', 'AR'],
    ['КОМИТЕТ по возврату активов', 'Asset Recovery', 'KZ'],
    ['هيئة مكافحة الفساد الفلسطينية', 'Palestinian', 'PS'],
    ['هيئه مكافحه الفساد الفلسطينيه', 'Palestinian', 'PS'],
    ['Ελεγκτικο Συνεδριο', 'Hellenic Court of Audit', 'GR'],
    ['εισαγγελία εφετών πατρών', 'ΠΑΤΡΩΝ', 'GR'],
    ['eisaggelia patron', 'ΠΑΤΡΩΝ', 'GR'],
    ['aklagarmyndigheten', 'Swedish Prosecution Authority', 'SE'],
    ['Åklagarmyndigheten', 'Swedish Prosecution Authority', 'SE'],
    ['sapo', 'Swedish Security Service', 'SE'],
    ['KNAB', 'Corruption Prevention and Combating Bureau', 'LV'],
    ['corupption prevention latvia', 'Corruption Prevention and Combating Bureau', 'LV'],
    ['directia nationala anticoruptie', 'National Anticorruption Directorate', 'RO'],
    ['Direcția Natională Anticorupţie', 'National Anticorruption Directorate', 'RO'],
    ['Bundeskriminalamt', 'Federal Criminal Police Office', 'DE'],
    ['bundeskrimnalamt', 'Federal Criminal Police Office', 'DE'],
    ['Serious Fruad Offcie', 'Serious Fraud Office', 'GB'],
    ['EFCC', 'Economic and Financial Crimes Commission', 'NG'],
    ['econmic finacial crimes comission nigeria', 'Economic and Financial Crimes Commission', 'NG'],
    ['廉政公署 香港', 'Independent Commission Against Corruption', 'HK'],
    ['香港', 'Independent Commission Against Corruption', 'HK'],
    ['Кения', 'Ethics and Anti-Corruption Commission', 'KE'],
    ['Côte d\'Or', '', ''],
    ['tribunal de contas', 'Tribunal de Contas da União', 'BR'],
    ['Nazaha', 'National Anti-Corruption Commission', 'SA'],
    ['fiu india', 'Financial Intelligence Unit - India', 'IN'],
    ['Ministry of Justice of the Republic of Macedonia', 'Ministry of Justice', 'MK'],
    ['korrupsiyaga qarshi', 'Anti-Corruption Agency', 'UZ'],
    ['agentstvo po protivodeystviyu korruptsii', 'Anti-Corruption Agency', 'KZ'],
    ['thanh tra chinh phu', 'Government Inspectorate of Viet Nam', 'VN'],
  ])('%s', async (q, name, state) => {
    const { items } = await list({ q, limit: '3' });
    if (name === '') return expect(items).toEqual([]);
    expect(items.map((item) => `${item.state} ${item.name}`)).toContainEqual(expect.stringContaining(name));
    expect(items.some((item) => item.state === state && item.name.includes(name))).toBe(true);
  });

  test('an acronym comes first, and the hit is explained', async () => {
    const { items } = await list({ q: 'ICAC' });
    expect(items[0]).toMatchObject({ acronym: 'ICAC', match: { text: 'ICAC', kind: 'acronym' } });
    expect((await list({ q: 'Kenya' })).items.every(({ state, match }) => state === 'KE' && match?.kind !== 'similar')).toBe(true);
    expect((await list({ q: 'bundeskrimnalamt' })).items[0]?.match).toEqual({ text: 'Bundeskriminalamt', kind: 'similar' });
  });

  test('by State, region, function, article, language, member', async () => {
    expect(await statesOf({ state: 'BR' })).toEqual(['BR']);
    expect(await statesOf({ region: '011', q: 'corruption' })).toEqual(['BJ', 'LR', 'NE', 'NG', 'SL', 'SN', 'TG']);
    expect(await statesOf({ function: 'prevention' })).toEqual(['IT', 'LV']);
    expect(await statesOf({ article: '46' })).toEqual(['LV', 'PT']);
    expect(await statesOf({ language: 'uk' })).toEqual(['UA']);
    expect(await statesOf({ language: 'de' })).toEqual(['CH']);
    expect(await statesOf({ member: 'true' })).toEqual([]);
  });

  test.each([{ limit: '7' }, { limit: '7', q: 'commission' }, { limit: '7', q: 'comission' }])('pages cover the list exactly once: %o', async (query) => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ ...query, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    const whole = 'q' in query ? (await list({ q: 'commission', limit: '100' })).items.length : await count('authority');
    expect(seen).toHaveLength(whole);
  });

  test.each(['cursor=AAAA', 'cursor=!', 'limit=0', 'limit=101', 'state=xx', 'q=', 'q=%00', 'article=72', 'function=spying', `q=${'x'.repeat(201)}`])('refuses %s', async (query) => {
    const answer = await fetch(`${hub.url}/api/directory/authorities?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'bad-request' });
  });

  test('what breaks software only finds nothing', async () => {
    for (const q of ["'; DROP TABLE authority; --", '%', '_', '\\', '$1', '..', '<script>', '‮', '🦊', 'a'.repeat(200), 'ﷺ', '​', '{{7*7}}']) {
      const answer = await fetch(`${hub.url}/api/directory/authorities?${new URLSearchParams({ q })}`);
      expect([200, 400]).toContain(answer.status);
    }
    expect(await count('authority')).toBeGreaterThan(250);
  });
});

describe('an entry', () => {
  test('the same body in several rows is one, and each value names its source', async () => {
    const entry = await entryOf({ q: 'French Anti-Corruption Agency' });
    expect((await list({ q: 'French Anti-Corruption Agency' })).items).toHaveLength(1);
    expect(entry).toMatchObject({ name: 'French Anti-Corruption Agency', native: { name: 'Agence française anticorruption', language: 'fr' }, acronym: 'AFA', names: { fr: 'Agence française anticorruption' } });
    expect(entry.affiliations.map(({ network }) => network).toSorted()).toEqual(['EPAC/EACN', 'IAACA', 'NCPA']);
    for (const { provenance } of [...entry.allNames, ...entry.contacts, ...entry.affiliations]) expect(provenance.source).not.toBe('');
  });

  test('designations keep the words of the source beside the groups', async () => {
    const { designations } = await entryOf({ q: 'Corruption Prevention and Combating Bureau', state: 'LV' });
    expect(designations).toMatchObject([{ function: 'Prevention authority', functions: ['prevention'], instrument: 'UNCAC', provision: 'art. 6(3)', articles: ['6'], provenance: { date: '2005' } }]);
  });

  test('GlobE is stated only where the source states it; nobody is a member of this hub', async () => {
    const rows = (await owner.query(`SELECT DISTINCT n.name FROM affiliation f JOIN authority_name n ON n.authority = f.authority AND n.position = 0 WHERE f.network = 'GlobE' AND f.stated`)).rows;
    expect(rows).toHaveLength(12);
    const austria = await entryOf({ q: 'Federal Bureau of Anti-Corruption' });
    expect(austria.affiliations.find(({ network }) => network === 'GlobE')).toMatchObject({ stated: false });
    expect(austria.member).toBeNull();
  });

  test('no such entry', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000']) {
      const answer = await fetch(`${hub.url}/api/directory/authorities/${id}`);
      expect(answer.status).toBe(404);
    }
    expect((await fetch(`${hub.url}/api/directory/authorities/1`)).status).toBe(400);
  });

  test('is sent again only when it changed', async () => {
    const first = await fetch(`${hub.url}/api/directory/authorities?state=AR`);
    const etag = first.headers.get('etag')!;
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const again = await fetch(`${hub.url}/api/directory/authorities?state=AR`, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await fetch(`${hub.url}/api/directory/authorities?state=BR`, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });
});

describe('States', () => {
  test('have UN names in six languages, regions and UNCAC dates', async () => {
    const answer = await fetch(`${hub.url}/api/directory/states`);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    const { states } = directoryRoutes.states.response.parse(await answer.json()) as { states: State[] };
    const of = (code: string) => states.find((state) => state.code === code);
    expect(of('TR')?.names.en).toBe('Türkiye');
    expect(of('AF')).toMatchObject({ names: { ar: 'أفغانستان', zh: '阿富汗', en: 'Afghanistan', fr: 'Afghanistan', ru: 'Афганистан', es: 'Afganistán' }, regions: [{ code: '142' }, { code: '034' }], uncac: { signed: '2004-02-20', consent: '2008-08-25', party: true } });
    expect(of('AL')?.facts).toMatchObject([{ fact: 'globe-member-unnamed' }]);
    expect(states.reduce((sum, { authorities }) => sum + authorities, 0)).toBe(await count('authority'));
    expect((await fetch(`${hub.url}/api/directory/states`, { headers: { 'if-none-match': answer.headers.get('etag')! } })).status).toBe(304);
  });
});

describe('who sees what', () => {
  const MEMBER = '6f0d8f52-6f6c-4c64-9a4e-0d1c5c2f6b11';
  let authority: string;

  beforeAll(async () => {
    authority = (await list({ q: 'Ethics and Anti-Corruption Commission', state: 'KE' })).items[0]!.id;
    for (const visibility of ['public', 'government', 'members']) {
      await owner.query(`INSERT INTO contact (id, authority, kind, value, visibility, source) VALUES (gen_random_uuid(), $1, 'email', $2, $3, 'test')`, [authority, `${visibility}@authority.example`, visibility]);
      await owner.query(`INSERT INTO authority_name (id, authority, name, language, kind, visibility, search, position, source) VALUES (gen_random_uuid(), $1, $2, 'en', 'alias', $3, $2, 90, 'test')`, [authority, `hiddenword${visibility}`, visibility]);
    }
    await owner.query('SELECT refresh_authority_search($1)', [[authority]]);
  });

  test('an anonymous caller sees public values, in the entry and in what a search finds', async () => {
    const entry = await entryOf({ q: 'Ethics and Anti-Corruption Commission', state: 'KE' });
    expect(entry.contacts.filter(({ kind }) => kind === 'email').map(({ value }) => value)).toEqual(['public@authority.example']);
    expect(entry.allNames.map(({ name }) => name)).not.toContain('hiddenwordmembers');
    expect((await list({ q: 'hiddenwordpublic' })).items.map(({ id }) => id)).toEqual([authority]);
    for (const q of ['hiddenwordgovernment', 'hiddenwordmembers']) {
      expect((await list({ q })).items).toEqual([]);
    }
  });

  test.each([
    ['anonymous', null, ['public']],
    ['pending', null, ['public']],
    ['auditor', null, ['government', 'public']],
    ['officer', MEMBER, ['government', 'members', 'public']],
    ['officer', null, ['government', 'public']],
    ['secretariat', null, ['government', 'members', 'public']],
  ])('%s of %s sees %j', async (role, member, seen) => {
    for (const table of ['contact', 'authority_name', 'authority_search']) {
      const rows = await asCaller<{ visibility: string }>(role, member, async (query) => (await query(`SELECT DISTINCT visibility FROM ${table} WHERE authority = '${authority}' ORDER BY 1`)).rows);
      expect(rows.map(({ visibility }) => visibility)).toEqual(seen);
    }
  });
});

test('seeding again changes nothing', async () => {
  const tables = ['state', 'authority', 'authority_name', 'designation', 'contact', 'affiliation', 'authority_note', 'state_fact', 'authority_version', 'authority_version_content'];
  const counts = async () => {
    const found: Record<string, number> = {};
    for (const table of tables) found[table] = await count(table);
    return found;
  };
  const before = await counts();
  await owner.query(`UPDATE authority SET kind = 'court' WHERE id = (SELECT min(id::text)::uuid FROM authority)`);
  await owner.query('DELETE FROM directory_seed');
  await migrate(database.url);
  await migrate(database.url);
  expect(await counts()).toEqual(before);
  expect((await owner.query(`SELECT kind FROM authority ORDER BY id::text LIMIT 1`)).rows[0].kind).toBe('court');
});
