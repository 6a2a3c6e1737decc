// The directory State by State, from the outside: counts beside the search, what a State has designated and what not, and who may see the whole.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import Papa from 'papaparse';
import type { Client } from 'pg';
import { DirectoryFacets, directoryStatesRoutes, StateOverview } from '#protocol';
import { openDirectoryApp, type DirectoryApp } from './support/directory-app.ts';
import { CALLER_HEADER, person, type Person } from './support/people.ts';

const people = { officer: person('officer', '00000000-0000-4000-8000-00000000000a'), auditor: person('auditor', null), secretariat: person('secretariat', null) } as const;

let directory: DirectoryApp;
let owner: Client;
let app: NestFastifyApplication;

beforeAll(async () => {
  directory = await openDirectoryApp(Object.values(people));
  ({ app, owner } = directory);
}, 60_000);
afterAll(() => directory?.close());

async function get(path: string, as: Person | null = null) {
  const answer = await app.inject({ method: 'GET', url: `/api/directory/${path}`, headers: as ? { [CALLER_HEADER]: as.officer } : {} });
  return { status: answer.statusCode, text: answer.payload, headers: answer.headers };
}
const overviewOf = async (code: string, as: Person | null = null) => StateOverview.parse(JSON.parse((await get(`states/${code}`, as)).text));

const fiu = async (as: Person | null) => (await overviewOf('LV', as)).functions.find((item) => item.function === 'fiu')!.coverage;

describe('counts by State', () => {
  test.each(['', '?q=corruption', '?function=mla', '?q=ministry&region=150', '?q=zzzzqqqq'])('%s are those that the facets give', async (query) => {
    const { states } = directoryStatesRoutes.countsByState.response.parse(JSON.parse((await get(`by-state${query}`)).text));
    const { state } = DirectoryFacets.parse(JSON.parse((await get(`facets${query}`)).text));
    expect(Object.fromEntries(states.map((each) => [each.state, each.authorities]))).toEqual(Object.fromEntries(state.map(({ value, count }) => [value, count])));
  });

  test('functions are those of the entries found, each once', async () => {
    const { rows } = await owner.query(`SELECT a.state, count(DISTINCT f)::int AS functions FROM authority a JOIN designation d ON d.authority = a.id, unnest(d.functions) f GROUP BY 1 ORDER BY 1`);
    const { states } = directoryStatesRoutes.countsByState.response.parse(JSON.parse((await get('by-state')).text));
    expect(states.filter(({ functions }) => functions > 0).map(({ state, functions }) => ({ state, functions }))).toEqual(rows);
  });
});

describe('one State', () => {
  test('says whom it has designated, under which article and by which source, and what is missing', async () => {
    const { state, functions, authorities } = await overviewOf('LV');
    expect(state.names.en).toBe('Latvia');
    expect(authorities).toHaveLength(4);
    expect(Object.fromEntries(functions.map((item) => [item.function, item.coverage]))).toEqual({
      prevention: 'convention', 'law-enforcement': 'missing', 'civil-administrative': 'missing', extradition: 'convention', mla: 'convention', 'asset-recovery': 'missing', fiu: 'missing',
    });
    for (const { coverage, designations } of functions) expect(designations.length > 0).toBe(coverage !== 'missing');
    const mla = functions.find((item) => item.function === 'mla')!;
    expect(authorities.find(({ id }) => id === mla.designations[0]!.authority)?.name).toBe('Ministry of Justice');
    expect(mla.designations[0]!.designation.provenance.source).not.toBe('');
  });

  test('without authorities it is shown all the same; one that is none is not found; a code in another form is refused', async () => {
    const { authorities, functions } = await overviewOf('EG');
    expect([authorities, functions.every(({ coverage }) => coverage === 'missing')]).toEqual([[], true]);
    expect((await get('states/XX')).status).toBe(404);
    expect((await get('states/lv')).status).toBe(400);
  });

  test('a hidden designation covers a function for those who see it alone, and their seeing it is recorded', async () => {
    const { id } = (await owner.query(`SELECT id FROM authority WHERE state = 'LV' ORDER BY id LIMIT 1`)).rows[0];
    await owner.query(
      `INSERT INTO designation (id, authority, function, functions, instrument, articles, languages, visibility, source) VALUES (gen_random_uuid(), $1, 'FIU', '{fiu}', 'UNCAC', '{58}', '{en}', 'members', 'test')`, [id],
    );
    await owner.query('SELECT refresh_authority_search($1)', [[id]]);
    const views = async () => (await owner.query(`SELECT count(*)::int AS n FROM directory_look WHERE officer = $1`, [people.officer.officer])).rows[0].n;
    expect([await fiu(null), await fiu(people.auditor)]).toEqual(['missing', 'missing']);
    expect(await views()).toBe(0);
    expect(await fiu(people.officer)).toBe('convention');
    const recorded = await views();
    expect(recorded).toBeGreaterThan(0);
    // What they have seen is not recorded again.
    expect([await fiu(people.officer), await views()]).toEqual(['convention', recorded]);
  });
});

describe('all States by function', () => {
  test('are for the secretariat alone', async () => {
    for (const path of ['coverage', 'coverage/csv']) {
      expect([(await get(path)).status, (await get(path, people.officer)).status, (await get(path, people.auditor)).status, (await get(path, people.secretariat)).status]).toEqual([401, 403, 403, 200]);
    }
  });

  test('say of each State what its own page says, and go out as a table', async () => {
    const { states } = directoryStatesRoutes.coverage.response.parse(JSON.parse((await get('coverage', people.secretariat)).text));
    for (const code of ['LV', 'PT', 'GE', 'KE']) {
      const { functions } = await overviewOf(code, people.secretariat);
      expect([code, states.find(({ state }) => state === code)?.functions]).toEqual([code, Object.fromEntries(functions.map((item) => [item.function, item.coverage]))]);
    }
    const csv = await get('coverage/csv', people.secretariat);
    expect(csv.headers['content-disposition']).toBe('attachment; filename="coverage.csv"');
    const table = Papa.parse<Record<string, string>>(csv.text.replace('\ufeff', ''), { header: true, skipEmptyLines: true }).data;
    expect(table.map(({ state }) => state)).toEqual(states.map(({ state }) => state));
    expect(table.find(({ state }) => state === 'LV')).toMatchObject({ 'extradition (UNCAC art. 44)': 'convention', 'asset-recovery (UNCAC art. 55)': 'missing' });
  });
});
