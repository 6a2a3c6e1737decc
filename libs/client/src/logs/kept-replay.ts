// What the replay goes on from on a device that has replayed before. What does not lead to a checkpoint of this log is thrown away.
import { equalBytes } from '#protocol';
import { treeHeadOf, type NetworkFacts, type SigningKey, type TrustState } from '#trust';
import { PastRoots } from './past-roots.ts';
import { packTrust, unpackTrust, type TrustCache } from './trust-cache.ts';
import type { VerifiedCheckpoint } from './trust-reading.ts';

/** Entries replayed since the cache was written that are worth writing it again. */
const EVERY = 500;

/** A place in the log that this client has verified. */
export interface ReplayedTo {
  readonly state: TrustState;
  readonly checkpoint: VerifiedCheckpoint;
  readonly roots: PastRoots;
  /** Signers' keys by certificate hash. */
  readonly keys: ReadonlyMap<string, SigningKey | null>;
}

export class KeptReplay {
  readonly #cache: TrustCache | null;
  readonly #network: string;
  #size = 0;

  /** `cache` null: nothing is kept. */
  constructor(cache: TrustCache | null, network: string) {
    this.#cache = cache;
    this.#network = network;
  }

  /** Null: nothing was kept, or not what can be believed. `verified`: rejects on a note that is no checkpoint of the network with these facts. */
  async restore(verified: (note: string, facts: NetworkFacts) => Promise<VerifiedCheckpoint>): Promise<ReplayedTo | null> {
    const kept = (await this.#cache?.load()) ?? null;
    if (this.#cache === null || kept === null) return null;
    const cached = unpackTrust(kept);
    const facts = cached?.state.network ?? null;
    if (cached === null || facts === null || facts.id !== this.#network) return this.#discard('other-version');
    const checkpoint = await verified(cached.note, facts).catch(() => null);
    const roots = PastRoots.of(cached.leafHashes);
    const head = treeHeadOf(cached.state);
    const agrees = checkpoint !== null && roots.size === head.size && checkpoint.size === head.size && equalBytes(checkpoint.root, head.root) && equalBytes(await roots.rootAt(head.size), head.root);
    if (!agrees) return this.#discard('contradicts-itself');
    this.#size = head.size;
    return { state: cached.state, checkpoint, roots, keys: cached.keys };
  }

  /** Keeps it if it is far enough from what was kept last. */
  async keep({ state, checkpoint, roots, keys }: ReplayedTo): Promise<void> {
    const { size } = state.tree.range;
    if (this.#cache === null || size - this.#size < EVERY) return;
    this.#size = size;
    await this.#cache.save(packTrust({ state, note: checkpoint.note, leafHashes: roots.leafHashes, keys }));
  }

  async #discard(because: Parameters<TrustCache['discard']>[0]): Promise<null> {
    await this.#cache?.discard(because);
    return null;
  }
}
