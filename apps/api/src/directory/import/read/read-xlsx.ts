// Workbooks. What the library would unpack and allocate is looked at before it gets them.
import readWorkbook, { InvalidInputError, InvalidSpreadsheetError } from 'read-excel-file/node';
import { IMPORT_LIMITS } from '#protocol';
import { checkedTable, refuseFile, type Table } from './table.ts';
import { unpackSafely } from './unpack-safely.ts';

/** Cells are looked for with any prefix and both quotation marks; a reference that hides its letters is damage. */
const REFERENCE = /\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']/g;
const HIDDEN_REFERENCE = /\br\s*=\s*["'][^"']*&/;

export interface Workbook {
  readonly sheets: readonly string[];
  table(sheet: string): Table;
}

/** Throws Problem('file-refused'). Values of formulas are taken as they were last computed; nothing is computed. */
export async function readXlsx(bytes: Uint8Array): Promise<Workbook> {
  const parts = unpackSafely(bytes, IMPORT_LIMITS.unpacked);
  if (!parts.has('xl/workbook.xml')) refuseFile(parts.size > 0 ? 'other-type' : 'empty');
  for (const [name, content] of parts) if (/^xl\/worksheets\/[^/]+\.xml$/.test(name)) checkExtent(content.toString('utf8'));
  const sheets = await readWorkbook(Buffer.from(bytes)).catch((error: unknown) => {
    if (error instanceof InvalidInputError || error instanceof InvalidSpreadsheetError) return refuseFile('damaged');
    throw error;
  });
  return {
    sheets: sheets.map(({ sheet }) => sheet),
    table: (wanted) => {
      const data = sheets.find(({ sheet }) => sheet === wanted)?.data ?? refuseFile('no-such-sheet');
      return checkedTable(data.map((cells, at) => ({ number: at + 1, cells: cells.map(cellText) })));
    },
  };
}

/** A cell far out would make a table of millions of empty ones. */
function checkExtent(sheet: string): void {
  if (HIDDEN_REFERENCE.test(sheet)) refuseFile('damaged');
  for (const [, letters, row] of sheet.matchAll(REFERENCE)) {
    if (Number(row) > IMPORT_LIMITS.rows * 2) refuseFile('too-many-rows');
    if (columnNumber(letters!) > IMPORT_LIMITS.columns * 5) refuseFile('too-many-columns');
  }
}

function columnNumber(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  // Workbooks know days without a zone; the library gives them as midnight UTC.
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 1e18 ? BigInt(value).toString() : String(value);
  return String(value);
}
