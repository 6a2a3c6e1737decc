// What somebody typed, as the things that have to be found, each with the words of the index that answer it.
import { conceptsOf, partHan, RELATED } from './glossary.ts';
import { initialsTerm } from './initials.ts';
import type { Terms } from './terms.ts';
import { writeOut } from './titles.ts';
import { isAbjad, isAscii, romanOf, stemOf } from './word-keys.ts';
import { foldedOf, isEmptyWord, isHan, pairsOf, piecesOf } from './words.ts';

export interface Wanted {
  readonly word: string;
  /** Terms of the glossary with the same meaning. */
  readonly concepts: readonly string[];
  /** A part of a run of Han characters that the glossary knows: found by meaning, and as written if it is a pair. */
  readonly meaningOnly: boolean;
}

/** A word of a search: terms by how well they answer it, 0 to 1, the best first. */
export type Answers = readonly (readonly [term: number, quality: number])[];

const MOST_WORDS = 12;
/** Answers of at least this are the word itself, written in another script or with another ending. */
const NAMED = 0.85;

/** The words of a search; empty when nothing in it could be found. */
export function wantedOf(query: string): Wanted[] {
  const pieces = piecesOf(query);
  const telling = pieces.filter((piece) => !isEmptyWord(piece));
  const wanted = (telling.length > 0 ? telling : pieces).flatMap((piece): Wanted[] => (isHan(piece) ? hanWords(piece) : [{ word: piece, concepts: conceptsOf(piece), meaningOnly: false }]));
  return [...new Map(wanted.map((each) => [each.word, each])).values()].slice(0, MOST_WORDS);
}

/** The ways to read a search: as it stands, and with titles of bodies written out. As it stands goes first where the directory has all its words. */
export function readingsOf(query: string, terms: Terms, level: number): Wanted[][] {
  const plain = wantedOf(query);
  const folded = foldedOf(query);
  const written = writeOut(folded);
  if (written === folded) return [plain];
  const known = plain.every(({ word, meaningOnly }) => !meaningOnly && terms.knows(word, level));
  return known ? [plain, wantedOf(written)] : [wantedOf(written), plain];
}

function hanWords(run: string): Wanted[] {
  return partHan(run).flatMap(({ text, concepts }): Wanted[] => {
    if (concepts.length > 0) return [{ word: text, concepts, meaningOnly: true }];
    const pairs = pairsOf(text);
    return (pairs.length > 1 ? pairs.slice(0, -1) : pairs).map((word) => ({ word, concepts: [], meaningOnly: false }));
  });
}

/**
 * As written, in other scripts, by beginning and by meaning; with `forgiving` also words that an unusual one may be a misspelling
 * of; with `related` also what bodies that commonly do what is looked for are called.
 */
export function answersOf(wanted: readonly Wanted[], terms: Terms, level: number, { forgiving, related }: { forgiving: boolean; related: boolean }): Answers[] {
  const parted = wanted.flatMap((each) => partsOf(each, terms, level));
  return parted.map((each, index) => {
    const found = new Found(terms, level);
    literal(each, terms, found);
    for (const other of [parted[index - 1], parted[index + 1]]) {
      if (other) found.addWord(index > 0 && other === parted[index - 1] ? other.word + each.word : each.word + other.word, 0.85);
    }
    if (forgiving && !each.meaningOnly && !terms.isUsual(each.word, level)) forgivingly(each.word, terms, found);
    if (related) for (const concept of each.concepts) for (const near of RELATED[concept] ?? []) found.addWord(near, 0.3);
    if (!terms.isState(each.word)) return found.inOrder();
    // The name of a State is no other State; among other words it is that State, and not the beginning of some longer word.
    const least = parted.length > 1 ? NAMED : 0;
    return found.inOrder().filter(([term, quality]) => quality >= least && !terms.nameOtherStates(each.word, term));
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
  found.addWord(initialsTerm(word), 0.86);
  if (meaningOnly) return;
  if (/^\d+$/.test(word)) return;
  const roman = romanOf(word);
  // Han that is known as it stands is not another word that sounds alike; Han that is not may be written in the other form.
  if (isHan(word) && terms.exact(word) !== undefined) return;
  for (const term of terms.sameInLatin(roman)) found.add(term, 0.9);
  for (const term of terms.sameStem(stemOf(word))) found.add(term, 0.92);
  // Not held in its own script: what sounds so in Latin letters is what is meant.
  if (isAbjad(word) && terms.exact(word) === undefined) for (const term of terms.sameConsonants(word)) found.add(term, 0.65);
  if (roman) for (const term of terms.beginning(roman)) found.add(term, 0.55 + 0.3 * (roman.length / terms.roman(term).length));
  const stem = romanOf(stemOf(word));
  if (stem !== roman && stem.length >= 3) for (const term of terms.beginning(stem)) if (terms.roman(term).length <= stem.length + 3 && (stem.length >= 4 || !isAscii(terms.words[term]!))) found.add(term, 0.6);
}

function forgivingly(word: string, terms: Terms, found: Found): void {
  for (const [term, errors] of terms.misspelt(romanOf(word))) {
    found.add(term, (isAscii(word) === isAscii(terms.words[term]!) ? 0.56 : 0.54) - 0.04 * errors);
    for (const concept of conceptsOf(terms.words[term]!)) found.addWord(concept, 0.4);
  }
  for (const term of terms.sameConsonants(word)) found.add(term, 0.43);
}

/** A word that the index does not know, in two that it does: "anticorruption", "kenniya". Only words that the caller may see count. */
function partsOf(wanted: Wanted, terms: Terms, level: number): Wanted[] {
  const { word } = wanted;
  const visible = (part: string) => terms.sameInLatin(part).filter((term) => terms.sees(term, level));
  // Short parts only where both are syllables of Han: two letters that happen to be a word somewhere part nothing.
  const known = (part: string) => part.length >= 4 && visible(part).length > 0;
  const syllable = (part: string) => part.length >= 2 && visible(part).some((term) => isHan(terms.words[term]!));
  if (wanted.meaningOnly || wanted.concepts.length > 0 || !isAscii(word) || word.length < 6 || visible(word).length > 0) return [wanted];
  for (const term of terms.beginning(word)) if (terms.sees(term, level)) return [wanted];
  for (let at = 3; at <= word.length - 2; at++) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    if ((known(head) && known(tail)) || (Math.max(head.length, tail.length) >= 4 && syllable(head) && syllable(tail))) return [head, tail].map((part) => ({ word: part, concepts: conceptsOf(part), meaningOnly: false }));
  }
  return [wanted];
}
