// The account secret as people write it down: Crockford base32 with its check symbol, in nine groups of three.
import type { Bytes } from '#protocol';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHECK = `${LETTERS}*~$=U`;
/** 128 bits take 26 letters (two bits to spare, zero), then the check symbol: value modulo 37. */
const SECRET_BYTES = 16;
const SECRET_LETTERS = 26;

function valueOf(secret: Bytes): bigint {
  return secret.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** Throws RangeError unless given 16 bytes. */
export function writeRecoveryCode(secret: Bytes): string {
  if (secret.length !== SECRET_BYTES) throw new RangeError('an account secret has 16 bytes');
  const value = valueOf(secret);
  let letters = '';
  for (let i = SECRET_LETTERS - 1; i >= 0; i--) letters += LETTERS[Number((value >> BigInt(5 * i)) & 31n)];
  return `${letters}${CHECK[Number(value % 37n)]}`.replaceAll(/(...)(?=.)/g, '$1-');
}

/** Reads it forgivingly: any case, spaces and hyphens anywhere, O for 0, I and L for 1. Null when a letter is wrong or missing. */
export function readRecoveryCode(typed: string): Bytes | null {
  const code = typed.toUpperCase().replaceAll(/[\s\-\u2010-\u2015]/g, '');
  if (code.length !== SECRET_LETTERS + 1) return null;
  let value = 0n;
  for (const letter of code.slice(0, SECRET_LETTERS).replaceAll('O', '0').replaceAll(/[IL]/g, '1')) {
    const digit = LETTERS.indexOf(letter);
    if (digit < 0) return null;
    value = (value << 5n) | BigInt(digit);
  }
  if (value >> 128n !== 0n || CHECK[Number(value % 37n)] !== code.at(-1)!.replace('O', '0').replace(/[IL]/, '1')) return null;
  const secret = new Uint8Array(SECRET_BYTES);
  for (let i = SECRET_BYTES - 1; i >= 0; i--) {
    secret[i] = Number(value & 255n);
    value >>= 8n;
  }
  return secret;
}
