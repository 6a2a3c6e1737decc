import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { indexText, searchText } from './search-text.ts';

describe('names as words', () => {
  test.each([
    ['Autorité Nationale de Lutte contre la Corruption', 'autorite nationale de lutte contre la corruption'],
    ["Prosecutor General's Office", 'prosecutor generals office'],
    ['Prosecutor General’s Office', 'prosecutor generals office'],
    ['Direcția Națională Anticorupție', 'directia nationala anticoruptie'],
    ['هيئة مكافحة الفساد', 'hyyh mkafhh alfsad'],
    ['ΕΙΣΑΓΓΕΛΙΑ ΕΦΕΤΩΝ ΑΘΗΝΩΝ', 'eisaggelia efeton athinon'],
    ['Εισαγγελία Εφετών', 'eisaggelia efeton'],
    ['Агентство по противодействию', 'agentstvo po protivodeistviyu'],
    ['Åklagarmyndigheten', 'aklagarmyndigheten'],
    ['SÄPO', 'sapo'],
    ['CNA/NAC', 'cna nac'],
    ['中国香港', 'u4e2d u56fd u9999 u6e2f'],
  ])('%s', (name, words) => {
    expect(searchText(name)).toBe(words);
  });

  test('hyphens join and part', () => {
    expect(indexText('Anti-Corruption Bureau')).toBe('anti corruption bureau anticorruption');
    expect(indexText('Anticorruption Bureau')).toBe('anticorruption bureau');
  });

  test('normal form is a fixed point for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const words = searchText(text);
      expect(searchText(words)).toBe(words);
      expect(words).toMatch(/^([a-z0-9]+( [a-z0-9]+)*)?$/);
    }));
  });
});
