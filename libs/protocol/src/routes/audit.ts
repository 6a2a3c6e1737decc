// The two logs' public side (checkpoints, proofs) and the audit viewer.
import { z } from 'zod';
import { AUDIT_ACTIONS, AuditContext, AuditEntry, AuditObject, type AuditAction } from '../audit.ts';
import { Hash, Timestamp, Uuid } from '../ids.ts';
import { PUBLIC, routeTable, SIGNED_IN } from '../route.ts';

const Log = z.strictObject({ log: z.enum(['trust', 'audit']) });
const Size = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const Proof = z.array(Hash).max(128);
/** Entries in one answer of the viewer, and of the proofs route. */
export const AUDIT_PAGE = 200;

/** Where an entry stands. All of it is checked with libs/transparency-log; nothing is to be believed. */
export const AuditAnchor = z.object({
  index: z.int().min(0),
  /** The first checkpoint that holds the entry: a signed note. */
  checkpoint: z.string(),
  /** Inclusion in the tree of that checkpoint. */
  inclusion: Proof,
  /** From that checkpoint's tree to the tree of the size asked for. */
  consistency: Proof,
});
export type AuditAnchor = z.infer<typeof AuditAnchor>;

export const AuditItem = z.object({
  id: Uuid,
  /** Leaf index; null until the sequencer has taken it in, well under a second later. */
  index: z.int().min(0).nullable(),
  entry: AuditEntry,
  /** Session and address: for the actor, their security officers and auditors. */
  context: AuditContext.nullable(),
});
export type AuditItem = z.infer<typeof AuditItem>;

export const AuditQuery = z.strictObject({
  officer: Uuid.optional(),
  member: Uuid.optional(),
  action: z.enum(Object.keys(AUDIT_ACTIONS) as [AuditAction, ...AuditAction[]]).optional(),
  objectKind: AuditObject.shape.kind.optional(),
  object: AuditObject.shape.id.optional(),
  outcome: AuditEntry.shape.outcome.optional(),
  /** Not before; and before. */
  from: Timestamp.optional(),
  until: Timestamp.optional(),
  /** `next` of the page before. */
  cursor: Uuid.optional(),
  limit: z.coerce.number().int().min(1).max(AUDIT_PAGE).default(50),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const auditRoutes = routeTable({
  checkpoint: {
    method: 'GET', path: '/log/:log/checkpoint', summary: 'Newest checkpoint of a log with its cosignatures (C2SP tlog-checkpoint)', access: PUBLIC,
    params: Log, response: 'text',
  },
  vkey: { method: 'GET', path: '/log/:log/vkey', summary: 'Verifier key of a log, to be compared with the one genesis names', access: PUBLIC, params: Log, response: 'text' },
  inclusion: {
    method: 'GET', path: '/log/:log/inclusion', summary: 'Inclusion proof of a leaf in the tree of a size (RFC 9162, 2.1.3)', access: PUBLIC,
    params: Log, query: z.strictObject({ index: Size, size: Size }), response: z.object({ leaf: Hash, proof: Proof }),
  },
  consistency: {
    method: 'GET', path: '/log/:log/consistency', summary: 'Consistency proof between two sizes (RFC 9162, 2.1.4)', access: PUBLIC,
    params: Log, query: z.strictObject({ from: Size, to: Size }), response: z.object({ proof: Proof }),
  },
  auditAnchors: {
    method: 'POST', path: '/api/audit/anchors', summary: 'Proofs that entries stand in the audit log, by entry id; null: not yet, or unknown', access: SIGNED_IN,
    body: z.strictObject({ entries: z.array(Uuid).min(1).max(AUDIT_PAGE), /** A size that the caller has verified. */ size: z.int().min(0) }),
    response: z.object({ items: z.array(z.object({ entry: Uuid, anchor: AuditAnchor.nullable() })) }),
  },
  auditEntries: {
    method: 'GET', path: '/api/audit/entries', summary: 'Recorded acts that the caller may see, newest first; looking is recorded too', access: SIGNED_IN,
    query: AuditQuery, response: z.object({ items: z.array(AuditItem), next: Uuid.nullable() }),
  },
});
