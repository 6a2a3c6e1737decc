// Passphrases are generated, not chosen.
import { wordlist } from '@scure/bip39/wordlists/english.js';

/** Seven of 2048 words: 77 bits, behind OPAQUE's stretching and the account secret. */
const WORDS = 7;

export function generatePassphrase(): string {
  // 2048 divides 2^16, so that no word is likelier than another.
  return Array.from(crypto.getRandomValues(new Uint16Array(WORDS)), (value) => wordlist[value % wordlist.length]).join(' ');
}

/** As typed on another day: case and spaces do not matter. */
export function normalizePassphrase(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/g, ' ');
}
