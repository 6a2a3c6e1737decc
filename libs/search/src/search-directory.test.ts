// What a search makes of its words, on a directory of a handful: ways, States, scripts, and the one pass against the many.
import { describe, expect, test } from '@jest/globals';
import { matchDocuments } from './match-documents.ts';
import { answersOf, wantedOf } from './read-query.ts';
import { pageOf, searchDirectory } from './search-directory.ts';
import { fixedLabels, stateLabel } from './labels.ts';
import { SearchIndex, type DirectoryDocument } from './search-index.ts';

const SURROUNDINGS = { members: new Set<string>(), regionsOf: () => [], now: 0, level: 1, clockIn: () => null } as const;
const document = (authority: string, state: string, names: string[], rest: Partial<DirectoryDocument> = {}): DirectoryDocument => ({
  authority, level: 1, state, kind: 'other', sortName: names[0]!.toLowerCase(), confirmed: null, due: null, names: names.map((text) => ({ text, kind: text === text.toUpperCase() ? 'acronym' : 'name' })),
  designations: [], functions: [], articles: [], languages: [], networks: [], hours: [], ...rest,
});
const STATES = { GE: ['Georgia', 'Грузия', 'საქართველო'], IN: ['India', 'Inde', '印度'], ID: ['Indonesia', '印度尼西亚'], NZ: ['New Zealand'], AU: ['Australia'] };

function directory(documents: readonly DirectoryDocument[]): SearchIndex {
  const index = new SearchIndex([...Object.entries(STATES).map(([code, texts]) => ({ kind: 'state' as const, code, texts })), ...fixedLabels()]);
  for (const each of documents) index.replace(each.authority, [each]);
  return index;
}
function found(index: SearchIndex, q: string): string[] {
  return pageOf(index, searchDirectory(index, { q }, 1, SURROUNDINGS, null), 10, null).map((hit) => index.documents[hit.document]!.authority);
}

describe('a search that no entry answers in full', () => {
  const index = directory([
    document('prosecutor', 'GE', ["General Prosecutor's Office"]), document('ministry', 'GE', ['Ministry of Justice']), document('weather', 'GE', ['Weather Bureau']),
    document('elsewhere', 'NZ', ['Serious Fraud Office', 'SFO']), document('controller', 'NZ', ['Office of the Controller and Auditor-General']),
  ]);

  test('gives those of the State that it names who commonly do such things, else all of that State', () => {
    expect(found(index, 'extradition Georgia').toSorted()).toEqual(['ministry', 'prosecutor']);
    expect(found(index, 'выдача Грузия').toSorted()).toEqual(['ministry', 'prosecutor']);
    expect(found(index, 'lighthouses Georgia')).toHaveLength(3);
  });

  test('gives nothing where no State is named in full', () => {
    expect(found(index, 'extradition New')).toEqual([]);
    expect(found(index, 'extradition Atlantis')).toEqual([]);
  });

  test('is not taken apart into syllables of two scripts', () => {
    expect(found(index, 'controler auditor New Zealand')).toEqual(['controller']);
  });
});

describe('States', () => {
  const index = directory([
    document('delhi', 'IN', ['Central Bureau of Investigation']), document('jakarta', 'ID', ['Corruption Eradication Commission']),
    document('sydney', 'AU', ['Independent Commission Against Corruption']),
  ]);

  test('a whole name comes before words that begin so', () => expect(found(index, 'Inde')[0]).toBe('delhi'));
  test('a name among other words is no beginning of a longer one', () => expect(found(index, 'commission corruption Inde')).not.toContain('sydney'));
  test('are found by what their people call them', () => expect(found(directory([document('tbilisi', 'GE', ['Court'])]), 'sakartvelo')).toEqual(['tbilisi']));
});

test('Han that is known as it stands is no other word that sounds alike', () => {
  const index = directory([document('extradition', 'AU', ['Ministry'], { functions: ['extradition'] }), document('india', 'IN', ['Bureau'])]);
  expect(found(index, '印度')).toEqual(['india']);
  expect(found(index, '引渡')).toEqual(['extradition']);
});

test('Arabic by ear, short words too', () => {
  const index = directory([document('yemen', 'GE', ['الهيئة الوطنية العليا لمكافحة الفساد']), document('unit', 'GE', ['وحدة مكافحة غسل الأموال'])]);
  expect(found(index, "al-hay'a al-wataniyya al-'ulya li-mukafahat al-fasad")).toEqual(['yemen']);
  expect(found(index, 'wahdat mukafahat ghasl al-amwal')).toEqual(['unit']);
});

test('one word is answered in one pass as several are in many', () => {
  const index = directory([
    document('a', 'GE', ['Georgia Court', 'COURT']), document('b', 'IN', ['Court of the Land', 'Supreme Court'], { functions: ['extradition'], designations: ['Court for extradition'] }),
    document('c', 'ID', ['Courthouse']), document('d', 'AU', ['Ministry'], { functions: ['extradition', 'mla'], articles: ['44'] }), document('e', 'NZ', ['Extradition Office']),
  ]);
  for (const q of ['court', 'georgia', 'extradition', 'co', '44', 'ministry', 'zzz']) {
    const answers = answersOf(wantedOf(q), index.terms, 1, { forgiving: false, related: false });
    const shown = ({ documents, rankOf, fieldOf }: ReturnType<typeof matchDocuments>) => documents.map((id) => [index.documents[id]!.authority, rankOf(id), index.fields[fieldOf(id)]]).toSorted();
    const once = shown(matchDocuments(index, answers, 1, 'all'));
    // The same word twice takes the other way: twice the answers, the same share of them.
    const twice = shown(matchDocuments(index, [...answers, ...answers], 1, 'all'));
    expect(once.map(([authority, , text]) => [authority, text])).toEqual(twice.map(([authority, , text]) => [authority, text]));
  }
});

describe('what people type instead of a name', () => {
  const states = [['GB', 'United Kingdom'], ['NG', 'Nigeria'], ['NE', 'Niger'], ['GN', 'Guinea'], ['GQ', 'Equatorial Guinea'], ['GR', 'Greece'], ['HK', 'Hong Kong'], ['FR', 'France'], ['LT', 'Lithuania'], ['GE', 'Georgia'], ['RU', 'Russian Federation']] as const;
  const index = new SearchIndex([...states.map(([code, en]) => stateLabel(code, { en })), ...fixedLabels()]);
  for (const each of [
    document('sfo', 'GB', ['Serious Fraud Office', 'SFO']), document('efcc', 'NG', ['Economic and Financial Crimes Commission', 'EFCC']), document('halcia', 'NE', ['High Authority against Corruption']),
    document('conakry', 'GN', ['Court']), document('malabo', 'GQ', ['Court']), document('athens', 'GR', ['Prosecutor of Athens']), document('thessaloniki', 'GR', ['ΕΙΣΑΓΓΕΛΙΑ ΘΕΣΣΑΛΟΝΙΚΗΣ']),
    document('icac', 'HK', ['Independent Commission Against Corruption', 'ICAC']), document('tracfin', 'FR', ['Tracfin'], { kind: 'fiu' }), document('vilnius', 'LT', ['Ministry of Justice']),
    document('tbilisi', 'GE', ['Chief Prosecutor']), document('moscow', 'RU', ['Генеральная прокуратура']),
  ]) index.replace(each.authority, [each]);

  test.each([
    ['a city', 'sfo london', 'sfo'], ['a city in another script', 'Лондон sfo', 'sfo'], ['a people', 'ministry lithuanian', 'vilnius'], ['a people, Russian', 'литовская министерство', 'vilnius'],
    ['a State whose name is the stem of another', 'FIU Niger', 'halcia'], ['a State whose name is part of another', 'court Guinea', 'conakry'], ['a sort of body', 'fiu france', 'tracfin'],
    ['an acronym beside a word that nobody knows', 'SFO Elm House', 'sfo'], ['first letters', 'moj vilnius', 'vilnius'], ['a title that is one word', '廉政公署', 'icac'], ['traditional characters', '獨立反貪污委員會', 'icac'],
    ['a city that a body is named after', 'prosecutor thessaloniki', 'thessaloniki'], ['letters of one State', 'პროკურატურა', 'tbilisi'], ['the same in letters of many', 'прокуратура', 'moscow'],
  ])('%s: %s', (_, q, first) => expect(found(index, q)[0]).toBe(first));

  test('a place is no beginning of another word, and an unknown word beside a place finds nothing elsewhere', () => {
    expect(found(index, 'lighthouse Conakry')).toEqual(['conakry']);
    expect(found(index, 'lighthouse elm')).toEqual([]);
  });
});
