import { wordlist } from '@scure/bip39/wordlists/english.js';
import { fromHex, Hash } from '#protocol';

const WORDS = 12;
const BITS_A_WORD = 11;

/**
 * Twelve words that people compare: the first 132 of the 256 bits of a SHA-256 hash (lower-case hex), 11 bits a word, most
 * significant first, from the English list of BIP-39 (2,048 words, chosen so that four letters tell them apart). The other
 * 124 bits are left out: finding another network or certificate with the same phrase takes 2^132 attempts, and two that
 * merely share a phrase takes 2^66, which helps nobody who did not make both. Not a mnemonic: no checksum, no way back.
 * Throws RangeError if it is not a hash.
 */
export function phrase(hash: string): string[] {
  if (!Hash.safeParse(hash).success) throw new RangeError('not a SHA-256 hash');
  const words: string[] = [];
  let accumulator = 0;
  let bits = 0;
  for (const byte of fromHex(hash)) {
    accumulator = ((accumulator << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits >= BITS_A_WORD && words.length < WORDS) {
      bits -= BITS_A_WORD;
      words.push(wordlist[(accumulator >> bits) & 0x7ff]!);
    }
  }
  return words;
}

/** The words a person typed, as the list writes them: lower case, single spaces; null unless they are twelve words of the list. */
export function readPhrase(typed: string): string[] | null {
  const words = typed.normalize('NFKD').trim().toLowerCase().split(/\s+/);
  return words.length === WORDS && words.every((word) => wordlist.includes(word)) ? words : null;
}

/** What somebody typed as they heard it, or read from a QR code, against a hash: its twelve words, or the hash itself. unreadable: neither of the two, whatever the hash. */
export function comparePhrase(typed: string, hash: string): 'same' | 'differs' | 'unreadable' {
  const code = Hash.safeParse(typed.trim().toLowerCase());
  if (code.success) return code.data === hash ? 'same' : 'differs';
  const words = readPhrase(typed);
  if (words === null) return 'unreadable';
  return words.join(' ') === phrase(hash).join(' ') ? 'same' : 'differs';
}
