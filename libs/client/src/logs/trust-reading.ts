// What a follower of the trust log tells those who read, and those who wait.
import type { Bytes } from '#protocol';
import type { TreeHead } from '#transparency-log';
import type { TrustState } from '#trust';

/** A checkpoint that its log signed and that extends all earlier ones this client saw. */
export interface VerifiedCheckpoint extends TreeHead {
  readonly note: string;
  /** Milliseconds since 1970 that the witness policy vouches for; null: too few cosignatures. */
  readonly time: number | null;
}

/** To send, a checkpoint must be younger than this, milliseconds. */
export const FRESH_MS = 10 * 60 * 1000;

export function isFresh({ time }: VerifiedCheckpoint, now: number = Date.now()): boolean {
  return time !== null && Math.abs(now - time) < FRESH_MS;
}

/** The trust log as far as reading needs it. */
export interface TrustReading {
  readonly state: TrustState;
  readonly checkpoint: VerifiedCheckpoint;
  /** False: the state knows the secretariat and the members asked for, and nobody else; the rest of the log is still being verified. */
  readonly complete: boolean;
  rootAt(size: number): Promise<Bytes>;
}

/** Of the entries of a long replay. */
export interface ReplayProgress {
  readonly fetched: number;
  readonly done: number;
  readonly total: number;
}

/** The follower was stopped: keys were locked meanwhile. */
export class ReplayStopped extends Error {
  override readonly name = 'ReplayStopped';
}
