// The directory's HTTP application with people of two members and the secretariat, for suites about changes of entries.
import { randomUUID } from 'node:crypto';
import { AuditEntry, directoryHistoryRoutes, EntryProposal, uuidV7, type AuthorityContent } from '#protocol';
import { openDirectoryApp } from './directory-app.ts';
import { CALLER_HEADER, person, type Person } from './people.ts';

export const [NORTH, SOUTH] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'] as const;
export const people = {
  north: person('security', NORTH),
  north2: person('security', NORTH),
  officer: person('officer', NORTH),
  south: person('security', SOUTH),
  una: person('secretariat', null),
  duo: person('secretariat', null),
  tria: person('secretariat', null),
  auditor: person('auditor', null),
  pending: person('pending', null),
};

export type Change = (content: AuthorityContent) => AuthorityContent;
export const value = () => ({ id: randomUUID(), visibility: 'public' as const, provenance: { source: 'anything', date: null } });
export const telephone = (number: string) => ({ ...value(), kind: 'telephone' as const, purpose: 'urgent' as const, value: number });
export const withContact = (number: string): Change => (content) => ({ ...content, contacts: [...content.contacts, telephone(number)] });
export const withName = (name: string): Change => (content) => ({ ...content, names: [...content.names, { ...value(), name, language: 'fr', kind: 'alias' }] });

interface Answer {
  readonly status: number;
  readonly body: { code?: string; verdict?: string; fields?: { path: string; reason: string }[] } & Record<string, unknown>;
}

export type DirectoryDesk = Awaited<ReturnType<typeof openDesk>>;

export async function openDesk() {
  // Of members NORTH and SOUTH.
  let [north, south] = ['', ''];
  const { app, owner, close } = await openDirectoryApp(Object.values(people), async (sql) => {
    [north, south] = (await sql.query<{ id: string }>(`SELECT id FROM authority WHERE state IN ('KE', 'BR') ORDER BY id LIMIT 2`)).rows.map(({ id }) => id) as [string, string];
    return new Map([[NORTH, north], [SOUTH, south]]);
  });

  const call = async (as: Person | null, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<Answer> => {
    const headers = { 'x-globe-client': 'tests', ...(as ? { [CALLER_HEADER]: as.officer } : {}) };
    const answer = await app.inject({ method, url: `/api/directory/${path}`, headers, ...(body === undefined ? {} : { payload: body as object }) });
    return { status: answer.statusCode, body: JSON.parse(answer.payload) as Answer['body'] };
  };
  const contentOf = async (id: string, as: Person = people.una, query = '') => directoryHistoryRoutes.authorityContent.response.parse((await call(as, 'GET', `authorities/${id}/content${query}`)).body);
  const bodyFor = async (authority: string, change: Change, baseVersion?: number) => {
    const { version, content } = await contentOf(authority, people.una, baseVersion === undefined ? '' : `?version=${baseVersion}`);
    return { baseVersion: version, content: change(content), source: null, note: null };
  };
  return {
    owner, app, north, south, call, contentOf, bodyFor, close,
    /** The answer as a proposal; throws a refusal's code. */
    proposal: async (answer: Promise<Answer>): Promise<EntryProposal> => {
      const { status, body } = await answer;
      if (status >= 400) throw new Error(`${body.code} ${body.verdict ?? ''} ${JSON.stringify(body.fields ?? [])}`.trim());
      return EntryProposal.parse(body);
    },
    codeOf: async (answer: Promise<Answer>) => (await answer).body.code ?? 'done',
    propose: async (as: Person, authority: string, change: Change, baseVersion?: number) => call(as, 'POST', 'proposals', { id: uuidV7(), authority, ...(await bodyFor(authority, change, baseVersion)) }),
    approve: async (as: Person, { id, revision, authority }: EntryProposal) => call(as, 'POST', `proposals/${id}/approval`, { revision, version: (await contentOf(authority)).version }),
    giveBack: (as: Person, { id, revision }: EntryProposal, reason = 'The number lacks a country code.') => call(as, 'POST', `proposals/${id}/return`, { revision, reason }),
    withdraw: (as: Person, { id, revision }: EntryProposal) => call(as, 'POST', `proposals/${id}/withdrawal`, { revision }),
    /** Of the audit log, in order. */
    acts: async (action: string): Promise<AuditEntry[]> => {
      const { rows } = await owner.query<{ entry: Buffer }>('SELECT entry FROM audit_entry ORDER BY id');
      return rows.map(({ entry }) => AuditEntry.parse(JSON.parse(entry.toString()))).filter((entry) => entry.action === action && entry.outcome === 'done');
    },
    lastOutbox: async () => (await owner.query<{ payload: object }>(`SELECT payload FROM outbox WHERE topic = 'directory.proposal' ORDER BY created DESC LIMIT 1`)).rows[0]?.payload,
  };
}
