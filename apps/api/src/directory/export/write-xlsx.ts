import writeExcelFile from 'write-excel-file/node';
import type { AuthorityEntry } from '#protocol';
import { entryTable } from './entry-table.ts';

/** Characters that a cell holds at most. */
const CELL_LIMIT = 32_767;
const CUT = ' … (cut)';

/** One sheet. Every cell is text, so that nothing in it is ever computed. */
export async function writeXlsx(entries: readonly AuthorityEntry[]): Promise<Uint8Array> {
  const [header = [], ...rows] = entryTable(entries);
  const sheet = [
    header.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) => row.map((value) => (value === '' ? null : { value: cellText(value), type: String }))),
  ];
  return writeExcelFile(sheet, { sheet: 'Directory', stickyRowsCount: 1, columns: header.map(() => ({ width: 24 })) }).toBuffer();
}

/** Without characters that XML cannot carry (XML 1.0, section 2.2). */
function cellText(value: string): string {
  const clean = value.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '');
  return clean.length > CELL_LIMIT ? clean.slice(0, CELL_LIMIT - CUT.length).toWellFormed() + CUT : clean;
}
