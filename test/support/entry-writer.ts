// The one writer of the directory in the test's own process, and how each audience reads what it wrote.
import { randomUUID } from 'node:crypto';
import { AuditEntry, AuthorityContent, AuthorityEntry, directoryHistoryRoutes, emptyContent, Problem, type ContentValue } from '#protocol';
import { WriteEntry, type EntryWrite, type EntryWritten } from '../../apps/api/src/directory/write-entry.ts';
import { Database } from '../../apps/api/src/platform/database.ts';
import { openDirectoryApp } from './directory-app.ts';
import { CALLER_HEADER, person, type Person } from './people.ts';

export const people = {
  auditor: person('auditor', null),
  officer: person('officer', '00000000-0000-4000-8000-00000000000a'),
  secretariat: person('secretariat', null),
  pending: person('pending', null),
} as const;
export const AUDIENCES: readonly (readonly [string, Person | null, readonly string[]])[] = [
  ['anybody', null, ['public']],
  ['a pending account', people.pending, ['public']],
  ['an auditor', people.auditor, ['public', 'government']],
  ['an officer of a member', people.officer, ['public', 'government', 'members']],
  ['the secretariat', people.secretariat, ['public', 'government', 'members']],
];
export const ALL = ['public', 'government', 'members'] as const;

const HUB = { origin: { kind: 'import', id: null }, side: 'hub', proposedBy: null, approvedBy: [] } as const satisfies Partial<EntryWrite>;

export type EntryWriter = Awaited<ReturnType<typeof openEntryWriter>>;

export async function openEntryWriter() {
  const directory = await openDirectoryApp(Object.values(people));
  const { app, owner } = directory;
  const get = async (path: string, as: Person | null = null) => {
    const answer = await app.inject({ method: 'GET', url: `/api/directory/authorities/${path}`, headers: as ? { [CALLER_HEADER]: as.officer } : {} });
    return { status: answer.statusCode, body: JSON.parse(answer.payload) as unknown };
  };
  const recorded = async (): Promise<AuditEntry[]> =>
    (await owner.query<{ entry: Buffer }>('SELECT entry FROM audit_entry ORDER BY id')).rows.map(({ entry }) => AuditEntry.parse(JSON.parse(entry.toString())));
  return {
    ...directory, get, recorded,
    entryOf: async (id: string, as: Person | null = null) => AuthorityEntry.parse((await get(id, as)).body),
    historyOf: async (id: string, as: Person | null = null, query = '') => directoryHistoryRoutes.authorityHistory.response.parse((await get(`${id}/history${query}`, as)).body),
    contentOf: async (id: string, query = '', as: Person | null = null) => directoryHistoryRoutes.authorityContent.response.parse((await get(`${id}/content${query}`, as)).body),
    write: (...writes: (Pick<EntryWrite, 'authority' | 'expectedVersion' | 'content'> & Partial<EntryWrite>)[]): Promise<EntryWritten[]> =>
      app.get(Database).transaction((tx) => app.get(WriteEntry).execute(tx, writes.map((one) => ({ ...HUB, ...one }))), 'system'),
    acts: async (action: string, id: string) => (await recorded()).filter((entry) => entry.action === action && entry.object?.id === id),
  };
}

/** The code of the problem that work ends in, or `done`. */
export const refusalOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof Problem ? error.code : String(error)));

export const value = (visibility: (typeof ALL)[number] = 'public') => ({ id: randomUUID(), visibility, provenance: { source: 'test', date: '2026-01-31' } });
export const named = (name: string): AuthorityContent => ({ ...emptyContent('KE', 'court'), names: [{ ...value(), name, language: 'en', kind: 'official' }] });
export const email = (address: string, visibility: (typeof ALL)[number] = 'public') => ({ ...value(visibility), kind: 'email' as const, purpose: 'general' as const, value: address });

const all = <T extends ContentValue>(make: (visibility: (typeof ALL)[number]) => T) => ALL.map(make);

/** One value of each part for each audience, each with the audience's name in it. */
export function full(name: string): AuthorityContent {
  return {
    ...named(name),
    names: [...named(name).names, ...all((v) => ({ ...value(v), name: `name ${v}`, language: 'fr', kind: 'alias' as const }))],
    designations: all((v) => ({
      ...value(v), function: `function ${v}`, functions: ['mla' as const], instrument: 'UNCAC', provision: 'art. 46(13)', articles: ['46'], languages: ['en'],
      validFrom: '2020', validTo: null, reference: `note ${v}`, referenceDate: '2020-02-03', note: null,
    })),
    contacts: all((v) => email(`${v}@authority.example`, v)),
    affiliations: all((v) => ({ ...value(v), network: `network ${v}`, stated: true, joined: null, evidence: null })),
    notes: all((v) => ({ ...value(v), text: `text ${v}` })),
    practice: all((v) => ({ ...value(v), topic: 'requirements' as const, answer: null, means: [], text: `practice ${v}`, language: 'en', url: null })),
    hours: all((v) => ({ ...value(v), purpose: 'general' as const, zone: 'Africa/Nairobi', weekly: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '17:00' }], holidays: `holidays ${v}`, language: 'en' })),
    languages: [{ ...value('public'), language: 'sw' }, { ...value('government'), language: 'de' }, { ...value('members'), language: 'it' }],
    parents: [{ ...value('public'), authority: null, name: 'parent body', language: 'en' }],
  };
}
