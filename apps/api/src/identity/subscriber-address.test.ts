import { describe, expect, test } from '@jest/globals';
import { subscriberAddress } from './subscriber-address.ts';

describe('address blocks', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001::1', '2001:db8:1:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [null, '-'],
  ])('%s belongs to %s', (address, block) => {
    expect(subscriberAddress(address)).toBe(block);
  });
});
