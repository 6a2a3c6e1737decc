// The trust log, what its statements pin, and the gathering of signatures.
import { z } from 'zod';
import { base64UrlOf, Hash, Timestamp, Uuid } from '../ids.ts';
import { NETWORK, PUBLIC, READERS, roles, routeTable, SIGNED_IN } from '../route.ts';
import { OfficerCard, OfficerRole, Statement, StatementSignature } from '../statement.ts';

/** Largest certificate, sealed package and officer card accepted, bytes. */
export const CERTIFICATE_LIMIT = 16 * 1024;
export const PACKAGE_LIMIT = 32 * 1024;
/** Trust log entries in one answer. */
export const ENTRIES_PAGE = 1000;

/** What the hub says of its network before anybody is signed in; to be believed only after comparing the phrase. */
export const NetworkInfo = z.object({
  /** SHA-256 of genesis; null until there is one. */
  id: Hash.nullable(),
  name: z.string(),
  demonstration: z.boolean(),
});
export type NetworkInfo = z.infer<typeof NetworkInfo>;

export const Proposal = z.object({
  id: Uuid,
  statement: Statement,
  signatures: z.array(StatementSignature),
  /** waiting: signatures are missing; appended: in the log at `index`; void: the roster moved on or it expired; withdrawn. */
  state: z.enum(['waiting', 'appended', 'void', 'withdrawn']),
  index: z.int().nullable(),
  /** Who may still sign, in the replay's words: how many of which role, and certificates that must co-sign. */
  missing: z.array(z.object({ role: z.enum(['secretariat', 'security', 'officer', 'co-signer']), count: z.int().min(1), certificates: z.array(Hash) })),
  /** True when the caller's signature is one of those missing. */
  mine: z.boolean(),
  proposedBy: Uuid,
  created: Timestamp,
});
export type Proposal = z.infer<typeof Proposal>;

/** Certificates and sealed packages that a statement pins by hash travel with its proposal. */
export const ProposalRequest = z.strictObject({
  /** Made by the client: proposing again with the same id and content gives the same answer. */
  id: Uuid,
  statement: Statement,
  signature: StatementSignature.nullable(),
  certificates: z.array(base64UrlOf(CERTIFICATE_LIMIT)).max(20),
  packages: z.array(z.strictObject({ officer: Uuid, sealed: base64UrlOf(PACKAGE_LIMIT) })).max(500),
});

export const membershipRoutes = routeTable({
  network: { method: 'GET', path: '/api/network', summary: 'Which network this hub serves', access: PUBLIC, response: NetworkInfo },
  trustEntries: {
    method: 'GET', path: '/api/trust/entries', summary: 'Entries of the trust log, in order, as their exact leaf bytes', access: SIGNED_IN,
    query: z.strictObject({ from: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(ENTRIES_PAGE).default(ENTRIES_PAGE) }),
    /** `entries`: leaf data, base64url. `size`: of the log now. */
    response: z.object({ size: z.int(), entries: z.array(z.string()) }),
  },
  trustBundle: {
    method: 'GET', path: '/api/trust/bundles/:bundle', summary: 'Leaves of the trust log from number bundle · 1024 on, 1024 or as many as there are, packed (length and bytes of each); compressed where the caller takes gzip', access: SIGNED_IN,
    params: z.strictObject({ bundle: z.coerce.number().int().min(0).max(1_000_000) }), response: 'bytes',
  },
  certificates: {
    method: 'POST', path: '/api/certificates/query', summary: 'Certificates by SHA-256 of their exact bytes; unknown ones are left out', access: SIGNED_IN,
    body: z.strictObject({ hashes: z.array(Hash).max(500) }),
    /** `certificate`: base64url. */
    response: z.object({ certificates: z.array(z.object({ hash: Hash, certificate: z.string() })) }),
  },
  propose: {
    method: 'POST', path: '/api/trust/proposals', summary: 'Propose a statement; it is appended at once when no signature is missing', access: SIGNED_IN,
    body: ProposalRequest, response: Proposal,
  },
  proposals: {
    method: 'GET', path: '/api/trust/proposals', summary: 'Proposals that wait for me or that I may see', access: SIGNED_IN,
    /** `void`: mine of the last seven days that something else made void. */
    query: z.strictObject({ state: z.enum(['waiting', 'void', 'all']).default('waiting') }),
    response: z.object({ items: z.array(Proposal) }),
  },
  proposal: { method: 'GET', path: '/api/trust/proposals/:proposal', summary: 'One proposal', access: SIGNED_IN, params: z.strictObject({ proposal: Uuid }), response: Proposal },
  signProposal: {
    method: 'POST', path: '/api/trust/proposals/:proposal/signatures', summary: 'Add my signature', access: SIGNED_IN,
    params: z.strictObject({ proposal: Uuid }), body: z.strictObject({ signature: StatementSignature }), response: Proposal,
  },
  withdrawProposal: { method: 'DELETE', path: '/api/trust/proposals/:proposal', summary: 'Withdraw my waiting proposal', access: SIGNED_IN, params: z.strictObject({ proposal: Uuid }) },
  officers: {
    method: 'GET', path: '/api/members/:member/officers', summary: 'Officers of a member with their cards, for members’ eyes', access: NETWORK,
    params: z.strictObject({ member: Uuid }),
    response: z.object({ items: z.array(z.object({ officer: Uuid, certificate: Hash, role: OfficerRole, card: OfficerCard })) }),
  },
  networkPeople: {
    method: 'GET', path: '/api/network/officers', summary: 'The secretariat and the network’s auditors with their cards, for the network’s eyes', access: NETWORK,
    response: z.object({ items: z.array(z.object({ officer: Uuid, certificate: Hash, place: z.enum(['secretariat', 'auditor']), card: OfficerCard })) }),
  },
  storeCard: {
    method: 'POST', path: '/api/officers/:officer/cards', summary: 'Store an officer’s next card, before the statement that pins it', access: roles('security'),
    params: z.strictObject({ officer: Uuid }), body: OfficerCard,
  },
  epochPackage: {
    method: 'GET', path: '/api/epochs/:epoch/package', summary: 'My sealed package of a mailbox epoch', access: READERS,
    params: z.strictObject({ epoch: Uuid }), response: 'bytes',
  },
});

