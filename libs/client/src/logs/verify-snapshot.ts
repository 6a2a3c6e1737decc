// Is this the public directory that the hub published? Judged from its bytes, the act and the log's key; nothing else is believed. Pure.
import { sha256 } from '@noble/hashes/sha2.js';
import { AUDIT_ACTIONS, DirectorySnapshot, parseCanonical, toHex, type AuditAnchor, type AuditEntry, type Bytes } from '#protocol';
import { openCheckpoint, parseVkey } from '#transparency-log';
import { checkAnchor, type HeldAuditLog } from '../messaging/check-audit-entry.ts';

export interface SnapshotProof {
  readonly entry: AuditEntry;
  readonly anchor: AuditAnchor;
}

export type SnapshotVerdict =
  | { readonly ok: true; readonly snapshot: DirectorySnapshot; /** Place of the act in the audit log. */ readonly index: number }
  /** key: the log's key is none; form: not canonical, or not a snapshot; hash: other bytes than the act names; entry: the act is another; proof: the act is not shown to stand in the log. */
  | { readonly ok: false; readonly failed: 'key' | 'form' | 'hash' | 'entry' | 'proof'; readonly detail: string };

/** Against the newest checkpoint that the caller has verified. */
export async function verifySnapshot(bytes: Bytes, { entry, anchor }: SnapshotProof, held: HeldAuditLog): Promise<SnapshotVerdict> {
  const details = AUDIT_ACTIONS['directory.snapshot'].safeParse(entry.details);
  if (entry.action !== 'directory.snapshot' || entry.outcome !== 'done' || !details.success) return { ok: false, failed: 'entry', detail: 'other-act' };
  if (toHex(sha256(bytes)) !== details.data.sha256) return { ok: false, failed: 'hash', detail: '' };
  const snapshot = read(bytes);
  if (snapshot === null) return { ok: false, failed: 'form', detail: '' };
  if (snapshot.number !== details.data.number || snapshot.authorities.length !== details.data.entries) return { ok: false, failed: 'entry', detail: 'other-numbers' };
  const anchored = await checkAnchor(entry, anchor, held);
  return anchored.ok ? { ok: true, snapshot, index: anchored.index } : { ok: false, failed: 'proof', detail: anchored.verdict.detail ?? anchored.verdict.failure };
}

/** Without a connection: against the very checkpoint that the proof brings, signed by the key that was kept with it. */
export async function verifyKeptSnapshot(bytes: Bytes, proof: SnapshotProof, vkey: string): Promise<SnapshotVerdict> {
  const key = parseVkey(vkey);
  if (!key.ok) return { ok: false, failed: 'key', detail: key.reason };
  const opened = await openCheckpoint(proof.anchor.checkpoint, key.value);
  if (!opened.ok) return { ok: false, failed: 'proof', detail: opened.reason };
  return verifySnapshot(bytes, { ...proof, anchor: { ...proof.anchor, consistency: [] } }, { head: opened.value.checkpoint, key: key.value });
}

function read(bytes: Bytes): DirectorySnapshot | null {
  try {
    const parsed = DirectorySnapshot.safeParse(parseCanonical(bytes));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
