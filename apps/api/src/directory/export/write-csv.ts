import Papa from 'papaparse';
import type { AuthorityEntry } from '#protocol';
import { entryTable } from './entry-table.ts';

/**
 * What a spreadsheet could take for a formula gets an apostrophe in front: after white space too, on several lines too, and
 * in full width (the library's own pattern misses values with line breaks).
 */
export const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/u;

/** RFC 4180 in UTF-8 with a byte order mark, without which spreadsheets guess another encoding. */
export function writeCsv(entries: readonly AuthorityEntry[]): string {
  return `\ufeff${Papa.unparse(entryTable(entries), { escapeFormulae: FORMULA, newline: '\r\n' })}\r\n`;
}
