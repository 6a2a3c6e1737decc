// The replay of many leaves: the tree first, from every leaf, against the checkpoint; then what reading needs, whenever somebody
// asks; then everything in order, verified in slices side by side and reduced here.
import { HASH_SIZE } from '#transparency-log';
import { entriesOf, keysAt, neededToRead, readChains, reduceAll, signersNamed, type ChainLeaf, type NetworkKeys, type Replayed, type SliceVerifier, type TrustState, type VerifiedOrNot } from '#trust';
import { concat, packLeaves, type Bytes } from '#protocol';
import type { CertificateStore } from './certificate-store.ts';
import { leavesOf, type LeafBundle } from './leaf-bundles.ts';

export interface LongReplayParts {
  readonly verifier: SliceVerifier;
  readonly certificates: CertificateStore;
  /** Network id that genesis must have. */
  readonly network: string;
  /** True once nobody wants the result any more. */
  readonly stopped: () => boolean;
}

/** Leaves verified in one call when they were picked out of the log. */
const PICKED = 512;

export class LongReplay {
  readonly #bundles: readonly LeafBundle[];
  readonly #parts: LongReplayParts;
  /** By index: what was verified for reading is not verified again. The secretariat's and the clock's entries are all there, or none is. */
  readonly #verified = new Map<number, VerifiedOrNot>();
  #read: { members: ReadonlySet<string>; replayed: Promise<Replayed> } | null = null;

  constructor(bundles: readonly LeafBundle[], parts: LongReplayParts) {
    this.#bundles = bundles;
    this.#parts = parts;
  }

  /** What readChains makes of a log that begins in the first bundle, for these members and all asked for before. Throws Problem. */
  toRead(members: readonly string[]): Promise<Replayed> {
    const known = this.#read;
    if (known !== null && members.every((member) => known.members.has(member))) return known.replayed;
    const wanted = new Set([...(known?.members ?? []), ...members]);
    const replayed = (known?.replayed ?? Promise.resolve()).catch(() => undefined).then(() => this.#chains(wanted));
    this.#read = { members: wanted, replayed };
    replayed.catch(() => (this.#read = null));
    return replayed;
  }

  /** Every entry, in order, from the state before the first. `progress`: how many were taken. Throws Problem. */
  async all(state: TrustState, progress: (done: number) => void): Promise<Replayed> {
    const { verifier } = this.#parts;
    let reached: Replayed = { state, refusal: null };
    let keys: NetworkKeys | null = state.network;
    let done = 0;
    const underWay: { leaves: Bytes[]; entries: Promise<VerifiedOrNot[]> }[] = [];
    const waiting = this.#bundles.values();
    const begin = () => {
      const next = waiting.next();
      if (next.done === true) return;
      const leaves = leavesOf(next.value.packed);
      const entries = this.#verifyRest(leaves, next.value, keys);
      entries.catch(() => undefined);
      underWay.push({ leaves, entries });
      keys = keysAt(keys, leaves);
    };
    await this.#readersFirst();
    // One more than the workers: the next is with them already when one is done.
    for (let i = 0; i <= verifier.width; i++) begin();
    for (let slice = underWay.shift(); slice !== undefined; slice = underWay.shift()) {
      const entries = await slice.entries;
      await this.#readersFirst();
      if (this.#parts.stopped()) return reached;
      begin();
      reached = reduceAll(reached.state, entries, this.#parts.network);
      if (reached.refusal !== null) return reached;
      progress((done += slice.leaves.length));
    }
    return reached;
  }

  /** Whoever waits to read goes before the rest of the replay. */
  async #readersFirst(): Promise<void> {
    // Those who waited for the tree ask in this turn of the loop.
    await new Promise((resolve) => setTimeout(resolve));
    await this.#read?.replayed.catch(() => undefined);
  }

  /** All entries of a bundle, in order. */
  async #verifyRest(leaves: readonly Bytes[], bundle: LeafBundle, keys: NetworkKeys | null): Promise<VerifiedOrNot[]> {
    const before = leaves.map((_, i) => this.#verified.get(bundle.from + i));
    const rest = leaves.flatMap((leaf, i) => (before[i] === undefined ? [{ leaf, hash: hashAt(bundle.hashes, i) }] : []));
    if (rest.length === leaves.length) return this.#verify(leaves, bundle, keys);
    const verified = (await this.#verifyPicked(rest, keys)).values();
    return before.map((entry) => entry ?? verified.next().value!);
  }

  #verifyPicked(picked: readonly { readonly leaf: Bytes; readonly hash: Bytes }[], keys: NetworkKeys | null): Promise<VerifiedOrNot[]> {
    const leaves = picked.map(({ leaf }) => leaf);
    return this.#verify(leaves, { packed: packLeaves(leaves), hashes: concat(...picked.map(({ hash }) => hash)) }, keys);
  }

  async #verify(leaves: readonly Bytes[], { packed, hashes }: Pick<LeafBundle, 'packed' | 'hashes'>, keys: NetworkKeys | null) {
    const signers = await this.#parts.certificates.keysOf(signersNamed(leaves));
    return entriesOf(leaves, hashes, await this.#parts.verifier.verify({ leaves: packed, leafHashes: hashes, signers, keys }));
  }

  async #chains(members: ReadonlySet<string>): Promise<Replayed> {
    const needed: { index: number; leaf: Bytes; hash: Bytes; keys: NetworkKeys | null }[] = [];
    let keys: NetworkKeys | null = null;
    for (const { from, packed, hashes } of this.#bundles) {
      for (const [i, leaf] of leavesOf(packed).entries()) {
        if (!neededToRead(leaf, members)) continue;
        if (!this.#verified.has(from + i)) needed.push({ index: from + i, leaf, hash: hashAt(hashes, i), keys });
        keys = keysAt(keys, [leaf]);
      }
    }
    const slices = Array.from({ length: Math.ceil(needed.length / PICKED) }, (_, i) => needed.slice(i * PICKED, (i + 1) * PICKED));
    await this.#parts.certificates.keysOf(signersNamed(needed.map(({ leaf }) => leaf)));
    const verified = (await Promise.all(slices.map((slice) => this.#verifyPicked(slice, slice[0]!.keys)))).flat();
    for (const [i, { index }] of needed.entries()) this.#verified.set(index, verified[i]!);
    return readChains(chainLeaves(this.#bundles, this.#verified), this.#parts.network);
  }
}

const hashAt = (hashes: Bytes, place: number): Bytes => hashes.slice(place * HASH_SIZE, (place + 1) * HASH_SIZE);

function* chainLeaves(bundles: readonly LeafBundle[], verified: ReadonlyMap<number, VerifiedOrNot>): Generator<ChainLeaf> {
  for (const { from, count, hashes } of bundles) {
    for (let i = 0; i < count; i++) yield { leafHash: hashAt(hashes, i), entry: verified.get(from + i) ?? null };
  }
}
