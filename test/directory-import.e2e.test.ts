// Files into the directory from the outside: dirty ones, twice, by two, undone; with the real queue and the real worker's code.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Papa from 'papaparse';
import { Client } from 'pg';
import { AuditEntry, ImportPreview, ROW_REFUSALS, ROW_WARNINGS, UN_LANGUAGES, uuidV7 } from '#protocol';
import { PROBLEM_WORDS } from '../apps/api/src/directory/import/write-problems.ts';
import { createDatabase, type TestDatabase } from './support/database.ts';
import { openImportHub, path, type ImportHub } from './support/import-hub.ts';
import { CALLER_HEADER, person, type Person } from './support/people.ts';

const secretariat = person('secretariat', null);
const colleague = person('secretariat', null);
const late: Person = { ...person('secretariat', null), verifiedAt: new Date(Date.now() - 3_600_000) };
const officer = person('officer', '00000000-0000-4000-8000-00000000000a');
const security = person('security', '00000000-0000-4000-8000-00000000000a');
const PEOPLE = [secretariat, colleague, late, officer, security] as const;

let database: TestDatabase;
let owner: Client;
let hub: ImportHub;

beforeAll(async () => {
  database = await createDatabase();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
  hub = await openImportHub(database.url, PEOPLE, { worker: true });
}, 120_000);
afterAll(async () => {
  await hub?.close();
  await owner?.end();
  await database?.drop();
});

const ask = (...asked: Parameters<ImportHub['ask']>) => hub.ask(...asked);
async function acts(id: string): Promise<AuditEntry[]> {
  const found = await owner.query<{ entry: Buffer }>(`SELECT entry FROM audit_entry WHERE object_id = $1 ORDER BY id`, [id]);
  return found.rows.map(({ entry }) => AuditEntry.parse(JSON.parse(entry.toString())));
}
const total = async (): Promise<number> => (await owner.query('SELECT count(*)::int AS n FROM authority')).rows[0].n;
/** All that the directory says, so that two states can be compared. */
const whole = async (): Promise<string> => (await owner.query(`SELECT md5(string_agg(id::text || ' ' || version::text || authority_content(id, ARRAY['public', 'government', 'members'])::text, '' ORDER BY id)) AS sum FROM authority`)).rows[0].sum;

const oneRow = (name: string): string => `state,name,email\nKE,${name},new@example.org\n`;

const DIRTY = [
  'Country;Authority;Phone;E-mail;Website;Address;Acronym',
  'Kenya;Assets Recovery Agency (demonstration);+254 20 111 1111 / +254 20 222 2222;"a@example.org; b@example.org";www.example.org;"Block A',
  'Nairobi";ARAD',
  'Atlantis;Ministry of Waves;12345;x@example.org;;;',
  'KEN;=HYPERLINK("https://example.org");;;;;',
  '法国;Agence de démonstration;=1+1;nobody;htt://broken;;',
  'Кения;;12345;;;;',
  'Kenya;Assets Recovery Agency (demonstration);+254 20 111 1111 / +254 20 222 2222;"a@example.org; b@example.org";www.example.org;"Block A',
  'Nairobi";ARAD',
].join('\r\n');

test('reasons are said in the words of the portal', async () => {
  for (const language of UN_LANGUAGES) {
    const portal = JSON.parse(await readFile(new URL(`../apps/web/src/locales/${language}.json`, import.meta.url), 'utf8')) as Record<string, string>;
    for (const code of [...ROW_REFUSALS, ...ROW_WARNINGS]) expect([language, code, PROBLEM_WORDS[language][code]]).toEqual([language, code, portal[`import.problem.${code}`]]);
  }
});

describe('a dirty file', () => {
  let id: string;
  beforeAll(async () => {
    id = await hub.upload(DIRTY);
    await hub.step(id, 'check');
  });

  test('is shown first as its rows would become entries', async () => {
    const preview = ImportPreview.parse((await ask('GET', path(id, '/preview'))).json());
    expect(preview.settings.columns.map(({ target }) => target)).toEqual(['state', 'name', 'telephone', 'email', 'website', 'postal', 'acronym']);
    expect(preview.first[0]).toMatchObject({ row: 2, entry: { state: 'KE', names: [{ name: 'Assets Recovery Agency (demonstration)' }, { name: 'ARAD', kind: 'acronym' }] }, problems: [] });
  });

  test('each refused row is explained: row, column, reason', async () => {
    const { items } = await hub.rows(id, 'refused');
    expect(items.map(({ row, problems }) => [row, ...problems.map(({ column, code, value }) => [column, code, value])])).toEqual([
      [3, ['Country', 'unknown-state', 'Atlantis']],
      [4, ['Authority', 'name-is-formula', '=HYPERLINK("https://example.org")']],
      [6, [null, 'no-name', '']],
      [7, [null, 'same-row', '2']],
    ]);
    expect((await hub.summary(id)).planned).toEqual({ rows: 6, refused: 4, warned: 1, create: 2, merge: 0, alias: 0, skip: 0, doubtful: 0 });
  });

  test('the problems as a file hold no formula', async () => {
    const { text } = await ask('GET', path(id, '/problems'));
    const { data } = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), { skipEmptyLines: true });
    expect(data[0]).toEqual(['Row', 'Column', 'Code', 'Reason', 'What became of the row', 'Value']);
    expect(data).toContainEqual(['5', 'E-mail', 'not-an-email', 'No e-mail address: left out', 'taken', 'nobody']);
    expect((await ask('GET', path(id, '/problems?language=fr'))).text).toContain('Pas une adresse électronique : omise');
    for (const row of data) for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@]/);
  });

  test('a dry run changes nothing; the import does, with version, source and acts', async () => {
    const before = await total();
    const done = await hub.step(id, 'run');
    expect(done).toMatchObject({ stage: 'done', failure: null, result: { created: 2, changed: 0, unchanged: 0, refused: 4, undone: 0, kept: 0 } });
    expect(await total()).toBe(before + 2);
    const { items } = await hub.rows(id, 'create');
    const authority = items[0]!.authority!;
    const { entry } = { entry: (await ask('GET', `/api/directory/authorities/${authority}`, undefined, null)).json<{ contacts: { kind: string; value: string; provenance: { source: string } }[] }>() };
    expect(entry.contacts.map(({ kind, value }) => [kind, value])).toEqual([
      ['email', 'a@example.org'], ['email', 'b@example.org'], ['postal', 'Block A\nNairobi'], ['telephone', '+254 20 111 1111'], ['telephone', '+254 20 222 2222'], ['website', 'http://www.example.org'],
    ]);
    expect(entry.contacts[0]!.provenance.source).toBe(`bodies.csv, row 2, SHA-256 ${done.sha256.slice(0, 16)}`);
    const history = (await ask('GET', `/api/directory/authorities/${authority}/history`)).json<{ items: object[] }>();
    expect(history.items).toMatchObject([{ version: 1, origin: { kind: 'import', id }, side: 'secretariat', proposedBy: secretariat.officer, removed: false }]);
    expect((await acts(id)).map(({ details, actor }) => [details['step'], details['entries'], actor.officer])).toEqual(
      ['upload', 'check', 'run', 'imported'].map((name) => [name, name === 'imported' ? 2 : 0, secretariat.officer]));
    expect((await acts(authority)).map(({ action, details }) => [action, details])).toEqual([['directory.change', expect.objectContaining({ version: 1, origin: 'import' })]]);
    // It is found at once.
    const found = (await ask('GET', '/api/directory/authorities?q=ARAD', undefined, null)).json<{ items: { id: string }[] }>();
    expect(found.items[0]?.id).toBe(authority);
  });

  test('again: nothing new', async () => {
    const before = await whole();
    const again = await hub.imported(DIRTY);
    expect(again.done).toMatchObject({ stage: 'done', result: { created: 0, changed: 0, unchanged: 2 } });
    expect(await whole()).toBe(before);
  });

  test('undone in one act: the entries leave, their history stays', async () => {
    const { items } = await hub.rows(id, 'create');
    const before = await total();
    expect(await hub.step(id, 'undo')).toMatchObject({ stage: 'undone', result: { undone: 2, kept: 0 } });
    expect(await total()).toBe(before - 2);
    expect((await ask('GET', `/api/directory/authorities/${items[0]!.authority}`, undefined, null)).status).toBe(404);
    const versions = await owner.query('SELECT version, origin, origin_id, removed FROM authority_version WHERE authority = $1 ORDER BY version', [items[0]!.authority]);
    expect(versions.rows).toEqual([{ version: 1, origin: 'import', origin_id: id, removed: false }, { version: 2, origin: 'undo', origin_id: id, removed: true }]);
    expect((await acts(id)).at(-1)!.details).toMatchObject({ step: 'undone', entries: 2 });
  });
});

describe('the same body under other names', () => {
  let kenya: string;
  beforeAll(async () => {
    kenya = (await owner.query(`SELECT authority FROM authority_name n JOIN authority a ON a.id = n.authority WHERE a.state = 'KE' AND n.name = 'Ethics and Anti-Corruption Commission'`)).rows[0].authority;
  });

  test.each([
    ['the very same name is merged', 'ETHICS AND ANTI-CORRUPTION COMMISSION', 'same-name', 'merge'],
    ['words in other order wait for a person', 'Anti-Corruption and Ethics Commission', 'same-words', 'create'],
    ['a misspelling waits for a person', 'Ethics and Anti-Coruption Commission', 'other-spelling', 'create'],
  ])('%s', async (_, name, reason, decision) => {
    const id = await hub.upload(oneRow(name));
    await hub.step(id, 'check');
    const { items } = await hub.rows(id, 'doubles');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ decision, decided: false });
    expect(items[0]!.doubles[0]).toMatchObject({ kind: 'entry', key: kenya, name: expect.stringContaining('Ethics') });
    expect(items[0]!.doubles[0]!.reasons).toContain(reason);
    await ask('DELETE', path(id));
  });

  test('as a person decides: its values are added, or its name alone, or nothing; and back', async () => {
    const before = await whole();
    const id = await hub.upload('state,name,email\nKE,Anti-Corruption and Ethics Commission,new@example.org\nKE,Ethics and Anti-Coruption Commission,other@example.org\nKE,Commission for Ethics and Anti-Corruption,third@example.org\n');
    await hub.step(id, 'check');
    for (const [row, decision] of [[2, 'merge'], [3, 'alias'], [4, 'skip']] as const) {
      expect((await ask('PUT', path(id, '/decisions'), { rows: [row], decision, ...(decision === 'skip' ? {} : { target: { kind: 'entry', key: kenya } }) })).status).toBe(200);
    }
    expect(await hub.step(id, 'run')).toMatchObject({ result: { created: 0, changed: 1, skipped: 1 } });
    const { items } = await hub.rows(id, 'doubles');
    expect(items.map(({ outcome, authority }) => [outcome, authority])).toEqual([['changed', kenya], ['changed', kenya], [null, null]]);
    const entry = (await ask('GET', `/api/directory/authorities/${kenya}`, undefined, null)).json<{ name: string; allNames: { name: string; kind: string }[]; contacts: { value: string }[] }>();
    expect(entry.name).toBe('Ethics and Anti-Corruption Commission');
    expect(entry.allNames.filter(({ kind }) => kind === 'alias').map(({ name }) => name)).toEqual(expect.arrayContaining(['Anti-Corruption and Ethics Commission', 'Ethics and Anti-Coruption Commission']));
    const values = entry.contacts.map(({ value }) => value);
    expect(['new@example.org', 'other@example.org', 'third@example.org'].map((value) => values.includes(value))).toEqual([true, false, false]);
    await hub.step(id, 'undo');
    const after = await owner.query(`SELECT authority_content($1, ARRAY['public', 'government', 'members'])::text AS content`, [kenya]);
    expect(after.rows[0].content).not.toContain('new@example.org');
    // Only the version has moved on.
    await owner.query('UPDATE authority SET version = version - 2 WHERE id = $1', [kenya]);
    expect(await whole()).toBe(before);
    await owner.query('UPDATE authority SET version = version + 2 WHERE id = $1', [kenya]);
  });

  test('a decision that names another body than those found is not taken', async () => {
    const id = await hub.upload(oneRow('Anti-Corruption and Ethics Commission'));
    await hub.step(id, 'check');
    await ask('PUT', path(id, '/decisions'), { rows: [2], decision: 'merge', target: { kind: 'entry', key: randomUUID() } });
    expect((await hub.rows(id, 'doubles')).items[0]).toMatchObject({ decision: 'create', decided: false });
    await ask('DELETE', path(id));
  });

  test('rows of one file: equal names become one entry, nearly equal ones wait, by reason for all at once', async () => {
    const id = await hub.upload('state,name,phone\nSE,Demokommun Habo,11111\nSE,Demokommun Håbo,22222\nSE,demokommun habo,33333\n');
    await hub.step(id, 'check');
    expect((await hub.rows(id, 'doubles')).items.map(({ row, decision, target }) => [row, decision, target])).toEqual([[3, 'create', null], [4, 'merge', { kind: 'row', key: '2' }]]);
    await ask('PUT', path(id, '/decisions'), { rows: 'same-letters', decision: 'merge' });
    expect(await hub.step(id, 'run')).toMatchObject({ result: { created: 1 } });
    const authorities = new Set((await owner.query('SELECT authority FROM directory_import_row WHERE import = $1', [id])).rows.map(({ authority }) => authority));
    expect(authorities.size).toBe(1);
    await hub.step(id, 'undo');
  });
});

test('undo keeps what was changed since, and says so', async () => {
  const { id } = await hub.imported('state,name\nKE,Demonstration body one\nKE,Demonstration body two\n');
  const [first] = (await hub.rows(id, 'create')).items;
  const more = await hub.imported('state,name,email\nKE,Demonstration body one,added@example.org\n');
  expect(more.done.result).toMatchObject({ created: 0, changed: 1 });
  expect(await hub.step(id, 'undo')).toMatchObject({ result: { undone: 1, kept: 1 } });
  expect((await hub.rows(id, 'kept')).items.map(({ authority }) => authority)).toEqual([first!.authority]);
  expect((await ask('GET', `/api/directory/authorities/${first!.authority}`, undefined, null)).status).toBe(200);
});

test('a check is out of date once the directory has changed: nothing is written, and decisions are kept', async () => {
  const id = await hub.upload('state,name\nKE,Ethics and Anti-Coruption Comission\nKE,Demonstration body three\n');
  await hub.step(id, 'check');
  await ask('PUT', path(id, '/decisions'), { rows: [3], decision: 'skip' });
  await hub.imported('state,name\nKE,Demonstration body four\n');
  const before = await whole();
  expect(await hub.step(id, 'run')).toMatchObject({ stage: 'checked', failure: 'directory-changed', result: null });
  expect(await whole()).toBe(before);
  await hub.step(id, 'check');
  expect((await hub.summary(id)).planned).toMatchObject({ create: 1, skip: 1 });
  expect(await hub.step(id, 'run')).toMatchObject({ stage: 'done', result: { created: 1, skipped: 1 } });
});

test('a double click is one import', async () => {
  const bytes = new TextEncoder().encode('state,name\nKE,Demonstration body five\n');
  const id = uuidV7();
  const uploads = await Promise.all([1, 2, 3].map(() => ask('PUT', `${path(id)}?name=x.csv`, bytes)));
  expect(uploads.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await ask('PUT', `${path(id)}?name=x.csv`, new TextEncoder().encode('state,name\nKE,Other\n'))).json()).toMatchObject({ code: 'id-reused' });
  await hub.step(id, 'check');
  const before = await total();
  await Promise.all([1, 2, 3].map(() => ask('POST', path(id, '/run'))));
  expect(await hub.step(id, 'run')).toMatchObject({ stage: 'done', result: { created: 1 } });
  expect(await total()).toBe(before + 1);
  expect((await owner.query(`SELECT count(*)::int AS n FROM outbox WHERE topic = 'directory.import' AND payload ->> 'import' = $1 AND payload ->> 'step' = 'run'`, [id])).rows[0].n).toBe(1);
});

test.each([
  ['nothing', '', 'empty'], ['a PDF', '%PDF-1.4\n', 'other-type'], ['a page', '<!doctype html><p>x</p>', 'other-type'], ['broken JSON', '[{"a":', 'damaged'],
])('%s is refused with the reason, and nothing is kept', async (_, content, verdict) => {
  const id = uuidV7();
  const answer = await ask('PUT', `${path(id)}?name=x.csv`, new TextEncoder().encode(content));
  expect([answer.status, answer.json<object>()]).toEqual([422, expect.objectContaining({ code: 'file-refused', verdict })]);
  expect((await ask('GET', path(id))).status).toBe(404);
});

test('a file of another encoding, read otherwise on demand', async () => {
  const id = await hub.upload(Uint8Array.from([...'страна;название\nКения;Ведомство'].map((letter) => (letter === ';' || letter === '\n' ? letter.charCodeAt(0) : letter.charCodeAt(0) - 0x350))), 'windows.csv');
  const preview = ImportPreview.parse((await ask('GET', path(id, '/preview'))).json());
  expect([preview.settings.encoding, preview.first[0]?.entry?.names[0]?.name]).toEqual(['windows-1251', 'Ведомство']);
  const wrong = await hub.set(id, { encoding: 'windows-1252' });
  expect(wrong.first[0]?.cells[1]).toBe('Âåäîìñòâî');
  expect((await hub.set(id, { encoding: 'windows-1251' })).settings.columns.map(({ target }) => target)).toEqual(['state', 'name']);
  await ask('DELETE', path(id));
});

test('our own exports come back and change nothing', async () => {
  const before = await whole();
  for (const format of ['csv', 'json', 'xlsx']) {
    const exported = await hub.app.inject({ url: `/api/directory/export/${format}`, headers: { [CALLER_HEADER]: secretariat.officer } });
    const { done } = await hub.imported(new Uint8Array(exported.rawPayload), `directory.${format}`);
    expect([format, done]).toEqual([format, expect.objectContaining({ stage: 'done', result: expect.objectContaining({ created: 0, changed: 0, refused: 0 }) })]);
  }
  expect(await whole()).toBe(before);
}, 120_000);

describe('whose it is', () => {
  test.each([['anybody', null], ['an officer', officer], ['a security officer', security]])('%s may do none of it', async (_, as) => {
    const id = uuidV7();
    const answers = [
      await ask('GET', '/api/directory/imports', undefined, as), await ask('PUT', `${path(id)}?name=x`, new Uint8Array([1]), as), await ask('GET', path(id, '/preview'), undefined, as),
      await ask('POST', path(id, '/run'), undefined, as), await ask('POST', path(id, '/undo'), undefined, as), await ask('GET', path(id, '/problems'), undefined, as),
    ];
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([as === null ? 401 : 403]));
  });

  test('bringing, running and undoing need a fresh verification', async () => {
    const id = await hub.upload('state,name\nKE,Demonstration body six\n');
    await hub.step(id, 'check');
    for (const [method, rest, body] of [['PUT', '?name=x', new Uint8Array([1])], ['POST', '/run', undefined], ['POST', '/undo', undefined]] as const) {
      expect((await ask(method, path(id, rest), body, late)).json()).toMatchObject({ code: 'step-up-required' });
    }
    expect((await ask('GET', path(id), undefined, colleague)).status).toBe(200);
    await ask('DELETE', path(id), undefined, colleague);
    expect((await ask('POST', path(id, '/run'))).json()).toMatchObject({ code: 'conflict' });
  });

  test('the database shows imports to nobody else', async () => {
    const id = await hub.upload('state,name\nKE,Demonstration body seven\n');
    await owner.query('BEGIN');
    await owner.query(`SET LOCAL ROLE globe_app; SET LOCAL globe.role = 'security'`);
    for (const table of ['directory_import', 'directory_import_row', 'directory_import_progress']) expect((await owner.query(`SELECT FROM ${table}`)).rowCount).toBe(0);
    await owner.query('ROLLBACK');
    await ask('DELETE', path(id));
  });
});

// How long it takes, bench/directory-import.ts says.
test('public-bodies.csv: 11,141 rows, every refused row explained, again with nothing new, undone in one act', async () => {
  const bytes = new Uint8Array(await readFile(new URL('data/public-bodies.csv', import.meta.url)));
  const before = { total: await total(), whole: await whole() };
  const id = await hub.upload(bytes, 'public-bodies.csv');
  const checked = await hub.step(id, 'check', 240);
  const done = await hub.step(id, 'run', 240);
  expect(checked.planned!.rows).toBe(11_141);
  const { created, changed, refused, unchanged } = done.result!;
  expect(done.stage).toBe('done');
  expect(await total()).toBe(before.total + created);
  expect(created + refused + changed + unchanged).toBeGreaterThan(11_000);
  const rejected = await hub.rows(id, 'refused');
  expect(rejected.total).toBe(refused);
  expect(rejected.items.every(({ problems }) => problems.length > 0)).toBe(true);
  const again = await hub.upload(bytes, 'public-bodies.csv');
  await hub.step(again, 'check', 240);
  expect((await hub.step(again, 'run', 240)).result).toMatchObject({ created: 0, changed: 0, refused });
  expect(await hub.step(id, 'undo', 240)).toMatchObject({ stage: 'undone', result: { undone: created + changed, kept: 0 } });
  expect(await total()).toBe(before.total);
}, 900_000);
