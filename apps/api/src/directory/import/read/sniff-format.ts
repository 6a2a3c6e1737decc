import type { ImportFormat } from '#protocol';
import { decodeText, guessEncoding } from './decode-text.ts';
import { refuseFile } from './table.ts';

const BEGINNINGS: readonly (readonly [string, 'zip' | 'ole' | 'other'])[] = [
  ['504b0304', 'zip'], ['504b0506', 'zip'],
  // Excel until 2003, and newer workbooks under a password.
  ['d0cf11e0a1b11ae1', 'ole'],
  // PDF, PNG, JPEG, GIF, gzip, 7z, RAR, RTF, ELF, Windows programs, SQLite
  ['25504446', 'other'], ['89504e47', 'other'], ['ffd8ff', 'other'], ['47494638', 'other'], ['1f8b', 'other'], ['377abcaf271c', 'other'], ['52617221', 'other'], ['7b5c727466', 'other'],
  ['7f454c46', 'other'], ['4d5a9000', 'other'], ['53514c69746520666f726d6174', 'other'],
];

/** Bytes by which text is told from what is none. */
const START = 2048;

/** What the file is by its bytes; its name is not asked. Throws Problem('file-refused') for what is no table. */
export function sniffFormat(bytes: Uint8Array): ImportFormat {
  if (bytes.length === 0) refuseFile('empty');
  const head = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  const known = BEGINNINGS.find(([beginning]) => head.startsWith(beginning))?.[1];
  if (known === 'zip') return 'xlsx';
  if (known === 'ole') refuseFile('old-or-protected-workbook');
  if (known === 'other') refuseFile('other-type');
  const start = decodeText(bytes.subarray(0, START), guessEncoding(bytes)).trimStart();
  if (/^(<!doctype|<html|<\?xml|<svg)/i.test(start)) refuseFile('other-type');
  // Text has no such characters; files of programs do.
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(start)) refuseFile('other-type');
  return /^[[{]/.test(start) ? 'json' : 'csv';
}
