// Literal data (RFC 9580, section 5.9): binary, no name, no date. A signature does not cover these three, so they are fixed.
import { equalBytes, type Bytes } from '#protocol';
import { demand } from '../refusal.ts';
import { ByteReader, uint32 } from './byte-reader.ts';
import { TAG, writePacket } from './framing.ts';

const BINARY = 0x62;
/** Octets before the data in the packet's body. */
const FIELDS = Uint8Array.of(BINARY, 0, 0, 0, 0, 0);

export function literalPacket(...data: Uint8Array[]): Bytes {
  return writePacket(TAG.literal, FIELDS, ...data);
}

export function readLiteral(body: Bytes): Bytes {
  const reader = new ByteReader(body);
  demand(reader.octet() === BINARY, 'literal-format');
  demand(reader.octet() === 0, 'literal-name');
  demand(equalBytes(reader.take(4), uint32(0)), 'literal-date');
  return reader.rest();
}
