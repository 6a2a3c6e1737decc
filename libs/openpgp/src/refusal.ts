// Why bytes were refused: one closed list for this library. A reader returns it as a value; only inside a reader it is thrown.

export const REFUSALS = [
  // Framing and sequence of packets (RFC 9580, section 4)
  'too-large',
  'packet-framing',
  'packet-sequence',
  'packet-contents',
  // Keys and certificates
  'key-version',
  'key-algorithm',
  'key-weak',
  'key-flags',
  'user-id',
  'creation-time',
  'features',
  // Signatures
  'signature-version',
  'signature-type',
  'signature-algorithm',
  'signature-subpackets',
  'signature-issuer',
  'signature-invalid',
  'notation-missing',
  'notation-repeated',
  'notation-not-critical',
  'notation-value',
  // The outer layer of a sealed message
  'key-packets-none',
  'key-packets-too-many',
  'key-packet-repeated',
  'key-packet-version',
  'key-packet-algorithm',
  'key-packet-recipient',
  'body-version',
  'body-cipher',
  'body-aead',
  'body-chunk-size',
  // Opening it
  'no-key-packet-for-me',
  'does-not-decrypt',
  // Its inside
  'signature-count',
  'one-pass-signature',
  'literal-format',
  'literal-name',
  'literal-date',
  'padding',
  'header-framing',
  'header-not-canonical',
  'header-fields',
  'sender-unknown',
  'other-network',
  'other-thread',
  'other-message',
  'commitment',
  // Epoch packages
  'package-hash',
  'package-binding',
  'package-secret',
  // Attachments
  'part-number',
  'part-hash',
  'part-size',
  'attachment-root',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export type Refused = { readonly ok: false; readonly reason: Refusal };

/** Thrown between a parser and the reader that calls it; never leaves this library. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly reason: Refusal;
  constructor(reason: Refusal) {
    super(reason);
    this.reason = reason;
  }
}

export function demand(condition: boolean, reason: Refusal): asserts condition {
  if (!condition) throw new RefusedError(reason);
}

/** Runs a reader; what it refuses becomes a value, anything else stays an error. */
export async function asVerdict<T extends { readonly ok: true }>(read: () => T | Promise<T>): Promise<T | Refused> {
  try {
    return await read();
  } catch (error) {
    return { ok: false, reason: refusalOf(error) };
  }
}

export function asVerdictSync<T extends { readonly ok: true }>(read: () => T): T | Refused {
  try {
    return read();
  } catch (error) {
    return { ok: false, reason: refusalOf(error) };
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusedError) return error.reason;
  throw error;
}
