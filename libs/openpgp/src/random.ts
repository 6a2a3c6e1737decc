import type { Bytes } from '#protocol';

/** WebCrypto gives at most this many octets at a time. */
const AT_ONCE = 65_536;

export function randomBytes(count: number): Bytes {
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count; at += AT_ONCE) crypto.getRandomValues(bytes.subarray(at, at + AT_ONCE));
  return bytes;
}
