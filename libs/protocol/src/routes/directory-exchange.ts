// The directory going out, in the forms that other software reads.
import { z } from 'zod';
import { Uuid } from '../ids.ts';
import { PUBLIC, routeTable } from '../route.ts';
import { AuthorityQuery } from './directory.ts';

export const ExportFormat = z.enum(['csv', 'xlsx', 'vcf', 'json']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** The list's filters, without its pages; or the id of one entry, which is then the only one, whatever else is asked for. */
export const ExportQuery = AuthorityQuery.omit({ limit: true, cursor: true }).extend({ id: Uuid.optional() });
export type ExportQuery = z.infer<typeof ExportQuery>;

export const EXPORT_MEDIA = {
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  vcf: 'text/vcard; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const satisfies Record<ExportFormat, string>;

/** Entries that one export holds at most; a longer one is refused as too-large. */
export const EXPORT_LIMIT = 20_000;

export const directoryExchangeRoutes = routeTable({
  exportDirectory: {
    method: 'GET', path: '/api/directory/export/:format', summary: 'The entries of a search as a file, as far as the caller may see them', access: PUBLIC,
    params: z.object({ format: ExportFormat }), query: ExportQuery, response: 'bytes', media: Object.values(EXPORT_MEDIA),
  },
});
