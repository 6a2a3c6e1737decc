import Papa from 'papaparse';
import { checkedTable, type Table } from './table.ts';

/** Delimited text: RFC 4180 and what spreadsheets make of it (semicolons, tabs, Excel's line `sep=;`). The delimiter is found by itself. */
export function readCsv(text: string): Table {
  const hint = /^sep=(.)\r?\n/.exec(text);
  const offset = hint ? 1 : 0;
  const { data, errors } = Papa.parse<string[]>(hint ? text.slice(hint[0].length) : text, { delimiter: hint?.[1] ?? '', delimitersToGuess: [',', ';', '\t', '|'] });
  const broken = new Set(errors.filter(({ type }) => type === 'Quotes').map(({ row }) => row));
  return checkedTable(data.map((cells, at) => ({ number: at + 1 + offset, cells, ...(broken.has(at) ? { broken: true as const } : {}) })));
}
