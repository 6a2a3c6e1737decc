// Does the audit entry tell of this very sending, with this commitment, and does it stand in the audit log? Pure.
import { sha256 } from '@noble/hashes/sha2.js';
import { AUDIT_ACTIONS, auditEntryBytes, equalBytes, fromHex, toHex, type AuditAnchor, type AuditEntry, type Bytes, type MessageHeader } from '#protocol';
import { leafHash, openCheckpoint, trustHeadOf, verifyConsistency, verifyInclusion, type TreeHead, type Vkey } from '#transparency-log';
import { epochsOf } from './check-recipients.ts';
import { refused, type MessageVerdict } from './verdict.ts';

type Failed = Extract<MessageVerdict, { state: 'refused' }>;

export interface OpenedAct {
  readonly header: MessageHeader;
  /** As computed from the session key that opened the body. */
  readonly commitment: string;
  readonly body: Bytes;
}

/** The entry is what its sender's act must have left behind: same message, thread, sender, body, recipients, commitment. */
export function checkEntry(entry: AuditEntry, { header, commitment, body }: OpenedAct): Failed | null {
  const details = AUDIT_ACTIONS['message.send'].safeParse(entry.details);
  if (entry.action !== 'message.send' || entry.outcome !== 'done' || !details.success) return refused('audit-entry-mismatch', 'other-act');
  const { thread, certificate, recipients } = details.data;
  const byMember = recipients.toSorted((a, b) => (a.member < b.member ? -1 : 1));
  const named = epochsOf(header.recipients);
  const same = byMember.length === named.length && byMember.every(({ member, epoch }, i) => member === named[i]!.member && epoch === named[i]!.epoch);
  if (!same) return refused('key-packet-for-others', 'recorded-recipients-differ');
  if (details.data.commitment !== commitment || details.data.body !== toHex(sha256(body))) return refused('commitment-mismatch');
  if (entry.object?.kind !== 'message' || entry.object.id !== header.message || thread !== header.thread) return refused('audit-entry-mismatch', 'other-message');
  const { sender } = header;
  const sameSender = certificate === sender.certificate && entry.actor.officer === sender.officer && entry.actor.member === sender.member;
  return sameSender ? null : refused('audit-entry-mismatch', 'other-sender');
}

/** What the reader holds of the audit log: the newest checkpoint it verified, and the log's key. */
export interface HeldAuditLog {
  readonly head: TreeHead;
  readonly key: Vkey;
}

export type Anchoring =
  | { readonly ok: true; /** Trust log that the first audit checkpoint with this entry names. */ readonly trust: TreeHead; readonly index: number }
  | { readonly ok: false; readonly verdict: Failed };

/** The entry's leaf is in the tree of the given checkpoint, which its log signed and which the held one extends. */
export async function checkAnchor(entry: AuditEntry, anchor: AuditAnchor, held: HeldAuditLog): Promise<Anchoring> {
  const opened = await openCheckpoint(anchor.checkpoint, held.key);
  if (!opened.ok) return notProven(opened.reason);
  const { checkpoint } = opened.value;
  const leaf = leafHash(sha256(auditEntryBytes(entry)));
  const included = verifyInclusion(anchor.index, leaf, checkpoint, anchor.inclusion.map(fromHex));
  if (!included.ok) return notProven(`inclusion: ${included.reason}`);
  const consistent = verifyConsistency(checkpoint, held.head, anchor.consistency.map(fromHex));
  if (!consistent.ok) return notProven(`consistency: ${consistent.reason}`);
  const trust = trustHeadOf(checkpoint);
  return trust.ok ? { ok: true, trust: trust.value, index: anchor.index } : notProven(trust.reason);
}

function notProven(detail: string): Anchoring {
  return { ok: false, verdict: refused('audit-proof-refused', detail) };
}

/** Whether a claimed head is one that this reader's own log had. */
export async function isOwnHistory(claimed: TreeHead, size: number, rootAt: (size: number) => Promise<Bytes>): Promise<boolean> {
  return claimed.size > 0 && claimed.size <= size && equalBytes(await rootAt(claimed.size), claimed.root);
}
