// What each audience may see of the directory, from the outside, over every public address there is: hidden values are planted, and
// every byte of every answer is looked at. To those who may not see them it must be as if they were not there.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Client } from 'pg';
import readExcelFile from 'read-excel-file/node';
import { AuthorityContent, CONTENT_PARTS, directoryHistoryRoutes, ROUTE_TABLES, type ContentPart, type Route, type Visibility } from '#protocol';
import { AuditLog } from '../apps/api/src/audit/audit.port.ts';
import { DirectoryRepository } from '../apps/api/src/directory/directory.repository.ts';
import { MakeSnapshot } from '../apps/api/src/directory/snapshot/make-snapshot.ts';
import { DirectorySnapshotModule } from '../apps/api/src/directory/snapshot/snapshot.module.ts';
import { SnapshotRepository } from '../apps/api/src/directory/snapshot/snapshot.repository.ts';
import { WriteEntry } from '../apps/api/src/directory/write-entry.ts';
import { Clock } from '../apps/api/src/platform/clock.ts';
import { Database } from '../apps/api/src/platform/database.ts';
import { openDirectoryApp, type DirectoryApp } from './support/directory-app.ts';
import { CALLER_HEADER, person, type Person } from './support/people.ts';

const HIDDEN = ['government', 'members'] as const;
type Hidden = (typeof HIDDEN)[number];
const people = { auditor: person('auditor', null), officer: person('officer', randomUUID()), secretariat: person('secretariat', null), pending: person('pending', null) } as const;
const AUDIENCES = [
  ['anybody', null, []],
  ['a pending account', people.pending, []],
  ['an auditor', people.auditor, ['government']],
  ['an officer of a member', people.officer, ['government', 'members']],
  ['the secretariat', people.secretariat, ['government', 'members']],
] as const satisfies readonly (readonly [string, Person | null, readonly Hidden[]])[];

/** Words that stand nowhere else, one for each part of an entry and audience; searched for in answers and looked for by callers. */
const PLANTED = { government: 'Wombatgovernment', members: 'Quokkamembers' } as const;
const word = (part: ContentPart, visibility: Hidden) => `${PLANTED[visibility]}${part}`;
/** Values that are codes: they, too, stand nowhere else in the seed. */
const CODES = { government: { language: 'gv', article: '70' }, members: { language: 'kw', article: '71' } } as const;

let directory: DirectoryApp;
let owner: Client;
let app: NestFastifyApplication;
let authority: string;
let before: ReadonlyMap<string, Answer>;
let snapshots: MakeSnapshot;
let snapshotAgain: boolean;

interface Answer { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly bytes: Buffer }

async function ask(url: string, as: Person | null, headers: Record<string, string> = {}): Promise<Answer> {
  const { statusCode: status, headers: all, rawPayload: bytes } = await app.inject({ method: 'GET', url, headers: { ...headers, ...(as ? { [CALLER_HEADER]: as.officer } : {}) } });
  const { 'x-correlation-id': correlation, date: _, ...kept } = all;
  return { status, headers: kept, bytes: Buffer.from(bytes.toString('latin1').replaceAll(String(correlation), 'correlation'), 'latin1') };
}

beforeAll(async () => {
  directory = await openDirectoryApp(Object.values(people), async () => new Map(), [DirectorySnapshotModule.forRoot('http')]);
  ({ app, owner } = directory);
  authority = (await owner.query(`SELECT authority FROM authority_name n JOIN authority a ON a.id = n.authority WHERE a.state = 'KE' AND n.name = 'Ethics and Anti-Corruption Commission'`)).rows[0].authority;
  const get = app.get.bind(app);
  snapshots = new MakeSnapshot(get(Database), get(DirectoryRepository), new SnapshotRepository(), get(AuditLog), get(Clock));
  expect(await snapshots.execute()).toBe(true);
  // Long enough ago for the next one.
  await owner.query("UPDATE directory_snapshot SET made = made - interval '1 hour'");
  before = await askAll(null);
  await plant();
  snapshotAgain = await snapshots.execute();
}, 60_000);
afterAll(() => directory?.close());

/** Puts values of both hidden audiences into every part of an entry that everybody knows. */
async function plant(): Promise<void> {
  const { version, content } = directoryHistoryRoutes.authorityContent.response.parse(JSON.parse((await ask(`/api/directory/authorities/${authority}/content`, people.secretariat)).bytes.toString()));
  const planted = structuredClone(content);
  const add = <P extends ContentPart>(part: P, make: (visibility: Hidden) => Omit<AuthorityContent[P][number], 'id' | 'visibility' | 'provenance'>) => {
    for (const visibility of HIDDEN) (planted[part] as unknown[]).push({ id: randomUUID(), visibility, provenance: { source: `https://source.example/${PLANTED[visibility]}source`, date: '2026-01-31' }, ...make(visibility) });
  };
  add('names', (v) => ({ name: word('names', v), language: 'en', kind: 'alias' as const }));
  add('designations', (v) => ({
    function: word('designations', v), functions: ['apostille' as const], instrument: 'UNCAC', provision: null, articles: [CODES[v].article], languages: [CODES[v].language],
    validFrom: null, validTo: null, reference: `${word('designations', v)}reference`, referenceDate: null, note: null,
  }));
  add('contacts', (v) => ({ kind: 'email' as const, purpose: 'duty' as const, value: `${word('contacts', v)}@authority.example` }));
  add('affiliations', (v) => ({ network: word('affiliations', v), stated: true, joined: null, evidence: null }));
  add('notes', (v) => ({ text: word('notes', v) }));
  add('practice', (v) => ({ topic: 'requirements' as const, answer: null, means: [], text: word('practice', v), language: 'en', url: null }));
  add('hours', (v) => ({ purpose: 'duty' as const, zone: 'Africa/Nairobi', weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }], holidays: word('hours', v), language: 'en' }));
  add('languages', (v) => ({ language: CODES[v].language }));
  planted.parents = [{ id: randomUUID(), visibility: 'members', provenance: { source: 'test', date: null }, authority: null, name: word('parents', 'members'), language: 'en' }];
  await app.get(Database).transaction((tx) => app.get(WriteEntry).execute(tx, [{
    authority, expectedVersion: version, content: planted, origin: { kind: 'import', id: null }, side: 'hub', proposedBy: null, approvedBy: [],
  }]), 'system');
}

/** What is looked for: planted words as written, misspelt, begun, in parts and beside a State, and words that everybody may find. */
const SEARCHES = [
  'Kenya', 'ethics', 'Ethics and Anti-Corruption Commission', 'EACC', 'etics corupption', 'apostille', 'wombat', 'quokka', 'members', 'government', 'names',
  ...HIDDEN.flatMap((v) => CONTENT_PARTS.map((part) => word(part, v))),
  ...HIDDEN.flatMap((v) => [word('names', v).slice(0, 9), word('names', v).replace('ombat', 'obmat').replace('uokka', 'uoka'), `Kenya ${word('designations', v)}`, `${PLANTED[v]} names`, `art. ${CODES[v].article}`, `apostille Kenya`]),
];
const FILTERS: readonly Record<string, string>[] = [
  { state: 'KE' }, { state: 'KE', function: 'apostille' }, { function: 'apostille' }, { region: '002' }, { stale: 'true', state: 'KE' }, { answering: 'true' }, { answering: 'false' }, { member: 'false', state: 'KE' },
  ...HIDDEN.flatMap((v) => [{ language: CODES[v].language }, { article: CODES[v].article }, { network: word('affiliations', v) }]),
];

/** Every address under which the directory answers to anybody, with parameters that touch the entry. A new route without an example here fails. */
function addresses(): string[] {
  const routes = Object.entries(ROUTE_TABLES).filter(([table]) => table.startsWith('directory')).flatMap(([, table]) => Object.values(table)).filter((route) => route.method === 'GET' && route.access.kind === 'public');
  return routes.flatMap((route) => examplesOf(route));
}

function examplesOf({ path }: Route): string[] {
  const queries = [...SEARCHES.map((q) => ({ q })), ...FILTERS].map((query) => `?${new URLSearchParams(query as Record<string, string>)}`);
  switch (path) {
    case '/api/directory/authorities': return [...queries, '?limit=100', '?state=KE&limit=1'].map((query) => path + query);
    case '/api/directory/by-state':
    case '/api/directory/facets': return ['', ...queries].map((query) => path + query);
    case '/api/directory/export/:format': return ['csv', 'vcf', 'json', 'xlsx'].flatMap((format) => ['?state=KE', `?q=${PLANTED.members}names`, `?network=${word('affiliations', 'government')}`].map((query) => path.replace(':format', format) + query));
    case '/api/directory/authorities/:id/content': return ['', '?version=1', `?at=${encodeURIComponent('2100-01-01T00:00:00.000Z')}`].map((query) => path.replace(':id', authority) + query);
    case '/api/directory/snapshot/:sha256/proof': return [path.replace(':sha256', '0'.repeat(64)) + '?size=1'];
    default: {
      const filled = path.replace(':id', authority).replace(':code', 'KE');
      if (filled.includes(':')) throw new Error(`${path} needs an example here`);
      return [filled];
    }
  }
}

/** Answers to one caller, with paging followed. */
async function askAll(as: Person | null): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (const url of addresses()) {
    const answer = await ask(url, as);
    answers.set(url, answer);
    const next = url.startsWith('/api/directory/authorities?') && answer.status === 200 ? (JSON.parse(answer.bytes.toString()) as { next: string | null }).next : null;
    if (next !== null) answers.set(`${url}&cursor`, await ask(`${url}&cursor=${next}`, as));
  }
  return answers;
}

/** All that can be read in an answer: workbooks are unpacked. */
async function textOf({ bytes, headers }: Answer): Promise<string> {
  if (!String(headers['content-type']).includes('spreadsheetml')) return bytes.toString('utf8');
  return JSON.stringify(await readExcelFile(bytes as never));
}

const versions = async (as: Person | null) => (JSON.parse((await ask(`/api/directory/authorities/${authority}/history`, as)).bytes.toString()) as { items: { version: number }[] }).items.map(({ version }) => version);
const isSheet = (url: string) => url.includes('/xlsx');

describe('to those who may not see them hidden values are not there', () => {
  test('no answer to anybody changes in any byte', async () => {
    const after = await askAll(null);
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [url, answer] of after) {
      // A workbook is packed with the time of its making: what stands in it is compared.
      if (isSheet(url)) expect([url, await textOf(answer)]).toEqual([url, await textOf(before.get(url)!)]);
      else expect([url, answer.status, answer.headers, answer.bytes.toString('utf8')]).toEqual([url, before.get(url)!.status, before.get(url)!.headers, before.get(url)!.bytes.toString('utf8')]);
    }
  });

  test.each(AUDIENCES)('%s reads no word above their audience, anywhere', async (_, as, seen) => {
    const above = HIDDEN.filter((visibility) => !(seen as readonly Hidden[]).includes(visibility)).map((visibility) => PLANTED[visibility]);
    for (const [url, answer] of await askAll(as)) {
      const text = await textOf(answer);
      for (const hidden of above) expect([url, text.includes(hidden)]).toEqual([url, false]);
      // A search that names a hidden word finds what any unknown word finds; so no facet, count or explanation tells.
      for (const hidden of above) {
        if (!url.includes('q=') || !url.includes(hidden) || isSheet(url)) continue;
        const unknown = await ask(url.replaceAll(hidden, 'Jabberwocksaid'), as);
        expect([url, answer.status, text]).toEqual([url, unknown.status, unknown.bytes.toString('utf8')]);
      }
    }
  });
});

describe('those who may see them find them', () => {
  test.each(AUDIENCES)('%s: in the entry, in its history, in files, by search, by filter and in counts', async (_, as, seen) => {
    for (const visibility of HIDDEN) {
      const visible = (seen as readonly Hidden[]).includes(visibility);
      const reads = async (path: string, text: string) => (await textOf(await ask(`/api/directory/${path}`, as))).includes(text);
      for (const part of CONTENT_PARTS) {
        if (part === 'languages' || (part === 'parents' && visibility === 'government')) continue;
        expect([part, await reads(`authorities/${authority}`, word(part, visibility))]).toEqual([part, visible]);
        expect([part, await reads(`authorities/${authority}/content`, word(part, visibility))]).toEqual([part, visible]);
      }
      for (const part of ['names', 'designations', 'contacts'] as const) {
        for (const format of ['csv', 'json', 'xlsx']) expect([format, part, await reads(`export/${format}?state=KE`, word(part, visibility))]).toEqual([format, part, visible]);
      }
      const total = async (query: string) => (JSON.parse((await ask(`/api/directory/facets?${query}`, as)).bytes.toString()) as { total: number }).total;
      for (const query of [`q=${word('names', visibility)}`, `q=${word('designations', visibility)}`, `language=${CODES[visibility].language}`, `article=${CODES[visibility].article}`, `network=${word('affiliations', visibility)}`]) {
        expect([query, await total(query)]).toEqual([query, visible ? 1 : 0]);
      }
      expect(await total('answering=true')).toBe(seen.length > 0 ? 1 : 0);
    }
  });

  test('each audience has its own history: a version that changed nothing for them is not told', async () => {
    expect(await versions(null)).toEqual([1]);
    expect(await versions(people.pending)).toEqual([1]);
    expect(await versions(people.auditor)).toEqual([2, 1]);
    expect(await versions(people.officer)).toEqual([2, 1]);
  });
});

/** The same to everybody. */
const ALIKE: ReadonlySet<string> = new Set(['/api/directory/states', '/api/directory/snapshot']);

describe('what one audience was sent is never taken for what another is', () => {
  test('answers that depend on who asks are private, named by what they say, and vary', async () => {
    for (const [url, answer] of before) {
      if (answer.status !== 200 || ALIKE.has(url)) continue;
      expect([url, answer.headers['cache-control']]).toEqual([url, expect.stringMatching(/private|no-store/)]);
      const fuller = await ask(url.replace(/&cursor$/, ''), people.officer);
      const tag = fuller.headers['etag'];
      if (typeof tag !== 'string') continue;
      expect([url, String(answer.headers['vary']).toLowerCase()]).toEqual([url, expect.stringContaining('cookie')]);
      const again = await ask(url.replace(/&cursor$/, ''), null, { 'if-none-match': tag });
      const same = fuller.bytes.equals((await ask(url.replace(/&cursor$/, ''), null)).bytes);
      expect([url, again.status]).toEqual([url, same ? 304 : 200]);
    }
  });

  test('who asks first does not matter: answers to all at once are those to each alone', async () => {
    const url = `/api/directory/authorities?q=${word('names', 'members')}`;
    const asked = Array.from({ length: 60 }, (_, at) => AUDIENCES[at % AUDIENCES.length]!);
    const found = await Promise.all(asked.map(async ([, as]) => (JSON.parse((await ask(url, as)).bytes.toString()) as { items: unknown[] }).items.length));
    expect(found).toEqual(asked.map(([, , seen]) => ((seen as readonly Visibility[]).includes('members') ? 1 : 0)));
  });
});

test('an entry that lost its last public name is gone for those who had only that, and for nobody else', async () => {
  const { id } = (await owner.query(`SELECT a.id FROM authority a WHERE a.state = 'NP' ORDER BY a.id LIMIT 1`)).rows[0];
  await owner.query(`UPDATE authority_name SET visibility = 'members' WHERE authority = $1`, [id]);
  await owner.query('SELECT refresh_authority_search($1)', [[id]]);
  const listed = async (as: Person | null) => (JSON.parse((await ask('/api/directory/authorities?state=NP&limit=100', as)).bytes.toString()) as { items: { id: string }[] }).items.some((item) => item.id === id);
  expect(await Promise.all(AUDIENCES.map(([, as]) => listed(as)))).toEqual(AUDIENCES.map(([, , seen]) => (seen as readonly Hidden[]).includes('members')));
});

const published = async () => JSON.parse((await ask('/api/directory/snapshot', null)).bytes.toString()) as { number: number };

// Last: it changes what everybody sees.
test('no snapshot is published because of them; one of what everybody may see is', async () => {
  expect(snapshotAgain).toBe(false);
  expect(before.get('/api/directory/snapshot')!.status).toBe(200);
  await owner.query(`INSERT INTO contact (id, authority, kind, value, visibility, source) VALUES (gen_random_uuid(), $1, 'email', 'public@authority.example', 'public', 'test')`, [authority]);
  await owner.query('SELECT refresh_authority_search($1)', [[authority]]);
  expect(await published()).toMatchObject({ number: 1 });
  expect(await snapshots.execute()).toBe(true);
  expect(await published()).toMatchObject({ number: 2 });
});
