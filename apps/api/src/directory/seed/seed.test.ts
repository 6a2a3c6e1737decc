// The data of data/ as the seeding reads them: nothing lost, nothing claimed.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { functionsOf, instrumentOf, languagesOf } from './classify.ts';
import { deriveId } from './derive-id.ts';
import { mergeRows, type SeedAuthority, type SeedFact } from './merge-rows.ts';
import { readDirectoryData, type DirectoryData } from './read-data.ts';

let data: DirectoryData;
let authorities: SeedAuthority[];
let facts: SeedFact[];
beforeAll(async () => {
  data = await readDirectoryData();
  ({ authorities, facts } = mergeRows(data));
});

test('every designation and every source is kept, and a row without a name is a fact about its State', () => {
  const unnamed = data.authorities.filter(({ name_en: name }) => name.startsWith('(')).length + 1;
  expect(facts).toHaveLength(unnamed);
  expect(authorities.flatMap(({ designations }) => designations)).toHaveLength(data.designations.length - 1);
  const kept = new Set([...facts, ...authorities.flatMap(({ names, designations, contacts, affiliations, notes }) => [...names, ...designations, ...contacts, ...affiliations, ...notes])].map(({ source }) => source));
  // A second row of a body may add nothing but another source for what is known already.
  const lost = data.designations.filter(({ source }) => !kept.has(source));
  expect(lost).toEqual([]);
});

test('every correction names a row that exists and gives its reason', () => {
  const rows = new Set([...data.authorities, ...data.designations].map(({ id }) => id));
  expect(data.corrections.filter(({ row, reason }) => !rows.has(row) || reason === '')).toEqual([]);
});

function named(name: string): SeedAuthority[] {
  return authorities.filter(({ names }) => names.some((each) => each.name === name));
}

test('bodies of different States, and the kin of a name, stay apart', () => {
  expect(named('Anti-Corruption Commission').length).toBeGreaterThan(4);
  expect(new Set(named('Ministry of Justice').map(({ state }) => state)).size).toBe(named('Ministry of Justice').length);
  expect(named('Agencija za sprečavanje korupcije').map(({ state }) => state).toSorted()).toEqual(['ME', 'RS']);
});

test('GlobE is stated for exactly the rows whose network is exactly GlobE', () => {
  const stated = authorities.filter(({ affiliations }) => affiliations.some(({ network, stated: said }) => network === 'GlobE' && said));
  expect(stated).toHaveLength(data.authorities.filter(({ network }) => network === 'GlobE').length);
});

describe('words of the sources', () => {
  test.each([
    ['UNCAC art. 46(13)', { instrument: 'UNCAC', provision: 'art. 46(13)', articles: ['46'] }],
    ['UNCAC arts 44, 46(13)', { instrument: 'UNCAC', provision: 'arts 44, 46(13)', articles: ['44', '46'] }],
    ['UNTOC art. 18(13)', { instrument: 'UNTOC', provision: 'art. 18(13)', articles: [] }],
    ['HCCH 1965 Service Convention', { instrument: 'HCCH 1965 Service Convention', provision: null, articles: [] }],
  ])('%s', (citation, expected) => expect(instrumentOf(citation)).toEqual(expected));

  test.each([
    ['Central authority (MLA, trial stage)', ['mla']],
    ['Judicial authority for MLA (direct requests)', ['judicial-mla']],
    ['Competent authority (extradition, MLA, 24/7 contact)', ['mla', 'extradition', 'contact-24-7']],
    ['Authority for cooperation requests', ['other']],
  ])('%s', (words, expected) => expect(functionsOf(words)).toEqual(expected));

  test('languages', () => {
    expect(languagesOf('French|German|Italian')).toEqual(['fr', 'de', 'it']);
    expect(languagesOf('official language of the Council of Europe (English or French)')).toEqual(['en', 'fr']);
    expect(languagesOf(null)).toEqual([]);
    expect(() => languagesOf('English|Klingon')).toThrow('Klingon');
  });
});

test('ids are the same everywhere, and are UUIDs of version 8', () => {
  expect(deriveId('authority', 'A0020')).toBe(deriveId('authority', 'A0020'));
  expect(deriveId('authority', 'A0020')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
