// The whole way from bytes to a table.
import type { ImportEncoding, ImportFormat } from '#protocol';
import { decodeText, guessEncoding } from './decode-text.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';
import { readXlsx } from './read-xlsx.ts';
import { sniffFormat } from './sniff-format.ts';
import type { Table } from './table.ts';

export interface ReadFile {
  readonly format: ImportFormat;
  readonly encoding: ImportEncoding | null;
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  readonly table: Table;
}

/** Null: as guessed; the first sheet. Throws Problem('file-refused'). */
export async function readFile(bytes: Uint8Array, wanted: { encoding: ImportEncoding | null; sheet: string | null } = { encoding: null, sheet: null }): Promise<ReadFile> {
  const format = sniffFormat(bytes);
  if (format === 'xlsx') {
    const workbook = await readXlsx(bytes);
    const sheet = wanted.sheet ?? workbook.sheets[0] ?? '';
    return { format, encoding: null, sheets: workbook.sheets, sheet, table: workbook.table(sheet) };
  }
  const encoding = wanted.encoding ?? guessEncoding(bytes);
  const text = decodeText(bytes, encoding);
  return { format, encoding, sheets: [], sheet: null, table: format === 'json' ? readJson(text) : readCsv(text) };
}
