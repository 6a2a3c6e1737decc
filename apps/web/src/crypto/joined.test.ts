import { describe, expect, test } from '@jest/globals';
import { joined } from './joined.ts';

describe('parts joined', () => {
  test('keep all that they have', () => {
    expect(joined({ a: 1 }, { b: 2 }, {})).toEqual({ a: 1, b: 2 });
  });

  test('never take a name from each other', () => {
    expect(() => joined({ lock: () => 'mine' }, { send: 1 }, { lock: () => 'yours' })).toThrow(new RangeError('two parts have lock'));
  });
});
