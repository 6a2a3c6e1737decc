// What somebody typed, as the things that have to be found, each with the words of the index that answer it.
import { conceptsOf, partHan } from './glossary.ts';
import type { Terms } from './terms.ts';
import { isAscii, romanOf, stemOf } from './word-keys.ts';
import { isEmptyWord, isHan, pairsOf, piecesOf } from './words.ts';

interface Wanted {
  readonly word: string;
  /** Terms of the glossary with the same meaning. */
  readonly concepts: readonly string[];
  /** A part of a run of Han characters that the glossary knows: found by meaning, and as written if it is a pair. */
  readonly meaningOnly: boolean;
}

/** A word of a search: terms by how well they answer it, 0 to 1, the best first. */
export type Answers = readonly (readonly [term: number, quality: number])[];

const MOST_WORDS = 12;

/** The words of a search; empty when nothing in it could be found. */
export function wantedOf(query: string): Wanted[] {
  const pieces = piecesOf(query);
  const telling = pieces.filter((piece) => !isEmptyWord(piece));
  const wanted = (telling.length > 0 ? telling : pieces).flatMap((piece): Wanted[] => (isHan(piece) ? hanWords(piece) : [{ word: piece, concepts: conceptsOf(piece), meaningOnly: false }]));
  return [...new Map(wanted.map((each) => [each.word, each])).values()].slice(0, MOST_WORDS);
}

function hanWords(run: string): Wanted[] {
  return partHan(run).flatMap(({ text, concepts }): Wanted[] => {
    if (concepts.length > 0) return [{ word: text, concepts, meaningOnly: true }];
    const pairs = pairsOf(text);
    return (pairs.length > 1 ? pairs.slice(0, -1) : pairs).map((word) => ({ word, concepts: [], meaningOnly: false }));
  });
}

/** As written, in other scripts, by beginning and by meaning; with `forgiving` also words that an unusual one may be a misspelling of. */
export function answersOf(wanted: readonly Wanted[], terms: Terms, level: number, forgiving: boolean): Answers[] {
  const parted = wanted.flatMap((each) => partsOf(each, terms, level));
  return parted.map((each, index) => {
    const found = new Found(terms, level);
    literal(each, terms, found);
    for (const other of [parted[index - 1], parted[index + 1]]) {
      if (other) found.addWord(index > 0 && other === parted[index - 1] ? other.word + each.word : each.word + other.word, 0.85);
    }
    if (forgiving && !each.meaningOnly && !terms.isUsual(each.word, level)) forgivingly(each.word, terms, found);
    return found.inOrder();
  });
}

class Found {
  private readonly best = new Map<number, number>();
  private readonly terms: Terms;
  private readonly level: number;

  constructor(terms: Terms, level: number) {
    this.terms = terms;
    this.level = level;
  }

  add(term: number, quality: number): void {
    if (this.terms.sees(term, this.level) && quality > (this.best.get(term) ?? 0)) this.best.set(term, quality);
  }
  addWord(word: string, quality: number): void {
    const term = this.terms.exact(word);
    if (term !== undefined) this.add(term, quality);
  }
  inOrder(): Answers {
    return [...this.best].toSorted((a, b) => b[1] - a[1]);
  }
}

function literal({ word, concepts, meaningOnly }: Wanted, terms: Terms, found: Found): void {
  for (const concept of concepts) found.addWord(concept, 0.7);
  found.addWord(word, 1);
  if (meaningOnly) return;
  if (/^\d+$/.test(word)) return;
  const roman = romanOf(word);
  for (const term of terms.sameInLatin(roman)) found.add(term, 0.9);
  for (const term of terms.sameStem(stemOf(word))) found.add(term, 0.92);
  if (roman) for (const term of terms.beginning(roman)) found.add(term, 0.55 + 0.3 * (roman.length / terms.roman(term).length));
  const stem = romanOf(stemOf(word));
  if (stem !== roman && stem.length >= 3) for (const term of terms.beginning(stem)) if (terms.roman(term).length <= stem.length + 3 && (stem.length >= 4 || !isAscii(terms.words[term]!))) found.add(term, 0.6);
}

function forgivingly(word: string, terms: Terms, found: Found): void {
  for (const term of terms.misspelt(romanOf(word))) {
    const apart = Math.abs(terms.roman(term).length - romanOf(word).length);
    found.add(term, (isAscii(word) === isAscii(terms.words[term]!) ? 0.52 : 0.5) - 0.02 * apart);
    for (const concept of conceptsOf(terms.words[term]!)) found.addWord(concept, 0.4);
  }
  for (const term of terms.sameConsonants(word)) found.add(term, 0.45);
}

/** A word that the index does not know, in two that it does: "anticorruption", "kenniya". Only words that the caller may see count. */
function partsOf(wanted: Wanted, terms: Terms, level: number): Wanted[] {
  const { word } = wanted;
  // Short parts only where they are syllables of Han: two letters that happen to be a word somewhere part nothing.
  const known = (part: string) => terms.sameInLatin(part).some((term) => terms.sees(term, level) && (part.length >= 4 || (part.length >= 2 && isHan(terms.words[term]!))));
  if (wanted.meaningOnly || wanted.concepts.length > 0 || !isAscii(word) || word.length < 6 || known(word)) return [wanted];
  for (const term of terms.beginning(word)) if (terms.sees(term, level)) return [wanted];
  for (let at = 3; at <= word.length - 2; at++) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    if ((head.length >= 4 || tail.length >= 4) && known(head) && known(tail)) return [head, tail].map((part) => ({ word: part, concepts: conceptsOf(part), meaningOnly: false }));
  }
  return [wanted];
}
