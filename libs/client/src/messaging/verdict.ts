// What the reader's checks say of one message: a closed list of values, the failures in the order of the checks (TRUST.md "Reader's checks").
import type { Refusal } from '#openpgp';

export const READING_FAILURES = [
  // The log on which everything rests
  'log-refused',
  // Packets and versions
  'malformed-packets',
  'outdated-packets',
  // Decrypts
  'no-key-packet',
  'altered-key-packet',
  'altered-body',
  'malformed-inside',
  'changed-literal-fields',
  // Exactly one signature, by the header's certificate
  'signature-count',
  'unknown-sender',
  'altered-certificate',
  'swapped-sender',
  'wrong-signature',
  // Its notation is the header's hash
  'notation-missing',
  'notation-mismatch',
  // The route's network, thread and message
  'other-network',
  'other-thread',
  'other-message',
  'malformed-content',
  // I am a recipient, and only recipients have key packets
  'not-a-recipient',
  'ghost-epoch',
  'key-packet-for-others',
  // The audit entry, its commitment and its proof
  'commitment-mismatch',
  'audit-entry-mismatch',
  'audit-proof-refused',
  // The sender's role, by position in the logs
  'no-role-when-written',
  'no-role-when-accepted',
  // The trust log that the sender had seen
  'other-history',
  // The thread
  'recipients-not-members',
  'replayed',
  'sequence-reused',
] as const;
export type ReadingFailure = (typeof READING_FAILURES)[number];

export type MessageVerdict =
  | { readonly state: 'verified' }
  /** All that can be checked without the audit log's proof holds; the proof has not arrived yet. */
  | { readonly state: 'not-yet-anchored' }
  | { readonly state: 'refused'; readonly failure: ReadingFailure; /** The finer reason, in the words of the library that found it. */ readonly detail: string | null };

export const refused = (failure: ReadingFailure, detail: string | null = null): Extract<MessageVerdict, { state: 'refused' }> => ({ state: 'refused', failure, detail });

/** Shown beside the verdict; none of them is a failure. */
export type ReadingNote =
  /** The time that the sender names is more than five minutes from the acceptance. */
  | 'written-earlier'
  /** The sender has left the roster since. */
  | 'sender-removed-since'
  /** Written after the position since which the sender's certificate is not to be believed. */
  | 'sender-compromised'
  /** Judged by a checkpoint of the trust log that is older than ten minutes. */
  | 'old-checkpoint'
  /** Judged by the chains of its members and the secretariat; the rest of the trust log is still being verified. */
  | 'replay-incomplete';

/** Refusals of libs/openpgp when opening a message, by the name they have here; what is not listed is a matter of the packets' form. */
const OPENING: Readonly<Partial<Record<Refusal, ReadingFailure>>> = {
  'key-packet-version': 'outdated-packets',
  'key-packet-algorithm': 'outdated-packets',
  'body-version': 'outdated-packets',
  'body-cipher': 'outdated-packets',
  'body-aead': 'outdated-packets',
  'body-chunk-size': 'outdated-packets',
  'no-key-packet-for-me': 'no-key-packet',
  'does-not-decrypt': 'altered-key-packet',
  'signature-count': 'signature-count',
  'one-pass-signature': 'malformed-inside',
  'literal-format': 'changed-literal-fields',
  'literal-name': 'changed-literal-fields',
  'literal-date': 'changed-literal-fields',
  padding: 'malformed-inside',
  'header-framing': 'malformed-inside',
  'header-not-canonical': 'malformed-inside',
  'header-fields': 'malformed-inside',
  'sender-unknown': 'unknown-sender',
  'signature-version': 'wrong-signature',
  'signature-type': 'wrong-signature',
  'signature-algorithm': 'wrong-signature',
  'signature-subpackets': 'wrong-signature',
  'signature-issuer': 'wrong-signature',
  'signature-invalid': 'wrong-signature',
  'notation-missing': 'notation-missing',
  'notation-not-critical': 'notation-missing',
  'notation-repeated': 'notation-mismatch',
  'notation-value': 'notation-mismatch',
  'other-network': 'other-network',
  'other-thread': 'other-thread',
  'other-message': 'other-message',
  commitment: 'commitment-mismatch',
  'key-version': 'altered-certificate',
  'key-algorithm': 'altered-certificate',
  'key-weak': 'altered-certificate',
  'key-flags': 'altered-certificate',
  'user-id': 'altered-certificate',
  'creation-time': 'altered-certificate',
  features: 'altered-certificate',
};

/** The verdict on a message that did not open. */
export function verdictOfRefusal(reason: string): Extract<MessageVerdict, { state: 'refused' }> {
  const failure = Object.hasOwn(OPENING, reason) ? OPENING[reason as Refusal] : undefined;
  return refused(failure ?? 'malformed-packets', reason);
}
