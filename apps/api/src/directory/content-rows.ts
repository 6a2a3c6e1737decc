// Values of an entry as rows of their tables. Pure.
import type { AuthorityContent, ContentPart, ContentValue } from '#protocol';
import { indexText, searchText } from '#search';

/** The table of each part. All of them have `id`, `authority`, `visibility`, `source` and `source_date`. */
export const PART_TABLES = {
  names: 'authority_name', designations: 'designation', contacts: 'contact', affiliations: 'affiliation', notes: 'authority_note',
  practice: 'practice', hours: 'office_hours', languages: 'accepted_language', parents: 'authority_parent',
} as const satisfies Record<ContentPart, string>;

type Row = Readonly<Record<string, unknown>>;

/** Rows of one part of one entry, with the columns of its table. */
export function rowsOf(authority: string, content: AuthorityContent, part: ContentPart): Row[] {
  return content[part].map((item, position) => ({ ...columnsOf(item), authority, ...furtherColumns(part, item, position) }));
}

function columnsOf({ provenance, ...item }: ContentValue): Row {
  const columns = Object.entries(item).map(([key, value]) => [key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value] as const);
  return { ...Object.fromEntries(columns), source: provenance.source, source_date: provenance.date };
}

function furtherColumns(part: ContentPart, item: ContentValue, position: number): Row {
  if (part === 'names' && 'name' in item) return { position, search: indexText(item.name ?? '') };
  // The column `authority` is the entry that has this parent.
  if (part === 'parents' && 'authority' in item) return { parent: item.authority };
  return {};
}

/** What the list is sorted by: the public name that is shown where there is room for one. Null: there is none, and no entry without. */
export function sortNameOf({ names }: AuthorityContent): string | null {
  const full = names.filter(({ kind, visibility }) => visibility === 'public' && (kind === 'official' || kind === 'native' || kind === 'rendering'));
  const shown = full.find(({ language }) => language === 'en') ?? full[0];
  return shown === undefined ? null : searchText(shown.name);
}

/** Names that are there twice, which their table does not take. */
export function hasNameTwice({ names }: AuthorityContent): boolean {
  return new Set(names.map(({ kind, language, name }) => `${kind} ${language} ${name}`)).size < names.length;
}
