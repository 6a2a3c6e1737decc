// Imports into the directory, step by step: brought, read, checked, decided, imported, undone. For the secretariat.
import { z } from 'zod';
import { DOUBLE_REASONS, DoubleReason, ImportDecision, ImportPreview, ImportRow, ImportSettings, ImportSummary } from '../directory-import.ts';
import { text, Uuid } from '../ids.ts';
import { roles, routeTable, stepUp } from '../route.ts';
import { UnLanguage } from './directory.ts';

/** Which rows to list: refused ones; those with values left out or mended; those that may be another body, by reason or all; new ones; those kept when the import was undone. */
export const RowFilter = z.enum(['refused', 'warned', 'doubles', 'doubtful', 'create', 'kept', ...DOUBLE_REASONS]);
export type RowFilter = z.infer<typeof RowFilter>;

const One = z.object({ id: Uuid });
const SECRETARIAT = roles('secretariat');

export const directoryImportRoutes = routeTable({
  imports: { method: 'GET', path: '/api/directory/imports', summary: 'Imports into the directory, newest first', access: SECRETARIAT, response: z.object({ items: z.array(ImportSummary) }) },
  uploadImport: {
    method: 'PUT', path: '/api/directory/imports/:id', summary: 'Bring a file (CSV, XLSX, JSON) under an id made by the client; again with the same bytes answers the same', access: stepUp(SECRETARIAT),
    params: One, query: z.object({ name: text(200) }), body: 'bytes', response: ImportSummary,
  },
  importSummary: { method: 'GET', path: '/api/directory/imports/:id', summary: 'Where an import stands', access: SECRETARIAT, params: One, response: ImportSummary },
  importPreview: { method: 'GET', path: '/api/directory/imports/:id/preview', summary: 'How the file is read, and its first rows as they would become entries', access: SECRETARIAT, params: One, response: ImportPreview },
  setImportSettings: { method: 'PUT', path: '/api/directory/imports/:id/settings', summary: 'Read the file otherwise: encoding, sheet, headings, columns', access: SECRETARIAT, params: One, body: ImportSettings, response: ImportPreview },
  checkImport: { method: 'POST', path: '/api/directory/imports/:id/check', summary: 'Read every row and look for doubles, in the background; nothing of the directory changes', access: SECRETARIAT, params: One, response: ImportSummary },
  importRows: {
    method: 'GET', path: '/api/directory/imports/:id/rows', summary: 'Rows of a checked import', access: SECRETARIAT, params: One,
    query: z.object({ show: RowFilter, after: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(100).default(50) }),
    response: z.object({ items: z.array(ImportRow), total: z.int().min(0), /** `after` of the next page. */ next: z.int().nullable() }),
  },
  decideRows: {
    method: 'PUT', path: '/api/directory/imports/:id/decisions', summary: 'Decide what is to become of rows that may be other bodies', access: SECRETARIAT, params: One,
    body: z.object({
      /** These rows, or all whose strongest reason is this one. */
      rows: z.union([z.array(z.int()).min(1).max(500), DoubleReason]),
      decision: ImportDecision,
      /** For one row: which of its doubles; otherwise each row's likeliest. */
      target: ImportRow.shape.target.default(null),
    }),
    response: ImportSummary,
  },
  runImport: { method: 'POST', path: '/api/directory/imports/:id/run', summary: 'Import what was decided, whole or not at all, in the background', access: stepUp(SECRETARIAT), params: One, response: ImportSummary },
  undoImport: { method: 'POST', path: '/api/directory/imports/:id/undo', summary: 'Take an import back, in the background; entries changed since are kept and listed', access: stepUp(SECRETARIAT), params: One, response: ImportSummary },
  discardImport: { method: 'DELETE', path: '/api/directory/imports/:id', summary: 'Drop a file that was not imported', access: SECRETARIAT, params: One, response: ImportSummary },
  importProblems: { method: 'GET', path: '/api/directory/imports/:id/problems', summary: 'Every problem of every row as a CSV file', access: SECRETARIAT, params: One, query: z.object({ language: UnLanguage.default('en') }), response: 'bytes', media: ['text/csv; charset=utf-8; header=present'] },
});
