// Time-based one-time passwords (RFC 6238: SHA-1, 6 digits, 30 s), beside the passphrase.
import { Secret, TOTP } from 'otpauth';

const PERIOD_S = 30;
/** Codes of the step before and after count too: clocks differ, people type slowly. */
const WINDOW = 1;

function totp(secret: string, signInName: string): TOTP {
  return new TOTP({ issuer: 'GlobE hub', label: signInName, algorithm: 'SHA1', digits: 6, period: PERIOD_S, secret: Secret.fromBase32(secret) });
}

/** A new secret of 160 bits, in base32 and as an otpauth: address. */
export function newOneTimeSecret(signInName: string): { secret: string; uri: string } {
  const secret = new Secret({ size: 20 }).base32;
  return { secret, uri: totp(secret, signInName).toString() };
}

/** The time step whose code this is, compared in constant time; null if none nearby. The caller sees to it that each step is used once. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const delta = totp(secret, '').validate({ token: code, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_S) + delta;
}
