// Changes of the directory on their way: proposed by an authority's security officers or the secretariat, approved by the
// secretariat. And the yearly confirmation.
import { z } from 'zod';
import { AuthorityContent } from '../directory-content.ts';
import { CONTENT_PARTS } from '../entry/content-diff.ts';
import { StateCode, text, Timestamp, Uuid, UuidV7 } from '../ids.ts';
import { roles, routeTable } from '../route.ts';

const PROPOSERS = roles('security', 'secretariat');
const SECRETARIAT = roles('secretariat');
const ById = z.object({ id: Uuid });

/** waiting: for approval; returned: to who proposed, with a reason; applied: it is a version of the entry. */
export const EntryProposalState = z.enum(['waiting', 'returned', 'applied', 'withdrawn']);
export type EntryProposalState = z.infer<typeof EntryProposalState>;

const Common = {
  id: UuidV7,
  authority: Uuid,
  /** What it is called, in the proposal where the entry is new. */
  name: z.string(),
  country: StateCode,
  /** The entry is not in the directory yet. */
  isNew: z.boolean(),
  state: EntryProposalState,
  side: z.enum(['authority', 'secretariat']),
  proposedBy: Uuid,
  created: Timestamp,
  /** When anything last happened to it. */
  moved: Timestamp,
  /** Counts from 1; a new one each time it is changed. Approvals are for one revision. */
  revision: z.int(),
  parts: z.array(z.enum([...CONTENT_PARTS, 'entry'])),
  approvalsNeeded: z.int(),
  /** Officers of the secretariat who approved this revision. */
  approvedBy: z.array(Uuid),
};
export const EntryProposalSummary = z.object(Common);
export type EntryProposalSummary = z.infer<typeof EntryProposalSummary>;

export const EntryProposalEvent = z.object({ at: Timestamp, officer: Uuid, side: z.enum(['authority', 'secretariat']), act: z.enum(['proposed', 'changed', 'returned', 'approved', 'withdrawn']), revision: z.int(), reason: z.string().nullable() });
export type EntryProposalEvent = z.infer<typeof EntryProposalEvent>;

export const EntryProposal = z.object({
  ...Common,
  /** The version that it was made from; 0: the entry is new. */
  baseVersion: z.int(),
  base: AuthorityContent.nullable(),
  /** The entry now. */
  currentVersion: z.int(),
  current: AuthorityContent.nullable(),
  content: AuthorityContent,
  /** The document that its values come from; null: what the proposer says. */
  source: z.string().nullable(),
  note: z.string().nullable(),
  events: z.array(EntryProposalEvent),
  /** The version that it became. */
  version: z.int().nullable(),
  may: z.object({ change: z.boolean(), withdraw: z.boolean(), return: z.boolean(), approve: z.boolean() }),
});
export type EntryProposal = z.infer<typeof EntryProposal>;

const Proposed = {
  /** The version that the content was made from; 0: a new entry. */
  baseVersion: z.int().min(0),
  /** All values that the entry is to have. Provenance of changed values is set by the hub. */
  content: AuthorityContent,
  source: text(500).nullable(),
  note: text(2000).nullable(),
};

export const directoryProposalRoutes = routeTable({
  proposeEntry: { method: 'POST', path: '/api/directory/proposals', summary: 'Propose a change of an entry, or a new one; the same id again is the same proposal', access: PROPOSERS, body: z.strictObject({ id: UuidV7, authority: Uuid, ...Proposed }), response: EntryProposal, status: 201 },
  entryProposals: {
    method: 'GET', path: '/api/directory/proposals', summary: 'Proposals of the caller’s authority, or all for the secretariat; those that moved last first', access: PROPOSERS,
    query: z.object({ state: EntryProposalState.optional(), authority: Uuid.optional(), limit: z.coerce.number().int().min(1).max(100).default(25), cursor: z.string().max(100).optional() }),
    response: z.object({ items: z.array(EntryProposalSummary), next: z.string().nullable() }),
  },
  entryProposal: { method: 'GET', path: '/api/directory/proposals/:id', summary: 'One proposal with what it changes and what happened to it', access: PROPOSERS, params: ById, response: EntryProposal },
  changeEntryProposal: { method: 'PUT', path: '/api/directory/proposals/:id', summary: 'Propose something else in its place; approvals begin anew', access: PROPOSERS, params: ById, body: z.strictObject({ revision: z.int(), ...Proposed }), response: EntryProposal },
  withdrawEntryProposal: { method: 'POST', path: '/api/directory/proposals/:id/withdrawal', summary: 'Withdraw it', access: PROPOSERS, params: ById, body: z.strictObject({ revision: z.int() }), response: EntryProposal },
  returnEntryProposal: { method: 'POST', path: '/api/directory/proposals/:id/return', summary: 'Give it back to who proposed it, with a reason', access: SECRETARIAT, params: ById, body: z.strictObject({ revision: z.int(), reason: text(2000) }), response: EntryProposal },
  approveEntryProposal: {
    method: 'POST', path: '/api/directory/proposals/:id/approval', summary: 'Approve it; the last approval that is needed writes the entry', access: SECRETARIAT, params: ById,
    /** `version`: of the entry, as it was seen beside the proposal. */
    body: z.strictObject({ revision: z.int(), version: z.int().min(0) }), response: EntryProposal,
  },
  /** The entry that the caller's member was admitted for. */
  ownAuthority: { method: 'GET', path: '/api/directory/own', summary: 'The entry of the caller’s own authority', access: roles('security', 'officer', 'reader', 'member-auditor'), response: z.object({ authority: Uuid }) },
});
