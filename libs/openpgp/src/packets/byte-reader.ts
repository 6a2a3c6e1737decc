import type { Bytes } from '#protocol';
import { demand } from '../refusal.ts';

/** Reads big-endian fields in order; running past the end refuses the packet. Views share memory with the input. */
export class ByteReader {
  readonly #bytes: Bytes;
  #at = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(count: number): Bytes {
    demand(count <= this.left, 'packet-contents');
    const from = this.#at;
    this.#at += count;
    return this.#bytes.subarray(from, this.#at);
  }

  octet(): number {
    return this.take(1)[0]!;
  }

  uint16(): number {
    const [a, b] = this.take(2);
    return a! * 0x100 + b!;
  }

  uint32(): number {
    return this.uint16() * 0x10000 + this.uint16();
  }

  rest(): Bytes {
    return this.take(this.left);
  }

  end(): void {
    demand(this.left === 0, 'packet-contents');
  }
}

export function uint16(value: number): Bytes {
  return Uint8Array.of(value >>> 8, value);
}

export function uint32(value: number): Bytes {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
