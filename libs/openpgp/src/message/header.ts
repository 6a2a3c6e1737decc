// The header of a message as bytes: canonical JSON, closed schema, lists in their one order.
import { sha256 } from '@noble/hashes/sha2.js';
import { canonicalBytes, concat, MessageHeader, parseCanonical, toHex, type Bytes, type Json } from '#protocol';
import { ByteReader, uint32 } from '../packets/byte-reader.ts';
import { demand, RefusedError } from '../refusal.ts';

/** Canonical bytes of a header; refuses `header-fields` when it breaks the schema or an order. */
export function headerBytes(header: MessageHeader): Bytes {
  return canonicalBytes(checked(header) as Json);
}

/** SHA-256 of a header's canonical bytes, hexadecimal: the notation's value, and what `parents` and permissions name. */
export function headerHash(bytes: Uint8Array): string {
  return toHex(sha256(bytes));
}

/** What a signature covers: length of the header in four octets, header, content. */
export function frame(header: Bytes, content: Bytes): Bytes {
  return concat(uint32(header.length), header, content);
}

export interface Framed {
  readonly header: Bytes;
  readonly content: Bytes;
}

export function readFrame(data: Bytes): Framed {
  demand(data.length >= 4, 'header-framing');
  const reader = new ByteReader(data);
  const size = reader.uint32();
  demand(size <= reader.left, 'header-framing');
  return { header: reader.take(size), content: reader.rest() };
}

/** Canonical JSON in bytes as a value; refuses `header-not-canonical`. */
export function readCanonical(bytes: Uint8Array): Json {
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
