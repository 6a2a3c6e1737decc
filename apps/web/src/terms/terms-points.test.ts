// The text that is shown is that of the version which is accepted.
import { expect, test } from '@jest/globals';
import { TERMS_VERSION } from '#protocol';
import english from '../locales/en.json' with { type: 'json' };
import { TERMS_POINTS } from './terms-points.ts';

test('every point of the present version is shown, and none of another', () => {
  expect([...TERMS_POINTS].toSorted()).toEqual(Object.keys(english).filter((key) => key.startsWith(`terms.v${TERMS_VERSION}.`)));
});
