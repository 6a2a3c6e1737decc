// Text of unknown encoding. What the bytes themselves say comes first; single-byte encodings are told apart by whether words come out.
import type { ImportEncoding } from '#protocol';

const SAMPLE = 256 * 1024;

/** The encoding in which the bytes make most sense. */
export function guessEncoding(bytes: Uint8Array): ImportEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, SAMPLE);
  const [even, odd] = zeros(sample);
  // ASCII in UTF-16 is zero in every second byte; no other text has zeros.
  if (odd > sample.length / 8) return 'utf-16le';
  if (even > sample.length / 8) return 'utf-16be';
  if (isUtf8(bytes)) return 'utf-8';
  const scores = (['windows-1252', 'windows-1251', 'windows-1256'] as const).map((encoding) => ({ encoding, score: plausibility(decodeText(sample, encoding), SCRIPTS[encoding]) }));
  return scores.reduce((best, each) => (each.score > best.score ? each : best)).encoding;
}

/** Without byte order mark. What the encoding has no letter for becomes U+FFFD and is found later, row by row. */
export function decodeText(bytes: Uint8Array, encoding: ImportEncoding): string {
  return new TextDecoder(encoding).decode(bytes);
}

function zeros(sample: Uint8Array): [even: number, odd: number] {
  const count = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) count[at & 1]! += 1;
  });
  return [count[0]!, count[1]!];
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const SCRIPTS = { 'windows-1252': /^\p{Script=Latin}+$/u, 'windows-1251': /^\p{Script=Cyrillic}+$/u, 'windows-1256': /^[\p{Script=Arabic}\p{Mn}]+$/u } as const;
const WORDS = /[\p{L}\p{Mn}]+/gu;
/** A small letter before a capital one, or a capital one alone in the end: no word is written so. */
const UNEVEN = /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}/u;
/** Latin words with more accents than any language has. */
const LADEN = /[^\p{ASCII}]{3}/u;

/** Share of the words with letters beyond ASCII that are words of one script, written as words are; punctuation inside counts against it. */
function plausibility(text: string, script: RegExp): number {
  const telling = (text.match(WORDS) ?? []).filter((word) => /[^\p{ASCII}]/u.test(word));
  if (telling.length === 0) return 0;
  const good = telling.filter((word) => script.test(word) && !UNEVEN.test(word) && !(script === SCRIPTS['windows-1252'] && LADEN.test(word))).length;
  const odd = text.match(/\p{L}[\u0080-\u00bf\ufffd]\p{L}/gu)?.length ?? 0;
  return (good - odd) / telling.length;
}
