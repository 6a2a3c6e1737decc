// Letters that one State's language is written with: who types them more likely means that State. It orders what was found, and finds nothing.
import { isAscii } from './word-keys.ts';

const HOMES: readonly (readonly [letters: RegExp, state: string])[] = [
  [/\p{Script=Georgian}/u, 'GE'], [/\p{Script=Armenian}/u, 'AM'], [/\p{Script=Greek}/u, 'GR'], [/\p{Script=Hebrew}/u, 'IL'], [/\p{Script=Thai}/u, 'TH'], [/\p{Script=Hangul}/u, 'KR'],
  [/\p{Script=Hiragana}|\p{Script=Katakana}/u, 'JP'], [/\p{Script=Khmer}/u, 'KH'], [/\p{Script=Lao}/u, 'LA'], [/\p{Script=Myanmar}/u, 'MM'], [/\p{Script=Ethiopic}/u, 'ET'], [/\p{Script=Sinhala}/u, 'LK'],
  [/\p{Script=Bengali}/u, 'BD'], [/\p{Script=Devanagari}/u, 'IN'], [/[їєґ]/iu, 'UA'], [/[әұһ]/iu, 'KZ'], [/[ђћљњ]/iu, 'RS'], [/[ѓќѕ]/iu, 'MK'], [/ў/iu, 'BY'],
  [/ə/iu, 'AZ'], [/[ığ]/u, 'TR'], [/[łżź]/iu, 'PL'], [/[őű]/iu, 'HU'], [/[țșăţ]/iu, 'RO'], [/[ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/iu, 'VN'], [/[řěů]/iu, 'CZ'], [/[ľĺŕ]/iu, 'SK'],
  [/[āēģīķļņū]/iu, 'LV'], [/[ėęįų]/iu, 'LT'], [/[þ]/iu, 'IS'],
];

/** The State whose letters stand in a search; null: letters of many. */
export function homeOf(query: string): string | null {
  if (isAscii(query)) return null;
  return HOMES.find(([letters]) => letters.test(query.normalize('NFC')))?.[1] ?? null;
}
