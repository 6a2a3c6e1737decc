// The directory State by State: how many entries, and which of the functions that the Convention asks for are designated.
import { z } from 'zod';
import { DesignatedFunction, Designation } from '../directory-content.ts';
import { StateCode, Uuid } from '../ids.ts';
import { PUBLIC, roles, routeTable } from '../route.ts';
import { AuthorityFilters, AuthoritySummary, State } from './directory.ts';

/** Functions for which the Convention has States name or keep an authority, with its article. */
export const CONVENTION_FUNCTIONS = [
  { function: 'prevention', article: '6(3)' },
  { function: 'law-enforcement', article: '36' },
  { function: 'civil-administrative', article: '43(1)' },
  { function: 'extradition', article: '44' },
  { function: 'mla', article: '46(13)' },
  { function: 'asset-recovery', article: '55' },
  { function: 'fiu', article: '58' },
] as const satisfies readonly { function: DesignatedFunction; article: string }[];

/** convention: designated under the Convention against Corruption; other: only under other instruments; missing: the directory knows none. */
export const Coverage = z.enum(['convention', 'other', 'missing']);
export type Coverage = z.infer<typeof Coverage>;

export const StateOverview = z.object({
  state: State,
  functions: z.array(z.object({
    function: DesignatedFunction, article: z.string(), coverage: Coverage,
    designations: z.array(z.object({ authority: Uuid, designation: Designation })),
  })),
  authorities: z.array(AuthoritySummary),
});
export type StateOverview = z.infer<typeof StateOverview>;

export const StateCounts = z.object({ state: StateCode, authorities: z.int(), members: z.int(), /** Distinct functions of all their designations. */ functions: z.int() });
export type StateCounts = z.infer<typeof StateCounts>;

export const CoverageTable = z.object({ states: z.array(z.object({ state: StateCode, authorities: z.int(), functions: z.record(z.string(), Coverage) })) });
export type CoverageTable = z.infer<typeof CoverageTable>;

export const directoryStatesRoutes = routeTable({
  countsByState: { method: 'GET', path: '/api/directory/by-state', summary: 'How many entries of a search each State has', access: PUBLIC, query: AuthorityFilters, response: z.object({ states: z.array(StateCounts) }) },
  stateOverview: { method: 'GET', path: '/api/directory/states/:code', summary: 'What a State has designated authorities for, and what not', access: PUBLIC, params: z.object({ code: StateCode }), response: StateOverview },
  coverage: { method: 'GET', path: '/api/directory/coverage', summary: 'States by the functions they have designated authorities for', access: roles('secretariat'), response: CoverageTable },
  exportCoverage: { method: 'GET', path: '/api/directory/coverage/csv', summary: 'The same as a table for spreadsheets', access: roles('secretariat'), response: 'bytes', media: ['text/csv; charset=utf-8; header=present'] },
});
