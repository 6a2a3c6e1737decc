// Names and searches as plain words, so that accents, case, punctuation, variant letters and scripts do not matter.
import { romanise } from './romanise.ts';

/** Letters that decomposition does not take apart, and spellings that people exchange. */
const FOLDED: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', ħ: 'h', ŋ: 'n', ə: 'e', ʻ: '', ʼ: '', '’': '', "'": '', '`': '',
  // Arabic and Persian: forms of alef, yeh, kaf, heh; tatweel.
  أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ی: 'ي', ئ: 'ي', ؤ: 'و', ة: 'ه', ک: 'ك', 'ـ': '',
  // Cyrillic
  ё: 'е', ґ: 'г', ў: 'у', қ: 'к', ғ: 'г', ҳ: 'х', ң: 'н', ө: 'о', ү: 'у',
  // Greek final sigma
  ς: 'σ',
};

/** Lower case, without marks, folded; anything that is neither letter nor digit becomes a space. */
export function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase().replaceAll(/['`]/g, '');
  let out = '';
  for (const letter of text.normalize('NFKC').toLowerCase()) out += FOLDED[letter] ?? letter;
  let plain = '';
  for (const letter of out.normalize('NFKD')) {
    if (/\p{Mn}/u.test(letter)) continue;
    plain += FOLDED[letter] ?? letter;
  }
  return plain.normalize('NFC');
}

/** The words of a text in ASCII letters and digits, in order, separated by single spaces; '' when it has none. */
export function searchText(text: string): string {
  return romanise(fold(text).replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim());
}

/** Like `searchText`, with hyphenated words also written as one: "anti-corruption" is found as "anticorruption" and the reverse. */
export function indexText(text: string): string {
  const joined = [...fold(text).matchAll(/[\p{L}\p{N}]+(?:[-‐‑][\p{L}\p{N}]+)+/gu)].map(([word]) => romanise(word.replaceAll(/[^\p{L}\p{N}]/gu, '')));
  return [searchText(text), ...new Set(joined)].join(' ');
}
