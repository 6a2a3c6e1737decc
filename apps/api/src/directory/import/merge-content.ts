// What a row adds to an entry. Nothing of the entry goes or changes: an import only ever adds. Pure.
import { CONTENT_PARTS, emptyContent, type AuthorityContent, type ImportDecision, type ImportedEntry } from '#protocol';
import { searchText } from '#search';
import { sameContact } from './doubles/same-value.ts';

type OtherPart = 'contacts' | 'designations' | 'affiliations' | 'languages' | 'notes';
type Name = ImportedEntry['names'][number];

const plain = (text: string) => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
const isFull = ({ kind }: Pick<Name, 'kind'>) => kind === 'official' || kind === 'native' || kind === 'rendering';

/** When two values of a part say the same; their audiences and sources do not matter, so that nothing restricted is repeated for everybody. */
const SAME: { readonly [P in OtherPart]: (value: ImportedEntry[P][number]) => string } = {
  contacts: sameContact,
  designations: ({ function: what, instrument, provision }) => searchText([what, instrument, provision].filter(Boolean).join(' ')),
  affiliations: ({ network }) => plain(network),
  languages: ({ language }) => language,
  notes: ({ text }) => plain(text),
};

/** An entry made of one row. `newId`: for each value. */
export function contentOf(entry: ImportedEntry, newId: () => string): AuthorityContent {
  return { ...add(emptyContent(entry.state, entry.kind), entry, newId), names: distinct(entry.names, (name) => `${name.kind === 'acronym' ? 'acronym' : name.language} ${plain(name.name)}`).map((name) => ({ ...name, id: newId() })) };
}

/** The entry with what the row says beyond it: all of it, or as an alias its names alone. The same object's content when there is nothing. */
export function mergeInto(content: AuthorityContent, entry: ImportedEntry, decision: Extract<ImportDecision, 'merge' | 'alias'>, newId: () => string): AuthorityContent {
  const known = new Set(content.names.map(({ name }) => plain(name)));
  const spoken = new Set(content.names.filter(isFull).map(({ language }) => language));
  const added = distinct(entry.names, ({ name }) => plain(name))
    .filter(({ name }) => !known.has(plain(name)))
    // A name is shown where a language has one; a second one is an alias.
    .map((name) => (isFull(name) && (decision === 'alias' || spoken.has(name.language)) ? { ...name, kind: 'alias' as const } : name));
  const named = { ...content, names: [...content.names, ...added.map((name) => ({ ...name, id: newId() }))] };
  return decision === 'alias' ? named : add(named, entry, newId);
}

/** Whether there is anything in one that is not in the other. */
export function addsNothing(before: AuthorityContent, after: AuthorityContent): boolean {
  return CONTENT_PARTS.every((part) => before[part].length === after[part].length);
}

function add(content: AuthorityContent, entry: ImportedEntry, newId: () => string): AuthorityContent {
  const further = <P extends OtherPart, V extends ImportedEntry[P][number]>(part: P, held: readonly (V & { id: string })[], given: readonly V[]): (V & { id: string })[] => {
    const known = new Set(held.map((value) => SAME[part](value)));
    return [...held, ...distinct(given, SAME[part]).filter((value) => !known.has(SAME[part](value))).map((value) => ({ ...value, id: newId() }))];
  };
  return {
    ...content,
    contacts: further('contacts', content.contacts, entry.contacts),
    designations: further('designations', content.designations, entry.designations),
    affiliations: further('affiliations', content.affiliations, entry.affiliations),
    // What a designation accepts already is not said once more for everything.
    languages: further('languages', content.languages, entry.languages.filter(({ language }) => !content.designations.some(({ languages }) => languages.includes(language)))),
    notes: further('notes', content.notes, entry.notes),
  };
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.toReversed().map((item) => [key(item), item])).values()].toReversed();
}
