// What a client says when a log does not hold: loud, with what proves it. Sending stops until a person has looked.
import type { LogFailure } from '#transparency-log';
import type { Refusal } from '#trust';

export type LogRefusal =
  /** Note, signature or cosignatures are not as they must be. */
  | { readonly kind: 'checkpoint'; readonly reason: LogFailure }
  /** Two checkpoints signed by the same log contradict each other: the log was rewritten, or shown differently to different people. */
  | { readonly kind: 'inconsistent' }
  /** An entry does not follow from those before it. */
  | { readonly kind: 'entry'; readonly refusal: Refusal }
  /** The log begins with another network's genesis than the one the user compared. */
  | { readonly kind: 'wrong-network' };

export class LogRefused extends Error {
  override readonly name = 'LogRefused';
  readonly log: 'trust' | 'audit';
  readonly refusal: LogRefusal;
  /** Signed notes that prove it, oldest first: to be kept and shown to others. */
  readonly evidence: readonly string[];
  constructor(log: 'trust' | 'audit', refusal: LogRefusal, evidence: readonly string[]) {
    super(`${log} log refused: ${refusal.kind}`);
    this.log = log;
    this.refusal = refusal;
    this.evidence = evidence;
  }
}
