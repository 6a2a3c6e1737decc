import { z } from 'zod';
import { fromBase64Url, type Bytes } from './bytes.ts';

/** Any UUID, lower case. */
export const Uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
/** UUID version 7 (RFC 9562): made by whoever names the thing, sorts by time of making. */
export const UuidV7 = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
/** SHA-256, lower-case hexadecimal. */
export const Hash = z.string().regex(/^[0-9a-f]{64}$/);
/** UTC instant with milliseconds, exactly as Date.toISOString() writes it. */
export const Timestamp = z.string().refine((text) => {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}, 'not a UTC instant like 2026-01-31T00:00:00.000Z');
/** BCP 47 tag of a language, and of a script or region where it matters. */
export const LanguageTag = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/);
/** ISO 3166-1 alpha-2. */
export const StateCode = z.string().regex(/^[A-Z]{2}$/);

/** Bytes on the wire: base64url without padding, at most `maximum` bytes once read. */
export function base64UrlOf(maximum: number, minimum = 0) {
  return z
    .string()
    .max(Math.ceil((maximum * 4) / 3))
    .refine((text) => {
      try {
        const { length } = fromBase64Url(text);
        return length >= minimum && length <= maximum;
      } catch {
        return false;
      }
    }, 'not base64url of an allowed length');
}

/** Text a person typed: no control characters but line breaks and tabs, no lone surrogates, 1 to `maximum` UTF-16 units. */
export function text(maximum: number, minimum = 1) {
  return z
    .string()
    .min(minimum)
    .max(maximum)
    .refine((value) => value.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value), 'has characters that text cannot have');
}

/** A new UUID version 7 for the given time (milliseconds since 1970) with 74 random bits. */
export function uuidV7(now: number = Date.now(), random: Bytes = crypto.getRandomValues(new Uint8Array(10))): string {
  const time = now.toString(16).padStart(12, '0');
  const hex = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = (8 + (random[2]! >> 6)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(5, 8)}-${hex.slice(8, 20)}`;
}
