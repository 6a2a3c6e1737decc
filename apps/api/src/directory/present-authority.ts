// From rows to what the interface shows. Pure.
import { UN_LANGUAGES, type AuthorityEntry, type AuthoritySummary, type UnLanguage } from '#protocol';
import type { Mailbox } from '../membership/membership.port.ts';
import type { EntryRow, SummaryRow } from './directory.repository.ts';

type Shown = Omit<AuthoritySummary, 'match' | 'designations' | 'answering'>;

type Values = Pick<SummaryRow, 'id' | 'state' | 'kind' | 'names' | 'functions' | 'articles' | 'confirmed' | 'due'>;

function shown(row: Values, mailbox: Mailbox | undefined): Shown {
  const full = row.names.filter(({ kind }) => kind === 'official' || kind === 'native' || kind === 'rendering');
  const main = full.find(({ language }) => language === 'en') ?? full[0] ?? row.names[0];
  if (!main) throw new Error(`authority ${row.id} has no name`);
  const names: Partial<Record<UnLanguage, string>> = {};
  for (const language of UN_LANGUAGES) {
    const name = full.find((candidate) => candidate.language === language);
    if (name) names[language] = name.name;
  }
  const native = full.find(({ kind }) => kind === 'native');
  return {
    id: row.id,
    name: main.name,
    nameLanguage: main.language,
    names,
    native: native ? { name: native.name, language: native.language } : null,
    acronym: row.names.find(({ kind }) => kind === 'acronym')?.name ?? null,
    state: row.state,
    kind: row.kind,
    functions: row.functions,
    articles: row.articles.toSorted((a, b) => Number(a) - Number(b)),
    member: mailbox
      ? { id: mailbox.member, canBeWrittenTo: mailbox.epoch !== null, readers: mailbox.readers, epoch: mailbox.epoch && { id: mailbox.epoch.id, certificate: mailbox.epoch.certificate } }
      : null,
    source: main.provenance,
    confirmed: row.confirmed,
    due: row.due,
  };
}

export function presentSummary(row: SummaryRow, mailbox: Mailbox | undefined, match: AuthoritySummary['match'], answering: boolean | null): AuthoritySummary {
  return { ...shown(row, mailbox), designations: row.designations, answering, match };
}

export function presentEntry({ id, content, parentName, confirmed, due, version, updated }: EntryRow, mailbox: Mailbox | undefined): AuthorityEntry {
  const { state, kind, names, designations, contacts, affiliations, notes, practice, hours, languages, parents: [parent] } = content;
  const functions = distinct(designations.flatMap((designation) => designation.functions));
  const articles = distinct(designations.flatMap((designation) => designation.articles));
  return {
    ...shown({ id, state, kind, names, functions, articles, confirmed, due }, mailbox),
    allNames: names, designations, contacts, affiliations, notes, practice, hours,
    acceptedLanguages: languages,
    languages: distinct([...languages.map(({ language }) => language), ...designations.flatMap((designation) => designation.languages)]),
    parent: parent ? { ...parent, shown: parentName } : null,
    version, updated,
  };
}

function distinct<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].toSorted();
}
