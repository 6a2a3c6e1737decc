// Other forms under which a word is looked up: in Latin letters, without its ending or article, and as its consonants.
import anyAscii from 'any-ascii';
import { romanise } from './romanise.ts';
import { isHan } from './words.ts';

const ASCII = /^[\x20-\x7e]*$/;

/** A folded word in Latin letters: Han by its reading, joined; the scripts of `romanise` by its tables; others by any-ascii. */
export function romanOf(word: string): string {
  if (ASCII.test(word)) return word;
  if (isHan(word)) return anyAscii(word).toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const known = romanise(word);
  return /u[0-9a-f]{4}/.test(known) ? anyAscii(word).toLowerCase().replaceAll(/[^a-z0-9]/g, '') : known;
}

const CYRILLIC_ENDING = /(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|иях|иям|ией|ией|ия|ии|ию|ие|ой|ей|ом|ем|ов|ев|ах|ях|ам|ям|ый|ий|ыи|ии|ая|яя|ое|ее|ые|ую|юю|ых|их|ым|им|ы|и|а|я|е|о|у|ю|ь)$/u;
const ARABIC_PREFIX = /^(?:وال|بال|كال|فال|لل|ال|و|ب|ل)(?=.{3})/u;
/** Feminine, plural and the adjective made of a name. */
const ARABIC_ENDING = /(?<=.{3})(?:يه|ات|ين|ون|ي|ه|ا)$/u;
const SPANISH_FRENCH_PLURAL = /(?<=[a-z]{4})(?:es|s)$/;

/** The word without inflection, roughly; the word itself where nothing is known to come off. */
export function stemOf(word: string): string {
  if (/\p{Script=Cyrillic}/u.test(word)) {
    const stem = word.replace(CYRILLIC_ENDING, '');
    return [...stem].length >= 3 ? stem : word;
  }
  if (/\p{Script=Arabic}/u.test(word)) return word.replace(ARABIC_PREFIX, '').replace(ARABIC_ENDING, '');
  return word.replace(SPANISH_FRENCH_PLURAL, '');
}

const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/kh|ch(?=[aeou])/g, 'h'], [/gh/g, 'g'], [/dh/g, 'd'], [/th/g, 't'], [/shch|sh|ch/g, 's'], [/zh/g, 'j'], [/ts/g, 's'], [/dz/g, 'z'], [/ph/g, 'f'], [/p/g, 'b'], [/[qc]/g, 'k'], [/x/g, 'ks'], [/v/g, 'f'],
];

/** The consonants of a word in Latin letters, near sounds made one; '' when fewer than three are left. For words of different scripts only. */
export function consonantsOf(roman: string): string {
  let sounds = roman;
  for (const [pattern, sound] of SOUNDS) sounds = sounds.replaceAll(pattern, sound);
  const left = sounds.replaceAll(/[aeiouyw0-9]/g, '').replaceAll(/(.)\1+/g, '$1').replace(/(?<=.{3})h$/, '');
  return left.length >= 3 ? left : '';
}

/** Of words with fewer consonants, as scripts that leave out vowels write them: what is left with y and w; '' for less than two letters. */
export function frameOf(roman: string): string {
  const left = roman.replaceAll(/[aeiou0-9]/g, '').replaceAll(/(.)\1+/g, '$1').replace(/(?<=.{2})[ht]$/, '');
  return left.length >= 2 && roman.length >= 3 ? `~${left}` : '';
}

export const isAbjad = (word: string): boolean => /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(word);

export const isAscii = (word: string): boolean => ASCII.test(word);
