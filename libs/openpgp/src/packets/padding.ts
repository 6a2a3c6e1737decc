// Padding packets (RFC 9580, section 5.14): random octets that fill a message up to a size that says little.
import { randomBytes } from '../random.ts';
import { lengthSize, TAG, writePacket } from './framing.ts';
import type { Bytes } from '#protocol';

/** Octets in the body of a padding packet of `size` octets, or undefined when no shortest-form length gives that size. */
function bodySize(size: number): number | undefined {
  return [5, 2, 1].map((octets) => size - 1 - octets).find((body) => body >= 0 && 1 + lengthSize(body) + body === size);
}

/** The first of the sizes, ascending, that `used` octets and one padding packet fill exactly. */
export function paddedSize(used: number, sizes: Iterable<number>): number {
  for (const size of sizes) if (bodySize(size - used) !== undefined) return size;
  throw new RangeError('no size left');
}

/** One padding packet of exactly `size` octets, header included; paddedSize says which sizes there are. */
export function paddingPacket(size: number): Bytes {
  const body = bodySize(size);
  if (body === undefined) throw new RangeError('no padding packet of this size');
  return writePacket(TAG.padding, randomBytes(body));
}
