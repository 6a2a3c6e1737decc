// The same body under other names, and other bodies under nearly the same.
import { expect, test } from '@jest/globals';
import { Doubles } from './find-doubles.ts';
import { sameContact } from './same-value.ts';

const body = (key: string, state: string, names: string[], more: { acronym?: string; website?: string } = {}) => ({
  key, state, names: [...names.map((name) => ({ name, kind: 'official' })), ...(more.acronym ? [{ name: more.acronym, kind: 'acronym' }] : [])], contacts: more.website ? [sameContact({ kind: 'website', value: more.website })] : [],
});
const DIRECTORY = new Doubles([
  body('justice', 'FR', ['Ministère de la Justice']),
  body('gp', 'RU', ['Генеральная прокуратура Российской Федерации'], { acronym: 'ГП' }),
  body('nazaha', 'SA', ['هيئة الرقابة ومكافحة الفساد'], { acronym: 'NAZAHA', website: 'https://www.nazaha.gov.sa/' }),
  body('icac-au', 'AU', ['Independent Commission Against Corruption'], { acronym: 'ICAC' }),
  body('ccdi', 'CN', ['国家监察委员会']),
  body('habo', 'SE', ['Habo kommun']),
  body('nrw', 'DE', ['Landeskriminalamt Nordrhein-Westfalen']),
]);
const find = (state: string, name: string, more: { acronym?: string; website?: string } = {}) => DIRECTORY.find(body('', state, [name], more)).map(({ key, reasons }) => [key, ...reasons]);

test.each([
  ['as written, but for case', 'FR', 'MINISTÈRE DE LA  JUSTICE', [['justice', 'same-name', 'same-letters', 'same-words']]],
  ['without accents', 'FR', 'Ministere de la Justice', [['justice', 'same-letters', 'same-words']]],
  ['in other order', 'FR', 'Justice (ministère de la)', [['justice', 'same-words']]],
  ['misspelt', 'FR', 'Ministère de la Justise', [['justice', 'other-spelling']]],
  ['a Latin spelling of Cyrillic', 'RU', 'Generalnaya prokuratura Rossiyskoy Federatsii', [['gp', 'other-script', 'other-spelling']]],
  ['a Latin spelling of Arabic', 'SA', 'hyit alraqaba wa mukafahat alfasad', []],
  ['a municipality with another letter', 'SE', 'Håbo kommun', [['habo', 'same-letters', 'same-words']]],
  ['another State', 'BE', 'Ministère de la Justice', []],
  ['other words', 'FR', 'Ministère de la Défense', []],
  ['Chinese', 'CN', '国家监察委员会', [['ccdi', 'same-name', 'same-letters']]],
])('%s', (_, state, name, expected) => expect(find(state, name)).toEqual(expected));

test('an acronym or a website of one’s own', () => {
  expect(find('SA', 'Oversight and Anti-Corruption Authority', { acronym: 'Nazaha', website: 'http://nazaha.gov.sa' })).toEqual([['nazaha', 'same-acronym', 'same-website']]);
  expect(find('SA', 'Ministry of Justice', { website: 'https://moj.gov.sa' })).toEqual([]);
});

test('a website that several bodies share tells nothing', () => {
  const shared = new Doubles([body('a', 'GB', ['Plymouth Council'], { website: 'http://www.plymouth.gov.uk' }), body('b', 'GB', ['Plymouth Board'], { website: 'http://www.plymouth.gov.uk' })]);
  expect(shared.find(body('', 'GB', ['Plymouth Trust'], { website: 'http://www.plymouth.gov.uk' }))).toEqual([]);
});

test('numbers are no typing errors', () => {
  const courts = new Doubles([body('1', 'KE', ['Criminal Court 11 Nairobi'])]);
  expect(courts.find(body('', 'KE', ['Criminal Court 12 Nairobi']))).toEqual([]);
});
