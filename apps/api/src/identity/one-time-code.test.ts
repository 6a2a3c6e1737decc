import { describe, expect, test } from '@jest/globals';
import { newOneTimeSecret, stepOfCode } from './one-time-code.ts';

describe('one-time codes', () => {
  // RFC 6238, appendix B (SHA-1), the last six of eight digits; the secret is the ASCII text 12345678901234567890.
  const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

  test.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ])('at %i seconds the code is %s', (seconds, code) => {
    expect(stepOfCode(SECRET, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
  });

  test('counts in its step and the ones beside it, and tells which', () => {
    const steps = [0, 29, 30, 59, 60, 89, 90].map((seconds) => stepOfCode(SECRET, '287082', new Date(seconds * 1000)));
    expect(steps).toEqual([1, 1, 1, 1, 1, 1, null]);
  });

  test('secrets have 160 bits and travel as otpauth: addresses', () => {
    const { secret, uri } = newOneTimeSecret('K7QX-M2PB');
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(new URL(uri).searchParams.get('secret')).toBe(secret);
    expect(uri).toContain('K7QX-M2PB');
  });
});
