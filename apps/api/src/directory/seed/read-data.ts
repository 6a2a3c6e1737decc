// Reads the files of data/, checked: a row in another form stops the seeding.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Papa from 'papaparse';
import { z } from 'zod';
import { LanguageTag, StateCode } from '#protocol';

const Cell = z.string().transform((text) => text.trim());
const Optional = Cell.transform((text) => text || null);

export const AuthorityRow = z.object({
  id: z.string().regex(/^A\d{4}$/), country_iso2: StateCode, name_en: Cell, name_native: Optional, native_lang: Optional, acronym: Optional,
  website: Optional, network: Cell, joined_year: Optional, evidence: Optional, source: Cell, note: Optional,
});
export type AuthorityRow = z.infer<typeof AuthorityRow>;

export const DesignationRow = z.object({
  id: z.string().regex(/^D\d{4}$/), country_iso2: StateCode, authority: Cell, function: Cell, instrument: Cell, accepted_languages: Optional,
  address: Optional, telephone: Optional, fax: Optional, email: Optional, website: Optional, date: Optional, source: Cell, note: Optional,
});
export type DesignationRow = z.infer<typeof DesignationRow>;

/** A reviewed decision about one row; data/README.md explains each action. */
export const Correction = z.object({
  row: z.string().regex(/^[AD]\d{4}$/),
  action: z.enum(['same-as', 'language', 'name', 'official', 'alias', 'former', 'acronym', 'add-acronym', 'website', 'state-fact']),
  language: z.union([LanguageTag, z.literal('')]),
  value: Cell,
  reason: Cell,
});
export type Correction = z.infer<typeof Correction>;

const Names = z.object({ ar: z.string().nullable(), zh: z.string().nullable(), en: z.string().nullable(), fr: z.string().nullable(), ru: z.string().nullable(), es: z.string().nullable() });
const Region = z.object({ code: z.string().nullable(), name: z.string().nullable() });
export const Country = z.object({
  alpha2: StateCode, alpha3: z.string(), m49: z.string(), un_member: z.boolean(),
  region: Region, subregion: Region, intermediate_region: Region.nullable(),
  un_short: Names, un_formal: Names, m49_name: Names.partial().nullable(), cldr_name: Names.partial(), iso_name: Names.partial(),
  uncac: z.object({ signed: z.string().nullable(), consent_date: z.string().nullable(), action: z.string().nullable(), party: z.boolean(), date_basis: z.string() }).nullish(),
});
export type Country = z.infer<typeof Country>;

export interface DirectoryData {
  readonly countries: readonly Country[];
  readonly authorities: readonly AuthorityRow[];
  readonly designations: readonly DesignationRow[];
  readonly corrections: readonly Correction[];
  /** All files together, for their hash. */
  readonly bytes: readonly Uint8Array[];
}

/** The folder data/ above this file, in a clone and in a build alike. */
export function dataFolder(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'data', 'countries.json'))) return join(folder, 'data');
  }
  throw new Error('data/countries.json is missing');
}

export async function readDirectoryData(folder: string = dataFolder()): Promise<DirectoryData> {
  const [countries, authorities, designations, corrections] = await Promise.all(
    ['countries.json', 'authorities.csv', 'designations.csv', 'corrections.csv'].map((name) => readFile(join(folder, name))),
  );
  return {
    countries: z.object({ countries: z.array(Country) }).parse(JSON.parse(countries!.toString('utf8'))).countries,
    authorities: rows(authorities!, AuthorityRow),
    designations: rows(designations!, DesignationRow),
    corrections: rows(corrections!, Correction),
    bytes: [countries!, authorities!, designations!, corrections!],
  };
}

function rows<T>(bytes: Buffer, schema: z.ZodType<T>): T[] {
  const parsed = Papa.parse<unknown>(bytes.toString('utf8'), { header: true, skipEmptyLines: 'greedy' });
  const error = parsed.errors[0];
  if (error) throw new Error(`row ${error.row}: ${error.message}`);
  return z.array(schema).parse(parsed.data);
}
