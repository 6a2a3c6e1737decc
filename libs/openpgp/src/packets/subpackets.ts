// Signature subpackets (RFC 9580, section 5.2.3.7), lengths in their shortest form.
import { concat, fromUtf8, utf8, type Bytes } from '#protocol';
import { demand } from '../refusal.ts';
import { ByteReader, uint16, uint32 } from './byte-reader.ts';

export const SUBPACKET = {
  created: 2,
  symmetricPreference: 11,
  notation: 20,
  hashPreference: 21,
  compressionPreference: 22,
  primaryUserId: 25,
  keyFlags: 27,
  features: 30,
  issuerFingerprint: 33,
  cipherSuitePreference: 39,
} as const;

export interface Subpacket {
  readonly type: number;
  readonly critical: boolean;
  readonly body: Bytes;
}

export interface Notation {
  readonly name: string;
  readonly value: string;
  readonly critical: boolean;
}

export function readSubpackets(area: Bytes): Subpacket[] {
  const reader = new ByteReader(area);
  const subpackets: Subpacket[] = [];
  while (reader.left > 0) {
    const first = reader.octet();
    demand(first < 255, 'signature-subpackets'); // the long form would be 16 kilobytes and more
    const length = first < 192 ? first : (first - 192) * 256 + reader.octet() + 192;
    demand(length >= 1, 'signature-subpackets');
    const type = reader.octet();
    subpackets.push({ type: type & 0x7f, critical: type >= 0x80, body: reader.take(length - 1) });
  }
  return subpackets;
}

export function writeSubpacket(type: number, critical: boolean, body: Uint8Array): Bytes {
  const length = body.length + 1;
  if (length >= 16320) throw new RangeError('subpacket too long');
  const size = length < 192 ? Uint8Array.of(length) : Uint8Array.of(((length - 192) >> 8) + 192, length - 192);
  return concat(size, Uint8Array.of(type | (critical ? 0x80 : 0)), body);
}

/** The one subpacket of this type, or a refusal when there is none or more than one. */
export function onlySubpacket(subpackets: readonly Subpacket[], type: number): Subpacket {
  const [found, ...others] = subpackets.filter((subpacket) => subpacket.type === type);
  demand(found !== undefined && others.length === 0, 'signature-subpackets');
  return found;
}

/** Seconds since 1970. */
export function createdOf(subpackets: readonly Subpacket[]): number {
  const reader = new ByteReader(onlySubpacket(subpackets, SUBPACKET.created).body);
  const seconds = reader.uint32();
  reader.end();
  return seconds;
}

/** Reads a human-readable notation (section 5.2.3.24); both parts are UTF-8. */
export function readNotation({ critical, body }: Subpacket): Notation {
  const reader = new ByteReader(body);
  demand(reader.uint32() === 0x80000000, 'signature-subpackets');
  const nameSize = reader.uint16();
  const valueSize = reader.uint16();
  const name = textOf(reader.take(nameSize));
  const value = textOf(reader.take(valueSize));
  reader.end();
  return { name, value, critical };
}

export function notationSubpacket({ name, value, critical }: Notation): Bytes {
  const [nameBytes, valueBytes] = [utf8(name), utf8(value)];
  return writeSubpacket(SUBPACKET.notation, critical, concat(uint32(0x80000000), uint16(nameBytes.length), uint16(valueBytes.length), nameBytes, valueBytes));
}

function textOf(bytes: Bytes): string {
  try {
    return fromUtf8(bytes);
  } catch {
    demand(false, 'signature-subpackets');
  }
}
