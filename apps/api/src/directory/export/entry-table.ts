// Entries as a table, one row each: what the spreadsheet forms share. Pure.
import { UN_LANGUAGES, type AuthorityEntry } from '#protocol';

type Contact = AuthorityEntry['contacts'][number];
type Cell = (entry: AuthorityEntry) => string;

const CONTACT_KINDS = ['postal', 'telephone', 'fax', 'email', 'website'] as const satisfies readonly Contact['kind'][];
const AUDIENCES = ['public', 'government', 'members'] as const satisfies readonly Contact['visibility'][];

const COLUMNS: readonly (readonly [string, Cell])[] = [
  ['id', ({ id }) => id],
  ['state', ({ state }) => state],
  ['kind', ({ kind }) => kind],
  ['name', ({ name }) => name],
  ['name_language', ({ nameLanguage }) => nameLanguage],
  ...UN_LANGUAGES.map((language) => [`name_${language}`, ({ names }: AuthorityEntry) => names[language] ?? ''] as const),
  ['name_native', ({ native }) => native?.name ?? ''],
  ['native_language', ({ native }) => native?.language ?? ''],
  ['acronym', ({ acronym }) => acronym ?? ''],
  ['aliases', (entry) => namesOf(entry, 'alias')],
  ['former_names', (entry) => namesOf(entry, 'former')],
  ['functions', ({ functions }) => functions.join(', ')],
  ['uncac_articles', ({ articles }) => articles.join(', ')],
  ['designations', ({ designations }) => lines(designations.map(designationText))],
  ['languages', ({ languages }) => languages.join(', ')],
];
const MORE: readonly (readonly [string, Cell])[] = [
  ['office_hours', ({ hours }) => lines(hours.map(hoursText))],
  ['practice', ({ practice }) => lines(practice.map(practiceText))],
  ['parent_body', ({ parent }) => parent?.shown ?? parent?.name ?? ''],
  ['confirmed', ({ confirmed }) => confirmed ?? ''],
  ['confirmation_due', ({ due }) => due ?? ''],
];
const LAST: readonly (readonly [string, Cell])[] = [
  ['networks', ({ affiliations }) => lines(affiliations.map(({ network, stated }) => (stated ? network : `${network} (not stated by the source)`)))],
  ['member', ({ member }) => (member ? 'yes' : 'no')],
  ['can_be_written_to', ({ member }) => (member?.canBeWrittenTo ? 'yes' : 'no')],
  ['notes', ({ notes }) => lines(notes.map(({ text }) => text))],
  ['source', ({ source }) => source.source],
  ['source_date', ({ source }) => source.date ?? ''],
  ['version', ({ version }) => String(version)],
  ['updated', ({ updated }) => updated],
];

/** Header and rows, all of one width. Values for others than everybody stand in columns of their own, named after their audience. */
export function entryTable(entries: readonly AuthorityEntry[]): string[][] {
  const columns = [...COLUMNS, ...contactColumns(entries), ...MORE, ...LAST];
  return [columns.map(([name]) => name), ...entries.map((entry) => columns.map(([, cell]) => cell(entry)))];
}

function contactColumns(entries: readonly AuthorityEntry[]): (readonly [string, Cell])[] {
  const has = (kind: string, audience: string) => entries.some(({ contacts }) => contacts.some((contact) => contact.kind === kind && contact.visibility === audience));
  return CONTACT_KINDS.flatMap((kind) =>
    AUDIENCES.filter((audience) => audience === 'public' || has(kind, audience)).map((audience) => [
      audience === 'public' ? kind : `${kind}_${audience}`,
      ({ contacts }: AuthorityEntry) => lines(contacts.filter((contact) => contact.kind === kind && contact.visibility === audience).map(contactText)),
    ] as const),
  );
}

function contactText({ value, purpose }: Contact): string {
  return purpose === 'general' ? value : `${value} (${purpose})`;
}

/** One line: what for, under what, in force when. */
export function designationText({ function: what, instrument, provision, validFrom, validTo }: AuthorityEntry['designations'][number]): string {
  const inForce = validFrom || validTo ? ` (${validFrom ?? ''}–${validTo ?? ''})` : '';
  return `${what}: ${[instrument, provision].filter(Boolean).join(' ')}${inForce}`;
}

const DAYS = ['', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

/** What for: days and times, in which time zone; holidays. */
export function hoursText({ purpose, weekly, zone, holidays }: AuthorityEntry['hours'][number]): string {
  const times = weekly.map(({ days, from, to }) => `${days.map((day) => DAYS[day]).join(' ')} ${from}–${to}`).join(', ');
  return [`${purpose}: ${times} (${zone})`, holidays].filter(Boolean).join('; ');
}

function practiceText({ topic, answer, means, text, url }: AuthorityEntry['practice'][number]): string {
  return `${topic}: ${[answer, means.join(', '), text, url].filter(Boolean).join('; ')}`;
}

function namesOf({ allNames }: AuthorityEntry, kind: string): string {
  return lines(allNames.filter((name) => name.kind === kind).map(({ name }) => name));
}

function lines(values: readonly string[]): string {
  return values.join('\n');
}
