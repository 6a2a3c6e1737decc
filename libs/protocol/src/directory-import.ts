// Files coming into the directory: what they may be, what their columns can mean, why a row is not taken, and what becomes of each.
import { z } from 'zod';
import { AcceptedLanguage, Affiliation, AuthorityKind, AuthorityName, AuthorityNote, Contact, Designation, Visibility } from './directory-content.ts';
import { Hash, LanguageTag, StateCode, text, Timestamp, Uuid } from './ids.ts';

/** What one import holds at most. Larger ones are refused with the reason, never cut. */
export const IMPORT_LIMITS = {
  /** Bytes of the file. */
  file: 10 * 1024 * 1024,
  /** Bytes of a workbook once it is unpacked. */
  unpacked: 96 * 1024 * 1024,
  rows: 50_000,
  columns: 200,
  /** UTF-16 units of a cell. */
  cell: 20_000,
} as const;

export const ImportFormat = z.enum(['csv', 'xlsx', 'json']);
export type ImportFormat = z.infer<typeof ImportFormat>;

export const ImportEncoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1251', 'windows-1256']);
export type ImportEncoding = z.infer<typeof ImportEncoding>;

/** Why a file cannot be read as a table: the verdict of Problem('file-refused'). */
export const FileRefusal = z.enum(['empty', 'other-type', 'old-or-protected-workbook', 'damaged', 'unpacks-too-large', 'too-many-rows', 'too-many-columns', 'no-rows', 'no-table', 'no-such-sheet']);
export type FileRefusal = z.infer<typeof FileRefusal>;

/** What a column can mean. */
export const ImportTarget = z.enum([
  'ignore', 'id', 'state', 'kind', 'name', 'name_ar', 'name_zh', 'name_en', 'name_fr', 'name_ru', 'name_es', 'name_native', 'native_language', 'name_language', 'acronym', 'aliases', 'former_names',
  'postal', 'telephone', 'fax', 'email', 'website', 'languages', 'designation', 'instrument', 'designation_date', 'networks', 'notes', 'source', 'source_date',
]);
export type ImportTarget = z.infer<typeof ImportTarget>;

export const ImportColumn = z.object({ target: ImportTarget, /** Who may see the contacts of this column. */ visibility: Visibility });
export type ImportColumn = z.infer<typeof ImportColumn>;

/** How a file is read. All of it is guessed first and can be changed. */
export const ImportSettings = z.object({
  /** Of text; null for a workbook. */
  encoding: ImportEncoding.nullable(),
  /** Of a workbook; null otherwise. */
  sheet: z.string().max(100).nullable(),
  /** Row with the names of the columns, from 1; 0: there is none, and the first row is data. */
  headingRow: z.int().min(0).max(20),
  columns: z.array(ImportColumn).max(IMPORT_LIMITS.columns),
  /** For rows that do not say. */
  state: StateCode.nullable(),
  kind: AuthorityKind.nullable(),
  language: LanguageTag,
  /** Where the file comes from, as shown beside each value; the file's name where it is empty. */
  source: text(500, 0),
});
export type ImportSettings = z.infer<typeof ImportSettings>;

/** Reasons for which a row is not taken. */
export const ROW_REFUSALS = ['no-name', 'no-state', 'unknown-state', 'name-is-formula', 'name-damaged', 'too-long', 'broken-quotes', 'same-row', 'other-state'] as const;
/** Reasons for which a value of a row is left out or mended; the row is taken. */
export const ROW_WARNINGS = ['formula', 'damaged-text', 'mojibake-mended', 'not-a-telephone', 'not-an-email', 'not-a-website', 'unknown-kind', 'unknown-language', 'unreadable-date', 'ambiguous-date', 'designation-without-instrument'] as const;
export const RowProblem = z.object({
  /** As a spreadsheet counts: the first row of the file is 1. */
  row: z.int(),
  /** Name of the column, or its letter; null: the row as a whole. */
  column: z.string().nullable(),
  code: z.enum([...ROW_REFUSALS, ...ROW_WARNINGS]),
  /** What stands there, cut to what can be shown; for `same-row` the number of the earlier row. */
  value: z.string(),
});
export type RowProblem = z.infer<typeof RowProblem>;

export function isRefusal({ code }: Pick<RowProblem, 'code'>): boolean {
  return (ROW_REFUSALS as readonly string[]).includes(code);
}

/** What a row says of a body, before its values have ids. */
export const ImportedEntry = z.object({
  /** Of an entry of the directory, where the row names one. */
  id: Uuid.nullable(),
  state: StateCode,
  kind: AuthorityKind,
  names: z.array(AuthorityName.omit({ id: true })),
  designations: z.array(Designation.omit({ id: true })),
  contacts: z.array(Contact.omit({ id: true })),
  affiliations: z.array(Affiliation.omit({ id: true })),
  languages: z.array(AcceptedLanguage.omit({ id: true })),
  notes: z.array(AuthorityNote.omit({ id: true })),
});
export type ImportedEntry = z.infer<typeof ImportedEntry>;

/** Why a row may be the same body as another, strongest first. `same-letters`: but for accents and punctuation. */
export const DOUBLE_REASONS = ['same-id', 'same-name', 'same-letters', 'same-words', 'other-script', 'other-spelling', 'same-acronym', 'same-website'] as const;
export const DoubleReason = z.enum(DOUBLE_REASONS);
export type DoubleReason = z.infer<typeof DoubleReason>;

/** Another body that a row may be: an entry of the directory by its id, or an earlier row of the file by its number. */
export const Double = z.object({ kind: z.enum(['entry', 'row']), key: z.string().max(40), name: z.string(), reasons: z.array(DoubleReason).min(1) });
export type Double = z.infer<typeof Double>;

/** What is to become of a row. merge: its values are added to the other body's; alias: only its names are; create: a new entry; skip: nothing. */
export const ImportDecision = z.enum(['create', 'merge', 'alias', 'skip']);
export type ImportDecision = z.infer<typeof ImportDecision>;

/** What became of it. `unchanged`: the entry said all of it already. */
export const ImportOutcome = z.enum(['created', 'changed', 'unchanged', 'skipped', 'undone', 'kept']);
export type ImportOutcome = z.infer<typeof ImportOutcome>;

export const ImportStage = z.enum(['draft', 'checking', 'checked', 'running', 'done', 'undoing', 'undone', 'discarded']);
export type ImportStage = z.infer<typeof ImportStage>;

/** Why the last step did not come about; nothing of it was kept. directory-changed: since the check; check again, decisions are kept. */
export const ImportFailure = z.enum(['file-refused', 'directory-changed', 'conflict', 'internal']);
export type ImportFailure = z.infer<typeof ImportFailure>;

const many = z.int().min(0);
export const ImportSummary = z.object({
  id: Uuid,
  fileName: z.string(),
  /** SHA-256 of the file. */
  sha256: Hash,
  bytes: many,
  format: ImportFormat,
  stage: ImportStage,
  failure: ImportFailure.nullable(),
  /** Of the step that runs; null: nothing runs. */
  progress: z.object({ done: many, total: many }).nullable(),
  /** Officer who brought the file. */
  officer: Uuid,
  created: Timestamp,
  /** Of the last step. */
  finished: Timestamp.nullable(),
  /** By check and decisions; null before the first check. `warned`: taken, with values left out or mended. `doubtful`: may be another body, and nobody has decided. */
  planned: z.object({ rows: many, refused: many, warned: many, create: many, merge: many, alias: many, skip: many, doubtful: many }).nullable(),
  /** Entries and rows, once it has run. */
  result: z.object({ created: many, changed: many, unchanged: many, skipped: many, refused: many, undone: many, kept: many }).nullable(),
});
export type ImportSummary = z.infer<typeof ImportSummary>;

const PreviewRow = z.object({ row: many, cells: z.array(z.string()), entry: ImportedEntry.nullable(), problems: z.array(RowProblem) });
export const ImportPreview = z.object({
  settings: ImportSettings,
  /** Sheets of a workbook. */
  sheets: z.array(z.string()),
  /** Names of the columns, or their letters. */
  headings: z.array(z.string()),
  /** Rows below the heading. */
  rows: many,
  /** The first of them, as they would become entries. */
  first: z.array(PreviewRow),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

export const ImportRow = z.object({
  row: many,
  /** Null: refused. */
  entry: ImportedEntry.nullable(),
  problems: z.array(RowProblem),
  doubles: z.array(Double),
  decision: ImportDecision.nullable(),
  /** Which of the doubles a merge or alias goes to: its kind and key. */
  target: z.object({ kind: Double.shape.kind, key: Double.shape.key }).nullable(),
  /** A person has decided; otherwise it is what the hub proposes. */
  decided: z.boolean(),
  outcome: ImportOutcome.nullable(),
  /** Entry that it became part of. */
  authority: Uuid.nullable(),
});
export type ImportRow = z.infer<typeof ImportRow>;
