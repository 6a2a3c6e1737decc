// "Verify here": the proof of an audit entry, checked by this client against checkpoints it verified itself.
import { sha256 } from '@noble/hashes/sha2.js';
import { checkAnchor, isOwnHistory } from '#client';
import { auditContextBytes, auditEntryBytes, auditRoutes, toHex, type AuditItem, type Bytes } from '#protocol';
import { leafHash, parseVkey } from '#transparency-log';
import type { OfficerDesk } from './officer-at-work.ts';

export type AuditProof =
  | {
      readonly outcome: 'proven';
      readonly index: number;
      /** Of the checkpoint that this client holds. */
      readonly size: number;
      readonly root: string;
      /** Of the trust log that the entry's first checkpoint names; this client's replay had that very root. */
      readonly trustSize: number;
      readonly context: 'matches' | 'not-shown';
    }
  /** Recorded, but not yet in a checkpoint: the sequencer takes it in within a second. */
  | { readonly outcome: 'not-yet' }
  /** context: not what the entry commits to; proof: see detail; trust: it names another trust log than this client replayed. */
  | { readonly outcome: 'refused'; readonly failed: 'context' | 'proof' | 'trust'; readonly detail: string };

/** What others need in order to check an entry with programs of their own. */
export interface EntryInBytes {
  /** Canonical JSON: exactly what was recorded. */
  readonly bytes: Bytes;
  /** SHA-256 of the bytes: the leaf's data. */
  readonly hash: string;
  /** RFC 6962 hash of that leaf. */
  readonly leaf: string;
}

export function auditApi(desk: OfficerDesk) {
  return {
    entryInBytes: ({ entry }: AuditItem): EntryInBytes => {
      const bytes = auditEntryBytes(entry);
      const hash = sha256(bytes);
      return { bytes, hash: toHex(hash), leaf: toHex(leafHash(hash)) };
    },
    verifyEntry: async ({ id, entry, context }: AuditItem): Promise<AuditProof> => {
      const { audit, officer } = await desk.atWork();
      if (context !== null && toHex(sha256(auditContextBytes(context))) !== entry.context) return { outcome: 'refused', failed: 'context', detail: '' };
      const head = await audit.sync();
      const replay = await officer.trust.toRead([]);
      const key = parseVkey(replay.state.network?.logs.audit ?? '');
      if (!key.ok) return { outcome: 'refused', failed: 'proof', detail: key.reason };
      const { items } = await officer.hub.call(auditRoutes.auditAnchors, { body: { entries: [id], size: head.size } });
      const anchor = items.find((item) => item.entry === id)?.anchor ?? null;
      if (anchor === null) return { outcome: 'not-yet' };
      const anchored = await checkAnchor(entry, anchor, { head, key: key.value });
      if (!anchored.ok) return { outcome: 'refused', failed: 'proof', detail: anchored.verdict.detail ?? anchored.verdict.failure };
      const { trust } = anchored;
      // Acts from before the first statement stand under an empty trust log.
      const own = trust.size === 0 || (await isOwnHistory(trust, replay.checkpoint.size, replay.rootAt));
      if (!own) return { outcome: 'refused', failed: 'trust', detail: '' };
      return { outcome: 'proven', index: anchored.index, size: head.size, root: toHex(head.root), trustSize: trust.size, context: context === null ? 'not-shown' : 'matches' };
    },
  };
}
