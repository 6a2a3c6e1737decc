// What the membership workflows need of the followed trust log.
import type { Bytes } from '#protocol';
import type { TrustState } from '#trust';

/** The trust log as this client replays and verifies it. */
export interface TrustSource {
  /** Catches up with the hub's newest verified checkpoint. */
  sync(): Promise<TrustState>;
  /** Catches up until the log has at least this size; throws Problem('unavailable') when that takes too long. */
  reach(size: number): Promise<TrustState>;
  /** The exact bytes of certificates, each checked against its hash; throws Problem('not-found') when the hub lacks one. */
  certificates(hashes: readonly string[]): Promise<ReadonlyMap<string, Bytes>>;
}
