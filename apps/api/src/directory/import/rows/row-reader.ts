// From a row of cells to an entry, or to the reasons why there is none. Pure.
import { ImportedEntry, Uuid, type ImportSettings, type RowProblem, type Visibility } from '#protocol';
import { functionsOf, instrumentOf, kindOf } from '../../seed/classify.ts';
import type { TableRow } from '../read/table.ts';
import { linesOf } from './clean-cell.ts';
import { kindNamed, languageOf, type StateLookup } from './lookups.ts';
import { readDate } from './read-date.ts';
import type { RowAffiliation, RowContact, RowDesignation, RowEntry, RowName } from './row-entry.ts';
import { RowCells } from './row-cells.ts';
import { splitEmails, splitTelephones, splitWebsites, type SplitCell } from './split-contacts.ts';

export interface ReadRow {
  readonly row: number;
  /** Null: the row is refused. */
  readonly entry: RowEntry | null;
  readonly problems: readonly RowProblem[];
}

export interface RowContext {
  readonly settings: ImportSettings;
  readonly headings: readonly string[];
  readonly states: StateLookup;
  /** What stands beside each value as its source, for a row and for what the row itself gives as source. */
  source(row: number, given: string): string;
}

const NAME_LIMIT = 1000;
const PURPOSE = /\s*\((urgent|duty)\)$/;
const NOT_STATED = /\s*\(not stated by the source\)$/;

export function readRow(row: TableRow, context: RowContext): ReadRow {
  const cells = new RowCells(row, context);
  if (row.broken) cells.report('broken-quotes', null, row.cells.join(' '));
  const entry = cells.refused() ? null : read(cells, context);
  // What no entry holds, however long the cell was.
  if (entry !== null && !cells.refused() && !ImportedEntry.safeParse(entry).success) cells.report('too-long', null, row.cells.join(' '));
  return { row: row.number, entry: cells.refused() ? null : entry, problems: cells.problems };
}

function read(cells: RowCells, context: RowContext): RowEntry {
  const source = context.source(cells.row, cells.text('source'));
  const provenance = { source, date: dateIn(cells, 'source_date') };
  const shared = { visibility: 'public' as Visibility, provenance };
  const names = namesIn(cells, context.settings).map((name): RowName => ({ ...name, ...shared }));
  const designations = designationsIn(cells).map((designation): RowDesignation => ({ ...designation, ...shared }));
  return {
    id: idIn(cells),
    state: stateIn(cells, context) ?? '',
    kind: kindIn(cells, context, names, designations),
    names,
    designations,
    contacts: contactsIn(cells).map((contact): RowContact => ({ ...contact, provenance })),
    affiliations: cells.values('networks').flatMap(linesOf).map((network): RowAffiliation => ({ network: network.replace(NOT_STATED, ''), stated: !NOT_STATED.test(network), joined: null, evidence: null, ...shared })),
    languages: cells.all('languages').flatMap(({ text, column }) => languagesIn(cells, text, column)).map((language) => ({ language, ...shared })),
    notes: cells.values('notes').map((text) => ({ text, ...shared })),
  };
}

function idIn(cells: RowCells): string | null {
  const text = cells.text('id');
  const id = Uuid.safeParse(text.toLowerCase());
  // Numbers of the file's own are no ids of the directory, and nothing is lost without them.
  return id.success ? id.data : null;
}

function stateIn(cells: RowCells, { states, settings }: RowContext): string | null {
  const [cell] = cells.all('state');
  if (cell === undefined || cell.text === '') {
    if (settings.state === null) cells.report('no-state', cell?.column ?? null, '');
    return settings.state;
  }
  const state = states(cell.text);
  if (state === null) cells.report('unknown-state', cell.column, cell.text);
  return state;
}

function kindIn(cells: RowCells, { settings }: RowContext, names: readonly RowName[], designations: readonly RowDesignation[]): RowEntry['kind'] {
  const [cell] = cells.all('kind');
  const judged = settings.kind ?? kindOf(names.map(({ name }) => name), designations.flatMap(({ functions }) => functions));
  if (cell === undefined || cell.text === '') return judged;
  const named = kindNamed(cell.text);
  if (named === null) cells.report('unknown-kind', cell.column, cell.text);
  return named ?? judged;
}

type BareName = Pick<RowName, 'name' | 'language' | 'kind'>;

function namesIn(cells: RowCells, { language }: ImportSettings): BareName[] {
  const spoken = languageCell(cells, 'name_language') ?? language;
  const full: BareName[] = [
    ...cells.named('name').map((name) => ({ name, language: spoken, kind: spoken === 'en' ? 'official' as const : 'native' as const })),
    ...(['ar', 'zh', 'en', 'fr', 'ru', 'es'] as const).flatMap((tag) => cells.named(`name_${tag}`).map((name) => ({ name, language: tag, kind: 'official' as const }))),
    ...cells.named('name_native').map((name) => ({ name, language: languageCell(cells, 'native_language') ?? spoken, kind: 'native' as const })),
  ];
  if (full.length === 0 && !cells.refused()) cells.report('no-name', cells.all('name')[0]?.column ?? null, '');
  const others: BareName[] = [
    ...cells.values('acronym').flatMap((text) => text.split(/[\n;]/)).map((name) => ({ name: name.trim(), language: 'und', kind: 'acronym' as const })),
    ...(['aliases', 'former_names'] as const).flatMap((target) => cells.values(target).flatMap(linesOf).map((name) => ({ name, language: spoken, kind: target === 'aliases' ? 'alias' as const : 'former' as const }))),
  ].filter(({ name }) => name !== '');
  const long = [...full, ...others].find(({ name }) => name.length > NAME_LIMIT);
  if (long) cells.report('too-long', null, long.name);
  // One of each name: a table may give the same one as "name" and as "name_en".
  return [...new Map([...full, ...others].toReversed().map((name) => [`${name.kind === 'acronym' ? 'acronym' : name.language} ${name.name}`, name])).values()].toReversed();
}

function languageCell(cells: RowCells, target: 'name_language' | 'native_language'): string | null {
  const [cell] = cells.all(target);
  if (cell === undefined || cell.text === '') return null;
  const tag = languageOf(cell.text);
  if (tag === null) cells.report('unknown-language', cell.column, cell.text);
  return tag;
}

function languagesIn(cells: RowCells, text: string, column: string): string[] {
  return [...new Set(text.split(/[\n,;|/،；，、]/).map((word) => word.trim()).filter(Boolean).flatMap((word) => {
    const tag = languageOf(word);
    if (tag === null) cells.report('unknown-language', column, word);
    return tag ?? [];
  }))];
}

const SPLIT = {
  telephone: ['not-a-telephone', splitTelephones], fax: ['not-a-telephone', splitTelephones], email: ['not-an-email', splitEmails], website: ['not-a-website', splitWebsites],
} as const satisfies Record<string, readonly [RowProblem['code'], (text: string) => SplitCell]>;

function contactsIn(cells: RowCells): Omit<RowContact, 'provenance'>[] {
  const found = (['postal', 'telephone', 'fax', 'email', 'website'] as const).flatMap((kind) => cells.all(kind).flatMap(({ text, column, visibility }): Omit<RowContact, 'provenance'>[] => {
    if (kind === 'postal') return linesOf(text).length === 0 ? [] : [{ kind, ...withPurpose(linesOf(text).join('\n')), visibility }];
    const [code, split] = SPLIT[kind];
    return linesOf(text).flatMap((line) => {
      const { value: bare, purpose } = withPurpose(line);
      const { values, refused } = split(bare);
      for (const value of refused) cells.report(code, column, value);
      return values.map((value) => ({ kind, purpose, value, visibility }));
    });
  }));
  return [...new Map(found.toReversed().map((contact) => [`${contact.kind} ${contact.visibility} ${contact.value}`, contact])).values()].toReversed();
}

function withPurpose(text: string): Pick<RowContact, 'value' | 'purpose'> {
  return { value: text.replace(PURPOSE, ''), purpose: (PURPOSE.exec(text)?.[1] as 'urgent' | 'duty' | undefined) ?? 'general' };
}

function designationsIn(cells: RowCells): Omit<RowDesignation, 'visibility' | 'provenance'>[] {
  const [cell] = cells.all('designation');
  if (cell === undefined || cell.text === '') return [];
  const citation = cells.text('instrument');
  if (citation === '') {
    cells.report('designation-without-instrument', cell.column, cell.text);
    return [];
  }
  return [{
    function: cell.text, functions: functionsOf(cell.text), ...instrumentOf(citation), languages: [], validFrom: null, validTo: null, reference: null, referenceDate: dateIn(cells, 'designation_date'), note: null,
  }];
}

function dateIn(cells: RowCells, target: 'designation_date' | 'source_date'): string | null {
  const [cell] = cells.all(target);
  if (cell === undefined || cell.text === '') return null;
  const read = readDate(cell.text);
  if ('date' in read) return read.date;
  cells.report(read.problem, cell.column, cell.text);
  return null;
}
