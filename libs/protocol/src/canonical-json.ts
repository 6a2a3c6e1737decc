// Canonical JSON (RFC 8785, JCS), narrowed: numbers are safe integers only, strings are well-formed Unicode.
import { fromUtf8, utf8, type Bytes } from './bytes.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** How deep values may nest; deeper input is refused before it can exhaust the stack. */
const MAX_DEPTH = 64;

/** UTF-8 bytes of the canonical form. Members with value undefined are left out. Throws RangeError on what has no canonical form here. */
export function canonicalBytes(value: Json): Bytes {
  return utf8(canonicalText(value));
}

export function canonicalText(value: Json): string {
  return write(value, 0);
}

function write(value: Json, depth: number): string {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deep');
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isSafeInteger(value)) throw new RangeError('not a safe integer');
      return Object.is(value, -0) ? '0' : String(value);
    case 'string':
      if (!value.isWellFormed()) throw new RangeError('lone surrogate');
      return JSON.stringify(value);
    case 'object':
      break;
    default:
      throw new RangeError(`no JSON form for a ${typeof value}`);
  }
  if (Array.isArray(value)) return `[${value.map((item: Json) => write(item, depth + 1)).join(',')}]`;
  const object = value as { readonly [key: string]: Json | undefined };
  let out = '';
  // RFC 8785, 3.2.3: sorted by UTF-16 code units, which is what toSorted() does.
  for (const key of Object.keys(object).toSorted()) {
    const member = object[key];
    if (member !== undefined) out += `${out === '' ? '' : ','}${write(key, depth + 1)}:${write(member, depth + 1)}`;
  }
  return `{${out}}`;
}

/**
 * Reads bytes that must already be canonical: strict UTF-8, no duplicate keys, safe integers only, sorted, no white space.
 * Anything else throws RangeError: re-canonicalising what was read must give the very same bytes, which duplicates,
 * other number forms, escapes and orders cannot.
 */
export function parseCanonical(bytes: Uint8Array): Json {
  let text: string;
  let value: Json;
  try {
    text = fromUtf8(bytes);
    value = JSON.parse(text) as Json;
  } catch {
    throw new RangeError('not JSON in UTF-8');
  }
  // Strict UTF-8 encodes each text in one way, so equal texts are equal bytes.
  if (!isPlainlyCanonical(value, text) && canonicalText(value) !== text) throw new RangeError('not canonical');
  return value;
}

/**
 * Says yes at a fraction of canonicalText's cost where the engine's own JSON.stringify writes the canonical form: members sorted, integers
 * only, and no escape that a lone surrogate could hide behind. No means nothing.
 */
function isPlainlyCanonical(value: Json, text: string): boolean {
  return !text.includes('\\u') && isPlain(value, 0) && JSON.stringify(value) === text;
}

function isPlain(value: Json, depth: number): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (depth === MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.every((item: Json) => isPlain(item, depth + 1));
  let before: string | null = null;
  for (const key of Object.keys(value as object)) {
    if (before !== null && key <= before) return false;
    if (!isPlain((value as { readonly [key: string]: Json })[key]!, depth + 1)) return false;
    before = key;
  }
  return true;
}
