// What words in cells mean: States, languages and kinds, by code or by name in any of the six languages.
import { AuthorityKind, LanguageTag, UN_LANGUAGES } from '#protocol';
import { everydayNames, searchText } from '#search';
import { kindOf } from '../../seed/classify.ts';

export interface KnownState {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly alpha3: string;
  readonly m49: string;
  readonly names: Readonly<Record<string, string>>;
}

export type StateLookup = (words: string) => string | null;

const bare = (words: string) => searchText(words).replace(/^the /, '').replace(/ the$/, '');

/** Finds a State by code or name; null for what names none, or more than one. */
export function stateLookup(states: readonly KnownState[]): StateLookup {
  const known = new Map<string, string | null>();
  for (const { code, alpha3, m49, names } of states) {
    for (const word of new Set([code, alpha3, m49, ...Object.values(names), ...everydayNames(code)].map(bare))) known.set(word, known.has(word) ? null : code);
  }
  return (words) => known.get(bare(words)) ?? null;
}

const TAGS = ['ar', 'zh', 'en', 'fr', 'ru', 'es', 'am', 'az', 'be', 'bg', 'bn', 'bs', 'ca', 'cs', 'da', 'de', 'el', 'et', 'fa', 'fi', 'he', 'hi', 'hr', 'hu', 'hy', 'id', 'is', 'it', 'ja', 'ka', 'kk', 'km', 'ko', 'ky', 'lo', 'lt', 'lv', 'mk', 'mn', 'ms', 'mt', 'my', 'ne', 'nl', 'no', 'pl', 'ps', 'pt', 'ro', 'si', 'sk', 'sl', 'sq', 'sr', 'sv', 'sw', 'tg', 'th', 'tk', 'tr', 'uk', 'ur', 'uz', 'vi'];
const LANGUAGES = new Map(UN_LANGUAGES.flatMap((reader) => {
  const names = new Intl.DisplayNames(reader, { type: 'language' });
  return TAGS.map((tag) => [searchText(names.of(tag) ?? tag), tag] as const);
}));

/** A tag as it stands, or the language that the words name; null: neither. */
export function languageOf(words: string): string | null {
  const named = LANGUAGES.get(searchText(words));
  if (named !== undefined) return named;
  const tag = words.trim().replace(/^[A-Za-z]+/, (first) => first.toLowerCase());
  return LanguageTag.safeParse(tag).success ? tag : null;
}

/** The code itself, or what the words say of a body; null: nothing that is known. */
export function kindNamed(words: string): AuthorityKind | null {
  const code = AuthorityKind.safeParse(words.trim().toLowerCase().replaceAll(/[\s_]+/g, '-'));
  if (code.success) return code.data;
  const judged = kindOf([words], []);
  return judged === 'other' ? null : judged;
}
