// A text as words in their own script, folded: what the index holds and what a search is made of.
import { simplified } from './han-forms.ts';
import { fold } from './search-text.ts';

export interface PlacedWord {
  readonly word: string;
  /** Which word of the text it is, from 0. */
  readonly at: number;
}

const HAN_RUN = /\p{Script=Han}+/u;
const PIECE = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
/** Articles and prepositions that French and Italian tie to the next word. */
const ELISION = /(?<![\p{L}\p{N}])(d|l|qu|dell|all|nell|sull)['’`]/giu;

/** Words that tell nothing apart: never counted, and dropped from a search that has others. */
const EMPTY_WORDS = new Set([
  'the', 'of', 'and', 'for', 'in', 'to', 'on', 'a', 'an', 'at', 'by', 'de', 'la', 'le', 'les', 'des', 'du', 'et', 'en', 'au', 'aux', 'un', 'une', 'd', 'l', 'qu', 'el', 'los', 'las', 'del', 'y', 'al', 'con',
  'da', 'do', 'dos', 'e', 'i', 'der', 'die', 'das', 'und', 'dell', 'all', 'nell', 'sull', 'po', 'v', 'и', 'в', 'по', 'с', 'на', 'о', 'об', 'от', 'في', 'من', 'علي', 'و', 'عن', '的', '和', '与',
  'li', 'lil', 'wa', 'wal', 'against', 'contra', 'contre', 'gegen', 'против', 'ضد',
]);

export const isEmptyWord = (word: string): boolean => EMPTY_WORDS.has(word);
export const isHan = (word: string): boolean => HAN_RUN.test(word);

/** Folded, with elided articles apart and Han in simplified characters. */
export function foldedOf(text: string): string {
  return simplified(fold(text.replaceAll(ELISION, '$1 ')));
}

/** Pieces of a text in order: words, and runs of Han characters undivided. */
export function piecesOf(text: string): string[] {
  return foldedOf(text).match(PIECE) ?? [];
}

/**
 * What a text is indexed under. A run of Han characters, which has no spaces, is held as its pairs and its last character,
 * so that any part of it of two characters or more is found. Hyphenated words are held joined too.
 */
export function wordsOf(text: string): PlacedWord[] {
  const placed: PlacedWord[] = [];
  let at = 0;
  for (const piece of piecesOf(text)) {
    for (const word of isHan(piece) ? pairsOf(piece) : [piece]) placed.push({ word, at });
    if (!isEmptyWord(piece)) at += 1;
  }
  for (const [joined] of fold(text).matchAll(/[\p{L}\p{N}]+(?:[-‐‑][\p{L}\p{N}]+)+/gu)) placed.push({ word: joined.replaceAll(/[^\p{L}\p{N}]/gu, ''), at: 15 });
  return placed;
}

/** Pairs of neighbours and the last character. */
export function pairsOf(run: string): string[] {
  const letters = [...run];
  return letters.map((letter, index) => letter + (letters[index + 1] ?? ''));
}

/** How many words of a text count; two Han characters are taken for one. */
export function countedWords(text: string): number {
  const pieces = piecesOf(text);
  const counted = pieces.filter((piece) => !isEmptyWord(piece));
  return (counted.length > 0 ? counted : pieces).reduce((sum, piece) => sum + (isHan(piece) ? Math.ceil([...piece].length / 2) : 1), 0) || 1;
}
