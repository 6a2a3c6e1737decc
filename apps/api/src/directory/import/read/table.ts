// A file as a table of text, whatever it was before.
import { IMPORT_LIMITS, Problem, type FileRefusal } from '#protocol';

export interface TableRow {
  /** As a spreadsheet counts: the first row of the file is 1. */
  readonly number: number;
  readonly cells: readonly string[];
  /** Its quotation marks do not match: what stands in it may belong to other rows. */
  readonly broken?: true;
}
export type Table = readonly TableRow[];

export function refuseFile(verdict: FileRefusal): never {
  throw new Problem('file-refused', { verdict });
}

/** Without empty rows. Throws Problem('file-refused') for what is too large. */
export function checkedTable(rows: Table): Table {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (filled.length === 0) refuseFile('no-rows');
  if (filled.length > IMPORT_LIMITS.rows + 1) refuseFile('too-many-rows');
  // Spreadsheets that were formatted to their edge have columns without end that hold nothing.
  const width = filled.reduce((most, { cells }) => Math.max(most, cells.findLastIndex((cell) => cell.trim() !== '') + 1), 0);
  if (width > IMPORT_LIMITS.columns) refuseFile('too-many-columns');
  return filled.map((row) => ({ ...row, cells: Array.from({ length: width }, (_, at) => row.cells[at] ?? '') }));
}
