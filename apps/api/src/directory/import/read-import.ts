// A stored file, read as its settings say.
import { Injectable } from '@nestjs/common';
import type { ImportColumn, ImportSettings } from '#protocol';
import { Database } from '../../platform/database.ts';
import { DirectoryRepository } from '../directory.repository.ts';
import { readFile, type ReadFile } from './read/read-file.ts';
import type { TableRow } from './read/table.ts';
import { guessColumns, guessHeadingRow, headingsOf } from './rows/guess-columns.ts';
import { stateLookup, type StateLookup } from './rows/lookups.ts';
import { readRow, type ReadRow } from './rows/row-reader.ts';

/** What stands beside the values of a row as their source. */
interface Origin {
  readonly fileName: string;
  readonly sha256: string;
}

export interface OpenedImport {
  readonly file: ReadFile;
  readonly headings: readonly string[];
  /** Below the heading. */
  readonly rows: readonly TableRow[];
  read(row: TableRow): ReadRow;
}

/** Characters of the file's hash in a source: enough to tell files apart; the import has it whole. */
const SHORT_HASH = 16;

@Injectable()
export class ReadImport {
  private states: StateLookup | null = null;

  constructor(
    private readonly database: Database,
    private readonly directory: DirectoryRepository,
  ) {}

  /** How to read a file of which nothing is known yet. Throws Problem('file-refused'). */
  async guess(bytes: Uint8Array): Promise<{ file: ReadFile; settings: ImportSettings }> {
    const file = await readFile(bytes);
    const headingRow = guessHeadingRow(file.table);
    const columns = this.columns(headingsOf(file.table, headingRow));
    return { file, settings: { encoding: file.encoding, sheet: file.sheet, headingRow, columns, state: null, kind: null, language: 'en', source: '' } };
  }

  columns(headings: readonly string[]): ImportColumn[] {
    return guessColumns(headings);
  }

  /** Throws Problem('file-refused'). Columns that the settings do not speak of are left out. */
  async open(bytes: Uint8Array, settings: ImportSettings, origin: Origin): Promise<OpenedImport> {
    const file = await readFile(bytes, settings);
    const headings = headingsOf(file.table, settings.headingRow);
    const states = await this.lookup();
    const source = (row: number, given: string) => [given || settings.source, `${origin.fileName}, row ${row}, SHA-256 ${origin.sha256.slice(0, SHORT_HASH)}`].filter(Boolean).join(' — ');
    return { file, headings, rows: file.table.filter(({ number }) => number > settings.headingRow), read: (row) => readRow(row, { settings, headings, states, source }) };
  }

  /** The names of States do not change while the hub runs. */
  private async lookup(): Promise<StateLookup> {
    this.states ??= stateLookup(await this.database.transaction((tx) => this.directory.states(tx), 'system'));
    return this.states;
  }
}
