// The whole public directory as one document, and the proof that the hub published exactly it.
import { z } from 'zod';
import { AuditEntry } from '../audit.ts';
import { AuthorityContent } from '../directory-content.ts';
import { Hash, StateCode, Timestamp, Uuid } from '../ids.ts';
import { PUBLIC, routeTable } from '../route.ts';
import { AuditAnchor } from './audit.ts';

/** Served as canonical JSON (RFC 8785): the bytes are what is hashed and proved. Entries in the order of their ids; public values only. */
export const DirectorySnapshot = z.strictObject({
  version: z.literal(1),
  made: Timestamp,
  /** 1, 2, 3 …: of the snapshots, not of the directory, whose number counts changes that are not for everybody too. */
  number: z.int().min(1),
  states: z.array(z.strictObject({ code: StateCode, names: z.record(z.string(), z.string()) })),
  authorities: z.array(z.strictObject({ id: Uuid, content: AuthorityContent })),
});
export type DirectorySnapshot = z.infer<typeof DirectorySnapshot>;

export const directorySnapshotRoutes = routeTable({
  directorySnapshot: {
    method: 'GET', path: '/api/directory/snapshot', summary: 'The whole public directory as one canonical document, to be kept and verified', access: PUBLIC,
    response: 'text', media: ['application/json; charset=utf-8'],
  },
  snapshotProof: {
    method: 'GET', path: '/api/directory/snapshot/:sha256/proof', summary: 'The act by which the hub published a snapshot, and where it stands in the audit log; null: not yet in it', access: PUBLIC,
    params: z.object({ sha256: Hash }), query: z.object({ /** A size of the audit log that the caller has verified. */ size: z.coerce.number().int().min(0) }),
    response: z.object({ entry: AuditEntry, anchor: AuditAnchor.nullable() }),
  },
});
