import { describe, expect, test } from '@jest/globals';
import { DEFAULT_CHECKLIST } from '#protocol';
import { isReady, missingSteps, provedCertificates, type Check } from './checklist.policy.ts';

const { steps } = DEFAULT_CHECKLIST;
const check = (step: string, officer: string, certificates: string[] = []): Check => ({ step, officer, certificates });
const papers = [check('article-36', 'A'), check('state-confirmation', 'A'), check('instrument', 'B')];

describe('a checklist', () => {
  test('lacks everything at first', () => {
    expect(missingSteps(steps, [])).toEqual(steps.map(({ id }) => id));
  });

  test('is complete only when two officers proved the same two founders', () => {
    const one = [...papers, check('founders-identity', 'A', ['x', 'y'])];
    expect(missingSteps(steps, one)).toEqual(['founders-identity']);
    expect(provedCertificates(steps, one)).toEqual([]);
    expect(missingSteps(steps, [...one, check('founders-identity', 'A', ['x', 'y'])])).toEqual(['founders-identity']);
    // Two officers, but only one founder seen by both.
    expect(missingSteps(steps, [...one, check('founders-identity', 'B', ['x', 'z'])])).toEqual(['founders-identity']);
    const both = [...one, check('founders-identity', 'B', ['y', 'x'])];
    expect(missingSteps(steps, both)).toEqual([]);
    expect(isReady(steps, both, ['x', 'y'])).toBe(true);
    expect(isReady(steps, both, ['x', 'z'])).toBe(false);
    // A founder may be proved in a call of their own.
    expect(missingSteps(steps, [...papers, ...['A', 'B'].flatMap((officer) => [check('founders-identity', officer, ['x']), check('founders-identity', officer, ['y'])])])).toEqual([]);
  });

  test('is not complete for proved founders alone', () => {
    expect(isReady(steps, ['A', 'B'].map((officer) => check('founders-identity', officer, ['x', 'y'])), ['x', 'y'])).toBe(false);
  });
});
