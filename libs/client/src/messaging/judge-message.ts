// The reader's checks of one message, in TRUST.md's order, over what was fetched and opened. Fetches nothing; fails closed.
import { sha256 } from '@noble/hashes/sha2.js';
import { AUDIT_ACTIONS, fromHex, MessageContent, parseCanonical, toHex, type AuditAnchor, type AuditEntry, type Bytes, type MessageHeader, type MessageSummary } from '#protocol';
import { TrustAt, type TrustState } from '#trust';
import type { ExpectedMessage, Opened } from '../keyring.ts';
import { checkAnchor, checkEntry, isOwnHistory, type HeldAuditLog } from './check-audit-entry.ts';
import { checkRecipients } from './check-recipients.ts';
import { refused, verdictOfRefusal, type MessageVerdict, type ReadingNote } from './verdict.ts';

/** The trust log as this reader replayed it, with the root it had at every size. */
export interface TrustHistory {
  readonly state: TrustState;
  rootAt(size: number): Promise<Bytes>;
}

/** All that came from the hub about one message, and what the keyring made of it. Nothing of it is believed yet. */
export interface FetchedMessage {
  readonly expected: Omit<ExpectedMessage, 'commitment'>;
  readonly summary: MessageSummary;
  /** The commitment as the hub says it was sent. */
  readonly commitment: string;
  readonly entry: AuditEntry;
  readonly anchor: AuditAnchor | null;
  readonly body: Bytes;
  readonly opened: Opened;
}

export interface Reader {
  readonly member: string;
  readonly trust: TrustHistory;
  /** Null: no checkpoint of the audit log could be verified yet; nothing is anchored then. */
  readonly audit: HeldAuditLog | null;
}

export interface JudgedMessage {
  readonly verdict: MessageVerdict;
  readonly notes: readonly ReadingNote[];
  /** Null where the message did not open. Shown beside the verdict, whatever it is. */
  readonly header: MessageHeader | null;
  readonly headerHash: string | null;
  readonly content: Bytes | null;
  /** Place in the audit log, once proven: the order that nobody can change. */
  readonly index: number | null;
}

/** As failure of opening: the hub has no certificate with the hash that the log pins, only other bytes or none. */
export const CERTIFICATE_WITHHELD = 'certificate-withheld';

const EARLIER_MS = 5 * 60 * 1000;

export async function judgeMessage(fetched: FetchedMessage, reader: Reader): Promise<JudgedMessage> {
  const { opened } = fetched;
  if (!opened.ok) return { verdict: verdictOfFailure(opened.failure, fetched, reader.trust.state), notes: [], header: null, headerHash: null, content: null, index: null };
  const { header, headerHash, content } = opened;
  const { verdict, index } = await checksAfterOpening(fetched, opened, reader);
  return { verdict, notes: notesOn(header, fetched.entry, reader.trust.state), header, headerHash, content, index };
}

/** Some refusals are told apart by what the logs say. */
function verdictOfFailure(failure: string, { body, entry, summary }: FetchedMessage, state: TrustState): MessageVerdict {
  if (failure === CERTIFICATE_WITHHELD) return refused('altered-certificate', failure);
  if (failure === 'does-not-decrypt') {
    const recorded = AUDIT_ACTIONS['message.send'].safeParse(entry.details);
    return refused(recorded.success && recorded.data.body !== toHex(sha256(body)) ? 'altered-body' : 'altered-key-packet', failure);
  }
  // The certificate that the hub names as the sender's is known, but it is not the one that the header names.
  if (failure === 'sender-unknown' && new TrustAt(state).officerByCertificate(summary.sender.certificate) !== null) return refused('swapped-sender', failure);
  return verdictOfRefusal(failure);
}

/** A verdict on a message whose place in the audit log is not proven. */
const unplaced = (verdict: MessageVerdict) => ({ verdict, index: null });

async function checksAfterOpening(fetched: FetchedMessage, opened: Extract<Opened, { ok: true }>, reader: Reader): Promise<{ verdict: MessageVerdict; index: number | null }> {
  const { summary, entry, anchor, body } = fetched;
  const { header, content, commitment } = opened;
  const { state } = reader.trust;

  const inside = checkRoute(header, fetched.expected) ?? checkContent(header, content);
  if (inside !== null) return unplaced(inside);
  // Everything below looks at the trust log as of a size that the header claims.
  if (header.trust.size > state.tree.range.size) return unplaced(refused('other-history', 'ahead'));
  const recipients = checkRecipients(header, reader, summary.recipients, state);
  if (recipients !== null) return unplaced(recipients);
  if (fetched.commitment !== commitment) return unplaced(refused('commitment-mismatch', 'sent'));
  const recorded = checkEntry(entry, { header, commitment, body }) ?? checkSummary(header, summary);
  if (recorded !== null) return unplaced(recorded);

  const anchoring = anchor === null || reader.audit === null ? null : await checkAnchor(entry, anchor, reader.audit);
  if (anchoring !== null && !anchoring.ok) return unplaced(anchoring.verdict);
  const { size } = state.tree.range;
  const rootAt = (at: number) => reader.trust.rootAt(at);
  if (anchoring !== null && !(await isOwnHistory(anchoring.trust, size, rootAt))) return unplaced(refused('audit-proof-refused', 'trust-line'));

  const standing = checkStanding(header, anchoring?.trust.size ?? null, state);
  if (standing !== null) return unplaced(standing);
  if (!(await isOwnHistory({ size: header.trust.size, root: fromHex(header.trust.root) }, size, rootAt))) return unplaced(refused('other-history', 'other-root'));
  return anchoring === null ? unplaced({ state: 'not-yet-anchored' }) : { verdict: { state: 'verified' }, index: anchoring.index };
}

/** The library has compared these when opening; they are compared here again because all that follows rests on them. */
function checkRoute({ network, thread, message }: MessageHeader, expected: Omit<ExpectedMessage, 'commitment'>): MessageVerdict | null {
  if (network !== expected.network) return refused('other-network');
  if (thread !== expected.thread) return refused('other-thread');
  return message === expected.message ? null : refused('other-message');
}

function checkContent({ kind }: MessageHeader, content: Bytes): MessageVerdict | null {
  return kind !== 'message' || readText(content) !== null ? null : refused('malformed-content');
}

/** Subject and text of a message of kind `message`; null when the content is not in that form. */
export function readText(content: Bytes): MessageContent | null {
  try {
    return MessageContent.safeParse(parseCanonical(content)).data ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What lists show before a message is opened must not differ from what it says. */
function checkSummary({ message, thread, sender, attachments }: MessageHeader, summary: MessageSummary): MessageVerdict | null {
  const { member, officer, certificate } = summary.sender;
  if (summary.id !== message || summary.thread !== thread) return refused('audit-entry-mismatch', 'listed-elsewhere');
  if (member !== sender.member || officer !== sender.officer || certificate !== sender.certificate) return refused('audit-entry-mismatch', 'listed-sender');
  const listed = new Set(summary.attachments);
  return attachments.every(({ id }) => listed.has(id)) && listed.size === attachments.length ? null : refused('audit-entry-mismatch', 'listed-attachments');
}

/** The sender had the role at the header's checkpoint, and still when the audit log took the message in. `accepted` null: not known yet. */
function checkStanding({ sender, trust }: MessageHeader, accepted: number | null, state: TrustState): MessageVerdict | null {
  const known = new TrustAt(state).officerByCertificate(sender.certificate);
  if (known === null) return refused('unknown-sender');
  const { officer, use } = known;
  if (officer.id !== sender.officer || use.kind !== 'officer' || use.member !== sender.member) return refused('swapped-sender', 'other-officer');
  const written = new TrustAt(state, trust.size).sendingStanding(sender.certificate);
  if (written !== 'may-send') return refused('no-role-when-written', written);
  const then = accepted === null ? 'may-send' : new TrustAt(state, accepted).sendingStanding(sender.certificate);
  return then === 'may-send' ? null : refused('no-role-when-accepted', then);
}

function notesOn(header: MessageHeader, entry: AuditEntry, state: TrustState): ReadingNote[] {
  const notes: ReadingNote[] = [];
  const { certificate } = header.sender;
  if (Math.abs(Date.parse(entry.time) - Date.parse(header.created)) > EARLIER_MS) notes.push('written-earlier');
  if (new TrustAt(state).sendingStanding(certificate) === 'removed') notes.push('sender-removed-since');
  const { size } = header.trust;
  if (size <= state.tree.range.size && new TrustAt(state, size).isCompromised(certificate)) notes.push('sender-compromised');
  return notes;
}
