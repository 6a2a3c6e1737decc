// Cells as people fill them, and what becomes of each.
import { describe, expect, test } from '@jest/globals';
import type { ImportSettings } from '#protocol';
import { cleanCell } from './clean-cell.ts';
import { guessColumns, guessHeadingRow, headingsOf } from './guess-columns.ts';
import { languageOf, stateLookup } from './lookups.ts';
import { readDate } from './read-date.ts';
import { readRow, type ReadRow } from './row-reader.ts';
import { splitEmails, splitTelephones, splitWebsites } from './split-contacts.ts';

describe('headings', () => {
  test.each([
    ['English', ['Country', 'Name of authority', 'Phone', 'E-mail', 'Web site', 'Address', 'Remarks'], ['state', 'name', 'telephone', 'email', 'website', 'postal', 'notes']],
    ['French', ['Pays', 'Autorité', 'Téléphone', 'Courriel', 'Site web', 'Adresse postale', 'Sigle'], ['state', 'name', 'telephone', 'email', 'website', 'postal', 'acronym']],
    ['Spanish', ['País', 'Institución', 'Teléfonos', 'Correo electrónico', 'Página web', 'Dirección', 'Siglas'], ['state', 'name', 'telephone', 'email', 'website', 'postal', 'acronym']],
    ['Russian', ['Страна', 'Наименование', 'Телефон', 'Электронная почта', 'Сайт', 'Почтовый адрес'], ['state', 'name', 'telephone', 'email', 'website', 'postal']],
    ['Arabic', ['الدولة', 'اسم السلطة', 'رقم الهاتف', 'البريد الإلكتروني', 'الموقع الإلكتروني', 'العنوان'], ['state', 'name', 'telephone', 'email', 'website', 'postal']],
    ['Chinese', ['国家', '机构名称', '联系电话', '电子邮件', '网址', '地址'], ['state', 'name', 'telephone', 'email', 'website', 'postal']],
    ['our own export', ['id', 'state', 'name', 'name_fr', 'email', 'email_members', 'can_be_written_to'], ['id', 'state', 'name', 'name_fr', 'email', 'email', 'ignore']],
    ['a second column of one meaning', ['Name', 'Organisation'], ['name', 'ignore']],
  ])('%s', (_, headings, targets) => expect(guessColumns(headings).map(({ target }) => target)).toEqual(targets));

  test('columns for one audience keep it', () => {
    expect(guessColumns(['email', 'email_members', 'telephone_government']).map(({ visibility }) => visibility)).toEqual(['public', 'members', 'government']);
  });

  test('are found below a title; columns without one are called by their letter', () => {
    const table = [{ number: 1, cells: ['List of authorities', '', ''] }, { number: 3, cells: ['Country', 'Name', ''] }, { number: 4, cells: ['KE', 'A', 'x'] }];
    expect([guessHeadingRow(table), headingsOf(table, 3)]).toEqual([3, ['Country', 'Name', 'C']]);
  });
});

describe('cells', () => {
  test.each([
    ['=HYPERLINK("https://example.org","x")', '', 'formula'],
    ['  =1+1', '', 'formula'],
    ['＝1+1', '', 'formula'],
    ['@SUM(A1)', '', 'formula'],
    ['+cmd|\' /C calc\'!A0', '', 'formula'],
    ['-SUM(A1:A2)', '', 'formula'],
    ['+55 21 25550330', '+55 21 25550330', null],
    ['+1 (202) 555-0100', '+1 (202) 555-0100', null],
    ['-5', '-5', null],
    // As exports guard what begins like a formula.
    ["'+55 21 25550330", '+55 21 25550330', null],
    ["'=1+1", '', 'formula'],
    ['MinistÃ¨re de la Justice', 'Ministère de la Justice', 'mojibake-mended'],
    ['Ð“ÐµÐ½ÐµÑ€Ð°Ð»ÑŒÐ½Ð°Ñ', 'Ð“ÐµÐ½ÐµÑ€Ð°Ð»ÑŒÐ½Ð°Ñ', null],
    ['Ð“ÐµÐ½ÐµÑ€Ð°Ð»', 'Генерал', 'mojibake-mended'],
    ['Âge et Ãge', 'Âge et Ãge', null],
    ['Minist\ufffdre', 'Minist\ufffdre', 'damaged-text'],
    ['a\r\nb\u0000c\u200b', 'a\nbc', null],
  ] as const)('%j', (raw, text, problem) => expect(cleanCell(raw)).toEqual({ text, problem }));
});

describe('several values in a cell', () => {
  test.each([
    ['+55 21 21424503, +55 21 21424502', ['+55 21 21424503', '+55 21 21424502'], []],
    ['Tel: 0526-19000 / 0526-19001', ['0526-19000', '0526-19001'], []],
    ['+254 20 4997000 or +254 20 2717318', ['+254 20 4997000', '+254 20 2717318'], []],
    ['٠١٢٣٤٥٦ أو ٠١٢٣٤٥٧', ['٠١٢٣٤٥٦', '٠١٢٣٤٥٧'], []],
    ['(202) 555-0100, ext. 12; 202 555 0101', ['(202) 555-0100, ext. 12', '202 555 0101'], []],
    ['n/a', [], ['n/a']],
    ['see the website for the numbers', [], ['see the website for the numbers']],
  ])('telephones: %s', (text, values, refused) => expect(splitTelephones(text)).toEqual({ values, refused }));

  test.each([
    ['praesidial-protokoll@eda.admin.ch / sts-pap@eda.admin.ch', ['praesidial-protokoll@eda.admin.ch', 'sts-pap@eda.admin.ch'], []],
    ['E-Mail: osh@bundeswehr.org', ['osh@bundeswehr.org'], []],
    ['Office <office@example.org>; duty@example.org,', ['office@example.org', 'duty@example.org'], []],
    ['information@deutsches museum.de', [], ['information@deutsches museum.de']],
    ['a@example.org, b@', ['a@example.org'], ['b@']],
  ])('e-mails: %s', (text, values, refused) => expect(splitEmails(text)).toEqual({ values, refused }));

  test.each([
    ['www.aklagare.se', ['http://www.aklagare.se'], []],
    ['https://a.example\nhttp://b.example/x', ['https://a.example', 'http://b.example/x'], []],
    ['ttps://web5.hullcc.gov.uk/a', [], ['ttps://web5.hullcc.gov.uk/a']],
    ['javascript:alert(1)', [], ['javascript:alert(1)']],
    ['https://user:secret@example.org', [], ['https://user:secret@example.org']],
  ])('websites: %s', (text, values, refused) => expect(splitWebsites(text)).toEqual({ values, refused }));
});

test.each([
  ['2019-03-12', '2019-03-12'], ['2019', '2019'], ['2019-03', '2019-03'], ['12.03.2019', '2019-03-12'], ['25/12/2019', '2019-12-25'], ['12/25/2019', '2019-12-25'],
  ['12 March 2019', '2019-03-12'], ['March 12th, 2019', '2019-03-12'], ['12 Sept 2019', '2019-09-12'], ['1er mars 2019', '2019-03-01'], ['12 de marzo de 2019', '2019-03-12'], ['12 марта 2019 г.', '2019-03-12'], ['март 2019', '2019-03'],
  ['12 مارس 2019', '2019-03-12'], ['١٢ مارس ٢٠١٩', '2019-03-12'], ['12 آذار 2019', '2019-03-12'], ['2019年3月12日', '2019-03-12'], ['2019年3月', '2019-03'],
])('the date %s', (text, date) => expect(readDate(text)).toEqual({ date }));
test.each([['03/04/2019', 'ambiguous-date'], ['31/02/2019', 'unreadable-date'], ['soon', 'unreadable-date'], ['12 or 13 March 2019', 'unreadable-date'], ['0219-03-12', 'unreadable-date']])('the date %s is not guessed', (text, problem) => {
  expect(readDate(text)).toEqual({ problem });
});

const STATES = stateLookup([
  { code: 'KE', alpha3: 'KEN', m49: '404', names: { en: 'Kenya', fr: 'Kenya', ar: 'كينيا', zh: '肯尼亚', ru: 'Кения', es: 'Kenya' } },
  { code: 'FR', alpha3: 'FRA', m49: '250', names: { en: 'France', fr: 'France', ar: 'فرنسا', zh: '法国', ru: 'Франция', es: 'Francia' } },
  { code: 'NL', alpha3: 'NLD', m49: '528', names: { en: 'Netherlands', fr: 'Pays-Bas' } },
]);
test.each([['ke', 'KE'], ['KEN', 'KE'], ['404', 'KE'], ['كينيا', 'KE'], ['法国', 'FR'], ['ФРАНЦИЯ', 'FR'], ['The Netherlands', 'NL'], ['Netherlands (the)', 'NL'], ['Atlantis', null], ['', null]])('the State %s', (words, code) => {
  expect(STATES(words)).toBe(code);
});
test.each([['fr', 'fr'], ['French', 'fr'], ['français', 'fr'], ['法语', 'fr'], ['арабский', 'ar'], ['pt-BR', 'pt-BR'], ['Klingonese', null]])('the language %s', (words, tag) => expect(languageOf(words)).toBe(tag));

function read(row: Readonly<Record<string, string>>, changed: Partial<ImportSettings> = {}): ReadRow {
  const headings = Object.keys(row);
  const settings: ImportSettings = { encoding: 'utf-8', sheet: null, headingRow: 1, columns: guessColumns(headings), state: null, kind: null, language: 'en', source: '', ...changed };
  return readRow({ number: 7, cells: Object.values(row) }, { settings, headings, states: STATES, source: (number, given) => `${given}#${number}` });
}

describe('rows', () => {
  test('values, each with its source, audience and purpose', () => {
    const { entry, problems } = read({
      state: 'Kenya', name: 'Ethics and Anti-Corruption Commission', name_fr: 'Commission éthique', acronym: 'EACC', telephone: '020 4997000 (duty)', email: 'a@example.org', email_members: 'b@example.org',
      address: 'Integrity Centre\n\n Jakaya Kikwete Rd ', languages: 'English, Swahili', designation: 'Central authority (MLA)', instrument: 'UNCAC art. 46(13)', date: '12 March 2019', source: 'https://example.org',
    });
    expect(problems).toEqual([]);
    const provenance = { source: 'https://example.org#7', date: null };
    expect(entry).toMatchObject({
      id: null, state: 'KE', kind: 'anti-corruption-body',
      names: [
        { name: 'Ethics and Anti-Corruption Commission', language: 'en', kind: 'official', provenance }, { name: 'Commission éthique', language: 'fr', kind: 'official' }, { name: 'EACC', language: 'und', kind: 'acronym' },
      ],
      contacts: [
        { kind: 'postal', value: 'Integrity Centre\nJakaya Kikwete Rd', purpose: 'general', visibility: 'public', provenance },
        { kind: 'telephone', value: '020 4997000', purpose: 'duty' }, { kind: 'email', value: 'a@example.org', visibility: 'public' }, { kind: 'email', value: 'b@example.org', visibility: 'members' },
      ],
      languages: [{ language: 'en' }, { language: 'sw' }],
      designations: [{ function: 'Central authority (MLA)', functions: ['mla'], instrument: 'UNCAC', provision: 'art. 46(13)', articles: ['46'], referenceDate: '2019-03-12' }],
    });
  });

  test.each([
    ['no name', { state: 'KE', name: '' }, [['no-name', null, '']]],
    ['no State', { state: '', name: 'A' }, [['no-state', null, '']]],
    ['an unknown State', { state: 'Atlantis', name: 'A' }, [['unknown-state', 'state', 'Atlantis']]],
    ['a name that is a formula', { state: 'KE', name: '=1+1' }, [['name-is-formula', 'name', '=1+1']]],
    ['a name that lost letters', { state: 'KE', name: 'Minist\ufffdre' }, [['name-damaged', 'name', 'Minist\ufffdre']]],
    ['a name without end', { state: 'KE', name: 'x'.repeat(1001) }, [['too-long', null, 'x'.repeat(120)]]],
  ])('%s: refused, with row, column and reason', (_, row, expected) => {
    const { entry, problems } = read(row);
    expect(entry).toBeNull();
    expect(problems.map(({ row: number, code, column, value }) => [number, code, column, value])).toEqual(expected.map((each) => [7, ...each]));
  });

  test('values that are none are left out and named; the row stays', () => {
    const { entry, problems } = read({ state: 'KE', name: 'A', telephone: '=1+1', email: 'nobody', website: 'ttp://x.example', kind: 'something', date: '', designation: 'MLA', languages: 'Klingonese', source_date: '03/04/2019', notes: 'Minist\ufffdre' });
    expect(entry).toMatchObject({ contacts: [], designations: [], languages: [], notes: [] });
    expect(problems.map(({ code, column }) => [code, column]).toSorted()).toEqual([
      ['ambiguous-date', 'source_date'], ['damaged-text', 'notes'], ['designation-without-instrument', 'designation'], ['formula', 'telephone'], ['not-a-website', 'website'], ['not-an-email', 'email'], ['unknown-kind', 'kind'], ['unknown-language', 'languages'],
    ]);
  });

  test('what the person says counts where the row says nothing', () => {
    expect(read({ name: 'Agence' }, { state: 'FR', kind: 'ministry', language: 'fr' }).entry).toMatchObject({ state: 'FR', kind: 'ministry', names: [{ name: 'Agence', language: 'fr', kind: 'native' }] });
  });
});
