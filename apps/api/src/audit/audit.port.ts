// What other features may use of audit: one entry per act, in the act's transaction.
import type { AuditAction, AuditAnchor, AuditContext, AuditDetails, AuditEntry, ProblemCode } from '#protocol';
import type { Tx } from '../platform/database.ts';

export interface AuditRecord<A extends AuditAction> {
  readonly action: A;
  readonly object: AuditEntry['object'];
  readonly details: AuditDetails<A>;
  /** Default: done. A refusal names its problem code. */
  readonly refused?: ProblemCode;
  /** Default: the caller of the request. Sign-in, which has no session yet, names the account's officer here. */
  readonly actor?: { officer: string | null; member: string | null };
}

/** Given back to the caller: with it they can prove later what was recorded. */
export interface AuditReceipt {
  readonly id: string;
  readonly entry: AuditEntry;
  readonly context: AuditContext;
}

export abstract class AuditLog {
  /** Adds one entry; it becomes a leaf of the audit log within a batch of the sequencer. Throws if details do not fit the action. */
  abstract record<A extends AuditAction>(tx: Tx, record: AuditRecord<A>): Promise<AuditReceipt>;
  /** The same entry for the caller's own single statement (hot path), which must insert `row`. */
  abstract prepare<A extends AuditAction>(record: AuditRecord<A>): AuditReceipt & { readonly row: AuditRow };
  /**
   * Entries by id, for those whom another rule than the viewer's lets see them (a message's recipient): the caller of this
   * method has checked that. Unknown ids are left out. Without contexts.
   */
  abstract entries(ids: readonly string[]): Promise<ReadonlyMap<string, AuditEntry>>;
}

/** INSERT INTO audit_entry (id, entry, context); the database reads all other columns out of the entry. */
export interface AuditRow {
  readonly id: string;
  readonly entry: Uint8Array;
  readonly context: Uint8Array;
}

/** Proofs that entries stand in the audit log, for what anybody may check. */
export abstract class EntryProofs {
  /** Up to the tree of `size`; null: not in that tree (yet). Throws Problem('not-found') for a size that the log does not have. */
  abstract anchor(entry: string, size: number): Promise<AuditAnchor | null>;
}

/** The logs' signed heads, for statements that quote them. */
export abstract class LogHeads {
  /** Newest checkpoint with its cosignatures, a signed note; Problem('unavailable') until the sequencer has run once. */
  abstract checkpoint(log: 'trust' | 'audit'): Promise<string>;
}
