import { isIPv4, isIPv6 } from 'node:net';

/** The /24 of an IPv4 address, the /48 of an IPv6 address: enough to see where a flood comes from, not who. `unknown` for anything else. */
export function addressBlock(address: string | null): string {
  const plain = (address ?? '').replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(plain)) return 'unknown';
  const [before = '', after] = plain.split('::');
  const head = before === '' ? [] : before.split(':');
  const groups = after === undefined ? head : [...head, '0', '0', '0'];
  const first = groups.slice(0, 3).map((group) => (/^[0-9a-f]{1,4}$/i.test(group) ? Number.parseInt(group, 16).toString(16) : '0'));
  return `${first.join(':')}::/48`;
}
