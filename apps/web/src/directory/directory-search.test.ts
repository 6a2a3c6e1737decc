import { expect, test } from '@jest/globals';
import { directorySearch } from './directory-search.ts';

test.each([
  [{}, {}],
  [{ q: 'icac', state: 'HK', function: 'mla', member: 'true' }, { q: 'icac', state: 'HK', function: 'mla', member: 'true' }],
  // The router reads `member=true` as a boolean.
  [{ member: true }, { member: 'true' }],
  [{ q: '  ', state: 'hk', function: 'toString', member: 'yes' }, {}],
  [{ q: 7, state: ['HK'], function: null }, {}],
  [{ q: 'x'.repeat(300) }, { q: 'x'.repeat(200) }],
])('%j is read as %j', (given, expected) => {
  expect(directorySearch(given)).toEqual(expected);
});
