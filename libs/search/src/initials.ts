// First letters of a name's words: how people shorten names whose acronym nobody wrote into the directory.
import { isEmptyWord, isHan, piecesOf } from './words.ts';

const LEAST = 3;
const MOST = 8;

/** Of the words that count, and of all words ("Ministry of Justice": moj); none for fewer than three or more than eight letters. */
export function initialsOf(text: string): string[] {
  const pieces = piecesOf(text);
  if (pieces.length < LEAST || pieces.some(isHan)) return [];
  const shortened = [pieces.filter((piece) => !isEmptyWord(piece)), pieces].map((words) => words.map((word) => [...word][0]).join(''));
  return [...new Set(shortened)].filter(({ length }) => length >= LEAST && length <= MOST);
}

/** As a term of the index, which is no word: nothing but the same letters finds it. */
export const initialsTerm = (letters: string): string => `#=${letters}`;
