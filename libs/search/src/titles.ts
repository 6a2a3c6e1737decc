// Titles of bodies that are one word, or a set phrase, where others write several: written out before a search is made of them.
import { NATIVE_TITLES } from './native-titles.ts';
import { fold } from './search-text.ts';
import { isHan } from './words.ts';

/** What is meant, in words of which the glossary knows the other languages; and how it is written. Folded when read. */
const TITLES: readonly (readonly [means: string, written: string])[] = [
  ['independent commission corruption', '廉政公署|廉署|獨立反貪污委員會|独立反贪污委员会|独立反腐败委员会'],
  ['ministry justice', 'moj|minjust|minjus|minjusticia|minjustice|минюст|мінюст|minister of justice|justizministerium|bundesjustizministerium|ministere de la justice|وزير العدل|법무부|法務省'],
  ['ministry interior', 'moi|mvd|мвд|мвс|minint|mininterior|home office|innenministerium|bundesinnenministerium'],
  ['ministry foreign affairs', 'mfa|мид|мзс|foreign office|auswartiges amt|außenministerium|minrex|cancilleria|外交部|وزارة الخارجية'],
  ['ministry finance', 'mof|минфин|мінфін|minfin|finanzministerium|财政部|وزارة المالية'],
  ['financial intelligence', 'финразведка|госфинмониторинг|финмон'],
  ['prosecutor general', 'генпрокурор|генпрокурора|generalstaatsanwalt|generalstaatsanwaltschaft|总检察长|总检察院|总检察署'],
  ['director public prosecution', 'dpp'],
  ['asset recovery', 'aro|asset recovery office|asset recovery agency|bureau de recouvrement des avoirs|oficina de recuperacion de activos|офис по возврату активов|مكتب استرداد الموجودات|资产追回办公室'],
  ['money laundering', 'aml|amlcft|aml/cft|labc|lcb/ft|lcbft|под/фт|подфт'],
  ['civil rights commission', '국민권익위원회|权益委员会|国民权益委员会'],
  ['court audit', 'счетная палата|рахункова палата|accounts chamber|chamber of accounts|cour des comptes|tribunal de cuentas|tribunal de contas|corte de cuentas|corte dei conti|rechnungshof|审计法院|ديوان المحاسبة'],
  ['serious fraud', '严重欺诈办公室|严重欺诈案件办公室|严重舞弊办公室'],
  ['crown prosecution', '皇家检控署|皇家检察署'],
  ['mutual legal assistance', 'mlat|eja|cri|comision rogatoria|commission rogatoire|letter rogatory|letters rogatory|rogatory|司法互助|刑事司法协助|国际司法协助'],
];

/** Nothing but letters, digits and single spaces. */
const plainly = (folded: string) => folded.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** Titles as they stand in folded words, by what they mean. */
const MEANS = new Map([...TITLES, ...NATIVE_TITLES].flatMap(([means, written]) => written.split('|').map((title): [string, string] => [plainly(fold(title)), means])));
const longestFirst = [...MEANS.keys()].toSorted((a, b) => b.length - a.length);
/** Whole words; Han, which has no spaces, anywhere. */
const WRITTEN = new RegExp(`${longestFirst.filter(isHan).join('|')}|(?<![\\p{L}\\p{N}])(?:${longestFirst.filter((title) => !isHan(title)).join('|')})(?![\\p{L}\\p{N}])`, 'gu');

/** The folded search with its titles written out; the same where it has none. */
export function writeOut(folded: string): string {
  const plain = plainly(folded);
  const written = plain.replaceAll(WRITTEN, (title) => ` ${MEANS.get(title)!} `);
  return written === plain ? folded : written.trim();
}
