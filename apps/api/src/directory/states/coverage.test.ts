import { expect, test } from '@jest/globals';
import { coverageOf, coverageOfAll, isInForce } from './coverage.ts';

const cited = (functions: string[], rest: object = {}) => ({ functions, articles: [], instrument: 'CoE ETS 030', validTo: null, ...rest }) as Parameters<typeof coverageOf>[1][number];

test.each([
  [[], 'missing'],
  [[cited(['extradition'])], 'missing'],
  [[cited(['mla'])], 'other'],
  [[cited(['mla']), cited(['mla'], { articles: ['46'], instrument: 'UNCAC' })], 'convention'],
  [[cited(['mla'], { instrument: 'UNCAC' })], 'convention'],
  [[cited(['mla'], { instrument: 'UNCAC', validTo: '2020' })], 'missing'],
] as const)('%j: %s', (designations, expected) => expect(coverageOf('mla', designations, '2026-11-25')).toBe(expected));

test.each([[null, true], ['2026', true], ['2026-11', true], ['2026-11-25', true], ['2026-11-24', false], ['2025', false], ['until further notice', true]])('valid to %s: %s', (validTo, expected) =>
  expect(isInForce({ validTo }, '2026-11-25')).toBe(expected));

test('all functions of the Convention are answered', () => expect(Object.keys(coverageOfAll([], '2026-11-25'))).toEqual(['prevention', 'law-enforcement', 'civil-administrative', 'extradition', 'mla', 'asset-recovery', 'fiu']));
