// "Verify here": the proof of an audit entry, checked by this client against checkpoints it verified itself.
import { sha256 } from '@noble/hashes/sha2.js';
import { checkAnchor } from '#client';
import { auditContextBytes, auditRoutes, toHex, type AuditItem } from '#protocol';
import { parseVkey } from '#transparency-log';
import type { OfficerDesk } from './officer-at-work.ts';

export type AuditProof =
  | { readonly outcome: 'proven'; readonly index: number; readonly size: number; readonly root: string; readonly trustSize: number; readonly context: 'matches' | 'not-shown' }
  /** Recorded, but not yet in a checkpoint: the sequencer takes it in within a second. */
  | { readonly outcome: 'not-yet' }
  | { readonly outcome: 'refused'; readonly reason: string };

export function auditApi(desk: OfficerDesk) {
  return {
    verifyEntry: async ({ id, entry, context }: AuditItem): Promise<AuditProof> => {
      const { audit, officer } = await desk.atWork();
      if (context !== null && toHex(sha256(auditContextBytes(context))) !== entry.context) return { outcome: 'refused', reason: 'context' };
      const head = await audit.sync();
      const key = parseVkey(officer.trust.state.network?.logs.audit ?? '');
      if (!key.ok) return { outcome: 'refused', reason: key.reason };
      const { items } = await officer.hub.call(auditRoutes.auditAnchors, { body: { entries: [id], size: head.size } });
      const anchor = items.find((item) => item.entry === id)?.anchor ?? null;
      if (anchor === null) return { outcome: 'not-yet' };
      const anchored = await checkAnchor(entry, anchor, { head, key: key.value });
      if (!anchored.ok) return { outcome: 'refused', reason: anchored.verdict.detail ?? anchored.verdict.failure };
      return { outcome: 'proven', index: anchored.index, size: head.size, root: toHex(head.root), trustSize: anchored.trust.size, context: context === null ? 'not-shown' : 'matches' };
    },
  };
}
