// The forms under which names of one body meet: as written, in other order or inflection, in another script. Made of what the search is made of.
import { consonantsOf, isEmptyWord, piecesOf, romanOf, searchText, stemOf } from '#search';

export interface NameForms {
  /** As written, but for case and spaces. */
  readonly plain: string;
  /** Folded and romanised: the same for other case, accents, punctuation and variant letters. */
  readonly exact: string;
  /** Its telling words without endings, in no order. */
  readonly words: string;
  /** The consonants of its telling words: what remains between scripts. '' where too few are left to tell anything. */
  readonly sound: string;
  /** Telling words in Latin letters, in order. */
  readonly list: readonly string[];
  readonly script: Script;
}

type Script = 'latin' | 'cyrillic' | 'arabic' | 'greek' | 'han' | 'other';
const SCRIPTS: readonly (readonly [RegExp, Script])[] = [
  [/\p{Script=Cyrillic}/u, 'cyrillic'], [/\p{Script=Arabic}/u, 'arabic'], [/\p{Script=Greek}/u, 'greek'], [/\p{Script=Han}/u, 'han'], [/\p{Script=Latin}/u, 'latin'],
];
/** Words of this many consonants have to be found again in another script. */
const TELLING_SOUNDS = 2;

export function formsOf(name: string): NameForms {
  const pieces = piecesOf(name);
  const telling = pieces.filter((piece) => !isEmptyWord(piece));
  const used = telling.length > 0 ? telling : pieces;
  const list = used.map(romanOf).filter(Boolean);
  const sounds = list.map(consonantsOf).filter(Boolean);
  return {
    plain: name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim(),
    exact: searchText(name),
    words: used.map((piece) => romanOf(stemOf(piece))).toSorted().join(' '),
    sound: sounds.length >= TELLING_SOUNDS ? sounds.toSorted().join(' ') : '',
    list,
    script: SCRIPTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other',
  };
}
