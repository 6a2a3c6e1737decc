// The header of a message as bytes: canonical JSON, closed schema, lists in their one order.
import { sha256 } from '@noble/hashes/sha2.js';
import { canonicalBytes, MessageHeader, parseCanonical, toHex, type Bytes, type Json } from '#protocol';
import { demand, RefusedError } from '../refusal.ts';

/** Canonical bytes of a header; refuses `header-fields` when it breaks the schema or an order. */
export function headerBytes(header: MessageHeader): Bytes {
  return canonicalBytes(checked(header) as Json);
}

/** SHA-256 of a header's canonical bytes, hexadecimal: the notation's value, and what `parents` and permissions name. */
export function headerHash(bytes: Uint8Array): string {
  return toHex(sha256(bytes));
}

/** Canonical JSON in bytes as a value; refuses `header-not-canonical`. */
function readCanonical(bytes: Uint8Array): Json {
  try {
    return parseCanonical(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new RefusedError('header-not-canonical');
    throw error;
  }
}

export function readHeader(bytes: Bytes): MessageHeader {
  return checked(readCanonical(bytes));
}

function checked(value: unknown): MessageHeader {
  const header = MessageHeader.safeParse(value);
  demand(header.success, 'header-fields');
  const { parents, recipients } = header.data;
  demand(isAscending(parents), 'header-fields');
  demand(isAscending(recipients.map((one) => ('officer' in one ? `${one.member} ${one.officer}` : one.member))), 'header-fields');
  return header.data;
}

function isAscending(list: readonly string[]): boolean {
  return list.every((item, i) => i === 0 || list[i - 1]! < item);
}
