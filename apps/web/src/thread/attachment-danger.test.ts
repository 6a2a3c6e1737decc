import { expect, test } from '@jest/globals';
import { dangerOf } from './attachment-danger.ts';

test('warns by what the system would do with the name', () => {
  expect(dangerOf('invoice.pdf.exe')).toBe('program');
  expect(dangerOf('REPORT.DOCM')).toBe('document');
  expect(dangerOf('files.zip ')).toBe('archive');
  expect(dangerOf('photo.jpg')).toBe('other');
  expect(dangerOf('no ending')).toBe('other');
});

test('marks that turn the direction of text hide no ending', () => {
  expect(dangerOf('\u202egpj.exe')).toBe('program');
  expect(dangerOf('photo.e\u200exe')).toBe('program');
});
