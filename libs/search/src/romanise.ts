// Letters of other scripts in Latin ones, for searching only: never shown. Rough on purpose: one letter, one rendering, so that
// the same word always comes out the same and a reader's Latin spelling comes near. PostgreSQL's trigrams, too, know only
// ASCII letters in a database with the locale C.UTF-8.

const PAIRS: readonly (readonly [string, string])[] = [
  // Cyrillic (Russian, Ukrainian, Serbian, Macedonian, Kazakh …), after marks were dropped: й is и, ї is і.
  ['абвгдезиклмнопрстуфыэіјһ', 'abvgdeziklmnoprstufyeijh'],
  // Greek
  ['αβγδεζηικλμνξοπρστυφω', 'avgdeziiklmnxoprstyfo'],
  // Arabic, Persian
  ['ابتجحدرزسصضطظفقكلمنهويپگ', 'abtjhdrzssdtzfqklmnhwypg'],
  // Georgian
  ['აბგდევზთიკლმნოპრსტუფქყჯჰ', 'abgdevztiklmnoprstupkqjh'],
  // Armenian
  ['աբգդեզէըթիլխկհմյնոպջռսվտրցւփքօֆ', 'abgdezeetilkkhmynopjrsvtrtvpkof'],
  // Hebrew
  ['אבגדהוזחטיכךלמםנןסעפףצץקרשת', 'abgdhvzhtykklmmnnsappccqrst'],
];
const LONGER: Readonly<Record<string, string>> = {
  ж: 'zh', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ю: 'yu', я: 'ya', є: 'ye', ђ: 'dj', љ: 'lj', њ: 'nj', ћ: 'c', џ: 'dz', ъ: '', ь: '', ѓ: 'gj', ќ: 'kj',
  θ: 'th', χ: 'ch', ψ: 'ps',
  ث: 'th', خ: 'kh', ذ: 'dh', ش: 'sh', غ: 'gh', ع: '', ء: '', چ: 'ch', ژ: 'zh',
  ჟ: 'zh', ღ: 'gh', შ: 'sh', ჩ: 'ch', ც: 'ts', ძ: 'dz', წ: 'ts', ჭ: 'ch', ხ: 'kh',
  ժ: 'zh', ծ: 'ts', ձ: 'dz', ղ: 'gh', ճ: 'ch', շ: 'sh', չ: 'ch', և: 'ev',
};
const LATIN = new Map<string, string>(Object.entries(LONGER));
for (const [from, to] of PAIRS) [...from].forEach((letter, at) => LATIN.set(letter, to[at]!));

/** Characters that are words by themselves: no spaces part them in writing. */
const WORD_CHARACTER = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;

/** Folded words (see `searchText`) in ASCII letters and digits; characters of no known script by their code. */
export function romanise(words: string): string {
  let out = '';
  for (const letter of words) {
    if (letter === ' ' || /[a-z0-9]/.test(letter)) out += letter;
    else if (WORD_CHARACTER.test(letter)) out += ` u${letter.codePointAt(0)!.toString(16)} `;
    else out += LATIN.get(letter) ?? `u${letter.codePointAt(0)!.toString(16)}`;
  }
  return out.replaceAll(/ +/g, ' ').trim();
}
