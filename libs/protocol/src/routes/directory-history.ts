// Entries of the directory as they stood, and who changed them. Everybody sees the versions of what they may see.
import { z } from 'zod';
import { AuthorityContent } from '../directory-content.ts';
import { CONTENT_PARTS } from '../entry/content-diff.ts';
import { Timestamp, Uuid } from '../ids.ts';
import { PUBLIC, routeTable } from '../route.ts';

/** Why there is a version: the data that the hub began with, an import or its undoing, or a proposal that was approved. */
export const VersionOrigin = z.object({ kind: z.enum(['seed', 'import', 'undo', 'proposal']), /** The import or proposal. */ id: Uuid.nullable() });
export type VersionOrigin = z.infer<typeof VersionOrigin>;

export const EntryVersion = z.object({
  version: z.int().min(1),
  at: Timestamp,
  origin: VersionOrigin,
  /** On whose side the change was proposed; `hub`: by no person. */
  side: z.enum(['authority', 'secretariat', 'hub']),
  /** Officers, by id; null for those who are on no roster of the network, and where nobody was. */
  proposedBy: Uuid.nullable(),
  approvedBy: z.array(Uuid).nullable(),
  /** How many officers of the secretariat approved it. */
  approvals: z.int(),
  /** The entry left the directory with this version. */
  removed: z.boolean(),
  /** How many values of each part came, changed or went, of those that the caller may see. */
  changes: z.array(z.object({ part: z.enum([...CONTENT_PARTS, 'entry']), added: z.int(), changed: z.int(), removed: z.int() })),
});
export type EntryVersion = z.infer<typeof EntryVersion>;

/** Without either: the newest. */
export const VersionWanted = z.object({ version: z.coerce.number().int().min(1).optional(), /** As the entry stood at this instant. */ at: Timestamp.optional() });

export const directoryHistoryRoutes = routeTable({
  authorityHistory: {
    method: 'GET', path: '/api/directory/authorities/:id/history', summary: 'Versions of an entry, newest first', access: PUBLIC, params: z.object({ id: Uuid }),
    query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(25), /** Versions older than this one. */ before: z.coerce.number().int().min(1).optional() }),
    response: z.object({ items: z.array(EntryVersion), /** `before` of the next page. */ next: z.int().nullable() }),
  },
  authorityContent: {
    method: 'GET', path: '/api/directory/authorities/:id/content', summary: 'All values of an entry, as it stands or as it stood', access: PUBLIC, params: z.object({ id: Uuid }), query: VersionWanted,
    response: z.object({ version: z.int(), at: Timestamp, content: AuthorityContent }),
  },
});
