// Byte encodings that all sides agree on. Strict: what one encoder would not have written is refused.

export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** Strict UTF-8: throws TypeError on any invalid sequence; a byte order mark is kept as a character. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function concat(...parts: Uint8Array[]): Bytes {
  let size = 0;
  for (const part of parts) size += part.length;
  const out = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** Byte-wise equality of public values (not constant time: never for secrets). */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const HEX_DIGITS = utf8('0123456789abcdef');
/** Value of a hexadecimal digit by its code; -1: none. One place for each UTF-16 code unit. */
const HEX_VALUES = valuesOf('0123456789abcdef');
/** Bytes written at once: a call takes so many arguments. */
const HEX_CHUNK = 4096;

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (let begin = 0; begin < bytes.length; begin += HEX_CHUNK) {
    const end = Math.min(begin + HEX_CHUNK, bytes.length);
    const codes = new Uint8Array(2 * (end - begin));
    for (let i = begin, at = 0; i < end; i++) {
      codes[at++] = HEX_DIGITS[bytes[i]! >> 4]!;
      codes[at++] = HEX_DIGITS[bytes[i]! & 15]!;
    }
    // At once: text that is built letter by letter costs whoever reads it.
    out += String.fromCharCode.apply(null, codes as unknown as number[]);
  }
  return out;
}

/** Reads lower-case hexadecimal of even length; throws RangeError otherwise. */
export function fromHex(hex: string): Bytes {
  const out = new Uint8Array(hex.length / 2);
  let seen = hex.length % 2 === 0 ? 0 : -1;
  for (let i = 0, at = 0; i < out.length; i++) {
    const byte = (HEX_VALUES[hex.charCodeAt(at++)]! << 4) | HEX_VALUES[hex.charCodeAt(at++)]!;
    seen |= byte;
    out[i] = byte;
  }
  if (seen < 0) throw new RangeError('not lower-case hexadecimal');
  return out;
}

/** Each letter's place in the alphabet by its code unit; -1: not in it. */
function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(0x10000).fill(-1);
  for (const [value, letter] of [...alphabet].entries()) values[letter.charCodeAt(0)] = value;
  return values;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = valuesOf(ALPHABET);

/** base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((left > 1 ? bytes[i + 1]! : 0) << 8) | (left > 2 ? bytes[i + 2]! : 0);
    out += ALPHABET[word >> 18]! + ALPHABET[(word >> 12) & 63]!;
    if (left > 1) out += ALPHABET[(word >> 6) & 63]!;
    if (left > 2) out += ALPHABET[word & 63]!;
  }
  return out;
}

/** Reads base64url without padding; throws RangeError on foreign letters, a wrong length or stray trailing bits. */
export function fromBase64Url(text: string): Bytes {
  const tail = text.length % 4;
  if (tail === 1) throw new RangeError('not base64url');
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  const value = (place: number) => VALUES[text.charCodeAt(place)]!;
  const whole = text.length - tail;
  // A letter that is none is negative, and so is whatever it is or-ed to.
  let seen = 0;
  let at = 0;
  for (let i = 0; i < whole; i += 4) {
    const word = (value(i) << 18) | (value(i + 1) << 12) | (value(i + 2) << 6) | value(i + 3);
    seen |= word;
    out[at++] = word >> 16;
    out[at++] = word >> 8;
    out[at++] = word;
  }
  let stray = 0;
  if (tail > 0) {
    const word = (value(whole) << 18) | (value(whole + 1) << 12) | (tail === 3 ? value(whole + 2) << 6 : 0);
    seen |= word;
    out[at++] = word >> 16;
    if (tail === 3) out[at++] = word >> 8;
    stray = word & (tail === 3 ? 0xff : 0xffff);
  }
  if (seen < 0) throw new RangeError('not base64url');
  if (stray !== 0) throw new RangeError('base64url with stray bits');
  return out;
}
