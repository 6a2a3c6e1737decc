// A directory of any size from the public bodies of test/data: each row, then variants of it with made-up places and acronyms.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { Client } from 'pg';
import { indexText, searchText } from '#search';
import { deriveId } from '../../apps/api/src/directory/seed/derive-id.ts';

/** Numbers from 0 to below 1, the same in each run. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Body { readonly jurisdiction: string; readonly name: string; readonly abbreviation: string }
export interface Made { readonly id: string; readonly state: string; readonly name: string; readonly acronym: string }

const SYLLABLES = ['ba', 'kor', 'lin', 'me', 'dra', 'sto', 'vil', 'nar', 'qui', 'tes', 'hof', 'gar', 'mon', 'ze', 'pal', 'ru', 'ish', 'ton', 'cas', 'el'];
const FUNCTIONS = ['mla', 'extradition', 'asset-recovery', 'prevention', 'fiu', 'law-enforcement'];
const LANGUAGES = ['en', 'fr', 'es', 'ru', 'ar', 'zh'];

export async function makeBodies(count: number): Promise<Made[]> {
  const text = await readFile(join(import.meta.dirname, '..', '..', 'test', 'data', 'public-bodies.csv'), 'utf8');
  const bodies = Papa.parse<Body>(text, { header: true, skipEmptyLines: 'greedy' }).data.filter(({ name }) => name?.trim());
  const random = randomFrom(7);
  const place = () => {
    const made = Array.from({ length: 2 + Math.floor(random() * 2) }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]!).join('');
    return made[0]!.toUpperCase() + made.slice(1);
  };
  return Array.from({ length: count }, (_, index) => {
    const body = bodies[index % bodies.length]!;
    const variant = Math.floor(index / bodies.length);
    const name = variant === 0 ? body.name.trim() : `${body.name.trim()} ${place()} ${place()}`;
    const acronym = body.abbreviation?.trim() ? body.abbreviation.trim() + (variant === 0 ? '' : String(variant)) : '';
    return { id: deriveId('bench', String(index)), state: /^[A-Z]{2}$/.test(body.jurisdiction) && body.jurisdiction !== 'EU' ? body.jurisdiction : 'BE', name, acronym };
  });
}

const nameRow = (id: string, name: string, kind: string, position: number) => ({ id: deriveId(kind, id), authority: id, name, language: 'und', kind, visibility: 'public', search: indexText(name), position, source: 'bench' });

/** Puts them into the tables of the hub, one in four with a designation and one in ten with a network. */
export async function fillDirectory(owner: Client, bodies: readonly Made[]): Promise<void> {
  const known = new Set((await owner.query<{ code: string }>('SELECT code FROM state')).rows.map(({ code }) => code));
  const insert = async (table: string, rows: readonly Record<string, unknown>[]) => {
    for (let at = 0; at < rows.length; at += 5000) {
      const part = rows.slice(at, at + 5000);
      const columns = Object.keys(part[0]!).join(', ');
      await owner.query(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`, [JSON.stringify(part)]);
    }
  };
  const now = new Date().toISOString();
  await insert('authority', bodies.map(({ id, state, name }) => ({ id, state: known.has(state) ? state : 'BE', kind: 'other', sort_name: searchText(name), version: 1, created: now, updated: now })));
  await insert('authority_name', bodies.flatMap(({ id, name, acronym }) => [nameRow(id, name, 'native', 0), ...(acronym ? [nameRow(id, acronym, 'acronym', 1)] : [])]));
  await insert('designation', bodies.flatMap(({ id }, index) => {
    if (index % 4 !== 0) return [];
    const at = (index / 4) % FUNCTIONS.length;
    return [{ id: deriveId('designation', id), authority: id, function: 'Central authority', functions: [FUNCTIONS[at]], instrument: 'UNCAC', articles: [String(44 + at)], languages: [LANGUAGES[at], 'en'], visibility: 'public', source: 'bench' }];
  }));
  await insert('affiliation', bodies.flatMap(({ id }, index) => (index % 10 === 0 ? [{ id: deriveId('affiliation', id), authority: id, network: ['CARIN', 'Egmont', 'IAACA'][index % 3], stated: true, source: 'bench' }] : [])));
  await owner.query('SELECT refresh_authority_search((SELECT array_agg(id) FROM authority))');
  await owner.query('ANALYZE');
}
