// Puts the States, and if wanted the public data of data/, into an empty directory. What is there already is left as it is.
import { createHash } from 'node:crypto';
import { UN_LANGUAGES } from '#protocol';
import { indexText } from '#search';
import { deriveId } from './derive-id.ts';
import { mergeRows, type SeedAuthority } from './merge-rows.ts';
import { readDirectoryData, type Country, type DirectoryData } from './read-data.ts';

/** A connection as the database's owner; transactions are the caller's. */
export interface SeedConnection {
  query(sql: string, parameters?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

export interface Seeded { readonly states: number; readonly authorities: number }

/**
 * Idempotent: ids come from the rows of the files, and rows that exist are not touched, so that a later change by a person
 * stays. Runs inside the caller's transaction. With `statesOnly` the directory stays empty of authorities.
 */
export async function seedDirectory(connection: SeedConnection, statesOnly = false): Promise<Seeded> {
  const data = await readDirectoryData();
  const hash = createHash('sha256').update(`directory seed 1 ${statesOnly}`);
  for (const bytes of data.bytes) hash.update(bytes);
  const sha256 = hash.digest('hex');
  const known = await connection.query('SELECT 1 FROM directory_seed WHERE sha256 = $1', [sha256]);
  if (known.rows.length > 0) return { states: 0, authorities: 0 };
  await insertStates(connection, data.countries);
  const authorities = statesOnly ? 0 : await insertDirectory(connection, data);
  await connection.query('INSERT INTO directory_seed (sha256) VALUES ($1)', [sha256]);
  return { states: data.countries.length, authorities };
}

async function insertStates(connection: SeedConnection, countries: readonly Country[]): Promise<void> {
  await insert(connection, 'state', countries.map(toState), 'code');
}

async function insertDirectory(connection: SeedConnection, data: DirectoryData): Promise<number> {
  const { authorities, facts } = mergeRows(data);
  const known = new Set((await connection.query('SELECT id FROM authority')).rows.map(({ id }) => id));
  const added = authorities.filter(({ id }) => !known.has(id));
  await insert(connection, 'state_fact', facts.map(({ date, ...fact }) => ({ ...fact, source_date: date })));
  await insert(connection, 'authority', added.map(({ id, state, kind, sortName }) => ({ id, state, kind, sort_name: sortName })));
  for (const table of PART_TABLES) {
    await insert(connection, table, added.flatMap((authority) => partsOf(authority)[table]));
  }
  const ids = added.map(({ id }) => id);
  await connection.query(`INSERT INTO authority_version (authority, version, at, origin, side) SELECT id, 1, now(), 'seed', 'hub' FROM unnest($1::uuid[]) id`, [ids]);
  await connection.query('SELECT keep_authority_content($1, array_fill(1, ARRAY[cardinality($1::uuid[])]))', [ids]);
  await connection.query('SELECT refresh_authority_search($1)', [ids]);
  return added.length;
}

const PART_TABLES = ['authority_name', 'designation', 'contact', 'affiliation', 'authority_note'] as const;
type PartTable = (typeof PART_TABLES)[number];

/** Rows of the tables that belong to one authority. */
function partsOf({ id: authority, names, designations, contacts, affiliations, notes }: SeedAuthority): Record<PartTable, Record<string, unknown>[]> {
  const row = <T extends { date: string | null }>(table: string, items: readonly T[], key: (item: T) => string) =>
    items.map(({ date, ...item }, index) => ({ id: deriveId(table, authority, key(items[index]!)), authority, ...item, source_date: date }));
  return {
    authority_name: row('name', names.map((name, position) => ({ ...name, position })), ({ kind, language, name }) => `${kind} ${language} ${name}`),
    designation: designations.map(({ date, ...item }) => ({ ...item, authority, source_date: date })),
    contact: row('contact', contacts.map((contact) => ({ ...contact, visibility: 'public' })), ({ kind, value }) => `${kind} ${value}`),
    affiliation: row('affiliation', affiliations, ({ network, evidence, source }) => `${network} ${evidence} ${source}`),
    authority_note: row('note', notes, ({ text }) => text),
  };
}

/** Inserts rows by the columns that the first one names; rows whose key exists are left alone. */
async function insert(connection: SeedConnection, table: string, rows: readonly Record<string, unknown>[], key = 'id'): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = Object.keys(first).join(', ');
  await connection.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1) ON CONFLICT (${key}) DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

function toState(country: Country): Record<string, unknown> {
  const names = Object.fromEntries(UN_LANGUAGES.map((language) => [language, displayName(country, language)]));
  const regions = [country.region, country.subregion, country.intermediate_region]
    .flatMap((region) => (region?.code && region.name ? [{ code: region.code, name: region.name }] : []));
  const all = [country.un_short, country.un_formal, country.m49_name, country.cldr_name, country.iso_name].flatMap((source) => Object.values(source ?? {})).filter((name) => typeof name === 'string');
  const words = [...new Set([...all.map((name) => indexText(withoutArticle(name))), country.alpha2.toLowerCase(), country.alpha3.toLowerCase()])];
  return {
    code: country.alpha2, alpha3: country.alpha3, m49: country.m49, names, un_member: country.un_member, regions,
    region_codes: regions.map(({ code }) => code),
    uncac: { party: country.uncac?.party ?? false, signed: country.uncac?.signed ?? null, consent: country.uncac?.consent_date ?? null, action: country.uncac?.action ?? null, basis: country.uncac?.date_basis ?? '' },
    document: words.join(' '),
  };
}

/** The short name of the United Nations terminology database, else that of the M49 standard, without article or asterisk. */
function displayName(country: Country, language: (typeof UN_LANGUAGES)[number]): string {
  const name = country.un_short[language] ?? country.m49_name?.[language] ?? country.cldr_name[language];
  if (!name) throw new Error(`${country.alpha2} has no name in ${language}`);
  return withoutArticle(name);
}

/** "Pays-Bas (les)" → "Pays-Bas". */
function withoutArticle(name: string): string {
  return name.replace(/\s*\((the|le|la|les|l['’]|el|los|las)\)\s*/, '').replaceAll('*', '').trim();
}
