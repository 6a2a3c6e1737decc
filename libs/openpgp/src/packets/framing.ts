// Packet framing, RFC 9580 section 4.2, narrowed: new-format headers, definite lengths in their shortest form, nothing after.
import { concat, type Bytes } from '#protocol';
import { demand } from '../refusal.ts';

/** Packet type ids (RFC 9580, section 5). */
export const TAG = {
  keyPacket: 1,
  signature: 2,
  onePassSignature: 4,
  secretKey: 5,
  publicKey: 6,
  secretSubkey: 7,
  literal: 11,
  userId: 13,
  publicSubkey: 14,
  encrypted: 18,
  padding: 21,
} as const;

export interface Packet {
  readonly tag: number;
  readonly body: Bytes;
  /** Header and body as they stand in the input. */
  readonly whole: Bytes;
}

/** Splits bytes into packets; refuses `packet-framing` on old-format headers, partial, indeterminate or needlessly long lengths. */
export function readPackets(input: Uint8Array, maximum = 16): Packet[] {
  const bytes = asBytes(input);
  const packets: Packet[] = [];
  let at = 0;
  while (at < bytes.length) {
    demand(packets.length < maximum, 'packet-sequence');
    const start = at;
    const first = bytes[at++]!;
    demand(first >= 0xc0, 'packet-framing');
    const { length, size } = readLength(bytes, at);
    at += size;
    demand(length <= bytes.length - at, 'packet-framing');
    packets.push({ tag: first & 0x3f, body: bytes.subarray(at, at + length), whole: bytes.subarray(start, at + length) });
    at += length;
  }
  return packets;
}

/** Exactly one packet of this tag and nothing else, or `packet-sequence`. */
export function readOnePacket(bytes: Uint8Array, tag: number): Packet {
  const [packet, ...others] = readPackets(bytes);
  demand(packet !== undefined && others.length === 0 && packet.tag === tag, 'packet-sequence');
  return packet;
}

function readLength(bytes: Bytes, at: number): { length: number; size: number } {
  const first = bytes[at];
  demand(first !== undefined, 'packet-framing');
  if (first < 192) return { length: first, size: 1 };
  if (first < 224) {
    demand(at + 1 < bytes.length, 'packet-framing');
    return { length: (first - 192) * 256 + bytes[at + 1]! + 192, size: 2 };
  }
  demand(first === 255 && at + 4 < bytes.length, 'packet-framing');
  const length = bytes[at + 1]! * 0x1000000 + bytes[at + 2]! * 0x10000 + bytes[at + 3]! * 0x100 + bytes[at + 4]!;
  demand(length >= 8384, 'packet-framing');
  return { length, size: 5 };
}

/** Octets of a length's shortest form. */
export function lengthSize(length: number): number {
  return length < 192 ? 1 : length < 8384 ? 2 : 5;
}

export function packetHeader(tag: number, length: number): Bytes {
  const header = new Uint8Array(1 + lengthSize(length));
  header[0] = 0xc0 | tag;
  if (length < 192) header[1] = length;
  else if (length < 8384) {
    header[1] = ((length - 192) >> 8) + 192;
    header[2] = length - 192;
  } else header.set([255, length >>> 24, length >>> 16, length >>> 8, length], 1);
  return header;
}

export function writePacket(tag: number, ...body: Uint8Array[]): Bytes {
  return concat(packetHeader(tag, body.reduce((size, part) => size + part.length, 0)), ...body);
}

/** The same memory as bytes over an ArrayBuffer; copies only what lies in shared memory. */
export function asBytes(input: Uint8Array): Bytes {
  return input.buffer instanceof ArrayBuffer ? (input as Bytes) : new Uint8Array(input);
}
