import { expect, test } from '@jest/globals';
import { isMisspelling } from './edit-distance.ts';

test.each([
  ['corupt', 'corrupt', true],
  ['corrpution', 'corruption', true],
  ['bundeskrimnalamt', 'bundeskriminalamt', true],
  ['frued', 'fraud', false],
  ['fruad', 'fraud', true],
  ['icac', 'ipac', true],
  ['fiu', 'fui', false],
  ['hiddengovernment', 'government', false],
  ['', 'a', false],
])('%s for %s: %s', (typed, meant, expected) => {
  expect(isMisspelling(typed, meant)).toBe(expected);
});
