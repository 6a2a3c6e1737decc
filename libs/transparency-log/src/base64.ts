// Base64 with padding (RFC 4648, section 4), as C2SP formats use it; the rest of the project uses base64url.
import { fromBase64Url, toBase64Url, type Bytes } from '#protocol';

export function toBase64(bytes: Uint8Array): string {
  const text = toBase64Url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** Null on foreign letters, missing or needless padding, or stray trailing bits. */
export function fromBase64(text: string): Bytes | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  try {
    return fromBase64Url(text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'));
  } catch {
    return null;
  }
}
