// The replay of many leaves. As they arrive they grow the tree, and what reading needs is verified already; nothing is believed before the tree
// has the checkpoint's root. Then the chains that somebody reads; then everything in order, verified in slices side by side and reduced here.
import { HASH_SIZE } from '#transparency-log';
import { entriesOf, keysAt, packSigners, readChains, reduceAll, type ChainLeaf, type NetworkKeys, type Replayed, type SliceVerifier, type TrustState, type VerifiedOrNot } from '#trust';
import type { Bytes } from '#protocol';
import type { CertificateStore } from './certificate-store.ts';
import { ChainPicker, packPicked, type Picked } from './chain-picker.ts';
import { leavesOf, type LeafBundle } from './leaf-bundles.ts';
import { PastRoots } from './past-roots.ts';

export interface LongReplayParts {
  readonly verifier: SliceVerifier;
  readonly certificates: CertificateStore;
  /** Network id that genesis must have. */
  readonly network: string;
  /** True once nobody wants the result any more. */
  readonly stopped: () => boolean;
}

/** How long whoever was told enough to read has this thread to themselves, to open what they read. */
const GRACE_MS = 400;

export class LongReplay {
  readonly #bundles: LeafBundle[] = [];
  readonly #roots: PastRoots;
  readonly #parts: LongReplayParts;
  /** By index: what was verified for reading is not verified again. Of a bundle, the secretariat's and the clock's entries are all there or none is. */
  readonly #verified = new Map<number, VerifiedOrNot>();
  /** Of chains that are read: verified already, or with a picker. */
  readonly #taken = new Set<number>();
  readonly #wanted = new Set<string>();
  readonly #pickers: ChainPicker[] = [];
  #read: { members: ReadonlySet<string>; replayed: Promise<Replayed> } | null = null;
  /** When somebody was told last, by performance.now(). */
  #told = -Infinity;

  /** `roots`: of the leaves before the first that will arrive; grows with them. */
  constructor(roots: PastRoots, parts: LongReplayParts) {
    this.#roots = roots;
    this.#parts = parts;
  }

  /** Of all leaves that arrived, and of those before. */
  get roots(): PastRoots {
    return this.#roots;
  }

  /** The next leaves of the log. */
  arrived(bundle: LeafBundle): void {
    this.#bundles.push(bundle);
    this.#roots.appendAll(bundle.outline.hashes);
    for (const picker of this.#pickers) picker.take(bundle);
  }

  /** Somebody will read what these members write: of a log from its first leaf, their chains are verified while the rest is on its way. */
  want(members: readonly string[]): void {
    const more = members.filter((member) => !this.#wanted.has(member));
    if (this.#pickers.length > 0 && more.length === 0) return;
    for (const member of more) this.#wanted.add(member);
    this.#pickers.push(this.#picker(new Set(more), this.#taken));
  }

  /** What readChains makes of a log that begins in the first bundle, for these members and all asked for before; once the tree is known to be the log's. Throws Problem. */
  async toRead(members: readonly string[]): Promise<Replayed> {
    const replayed = await this.#chainsOf(members);
    this.#told = performance.now();
    return replayed;
  }

  #chainsOf(members: readonly string[]): Promise<Replayed> {
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
      keys = keysAt(keys, leaves, next.value.outline.rosters);
    };
    await this.#chainsFirst();
    // One more than the workers: the next is with them already when one is done.
    for (let i = 0; i <= verifier.width; i++) begin();
    for (let slice = underWay.shift(); slice !== undefined; slice = underWay.shift()) {
      const entries = await slice.entries;
      await this.#readersFirst();
      if (this.#parts.stopped()) return reached;
      begin();
      reached = reduceAll(reached.state, entries, this.#parts.network, this.#nodes);
      if (reached.refusal !== null) return reached;
      progress((done += slice.leaves.length));
    }
    return reached;
  }

  /** Whoever waits to read goes before the rest of the replay. */
  async #chainsFirst(): Promise<void> {
    // Those who waited for the tree ask in this turn of the loop.
    await sleep(0);
    await this.#read?.replayed.catch(() => undefined);
  }

  async #readersFirst(): Promise<void> {
    await this.#chainsFirst();
    for (;;) {
      const left = this.#told + GRACE_MS - performance.now();
      if (left <= 0 || this.#parts.stopped()) return;
      await sleep(left);
    }
  }

  readonly #nodes = (leaf: number) => this.#roots.completedBy(leaf);

  /** All entries of a bundle, in order. */
  async #verifyRest(leaves: readonly Bytes[], { from, packed, outline }: LeafBundle, keys: NetworkKeys | null): Promise<VerifiedOrNot[]> {
    const before = leaves.map((_, i) => this.#verified.get(from + i));
    const rest = leaves.flatMap((leaf, i) => (before[i] === undefined ? [{ index: from + i, leaf, hash: hashAt(outline.hashes, i), keys }] : []));
    if (rest.length === leaves.length) return this.#verify(leaves, { packed, hashes: outline.hashes, signers: outline.signers }, keys);
    const verified = (await this.#verifyPicked(rest, outline.signers)).values();
    return before.map((entry) => entry ?? verified.next().value!);
  }

  /** In order; the first one's keys judge until the secretariat's statements among them change them. */
  #verifyPicked(picked: readonly Picked[], signers?: readonly string[]): Promise<VerifiedOrNot[]> {
    return this.#verify(picked.map(({ leaf }) => leaf), packPicked(picked, signers), picked[0]?.keys ?? null);
  }

  async #verify(leaves: readonly Bytes[], { packed, hashes, signers }: ReturnType<typeof packPicked>, keys: NetworkKeys | null): Promise<VerifiedOrNot[]> {
    const known = packSigners(await this.#parts.certificates.keysOf(signers));
    return entriesOf(leaves, hashes, await this.#parts.verifier.verify({ leaves: packed, leafHashes: hashes, signers: known, keys }));
  }

  /** Of what has arrived and will arrive, without what is `taken`. */
  #picker(members: ReadonlySet<string>, taken: Set<number>): ChainPicker {
    const picker = new ChainPicker(members, taken, async (picked) => {
      const entries = await this.#verifyPicked(picked);
      return () => {
        for (const [i, { index }] of picked.entries()) this.#verified.set(index, entries[i]!);
      };
    });
    for (const bundle of this.#bundles) picker.take(bundle);
    return picker;
  }

  async #chains(members: ReadonlySet<string>): Promise<Replayed> {
    // What was begun while leaves arrived; where that failed, the hub is asked again.
    await Promise.allSettled(this.#pickers.splice(0).map((picker) => picker.end()));
    await this.#picker(members, new Set(this.#verified.keys())).end();
    return readChains(chainLeaves(this.#bundles, this.#verified), this.#parts.network, this.#nodes);
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const hashAt = (hashes: Bytes, place: number): Bytes => hashes.subarray(place * HASH_SIZE, (place + 1) * HASH_SIZE);

function* chainLeaves(bundles: readonly LeafBundle[], verified: ReadonlyMap<number, VerifiedOrNot>): Generator<ChainLeaf> {
  for (const { from, count, outline } of bundles) {
    for (let i = 0; i < count; i++) yield { leafHash: hashAt(outline.hashes, i), entry: verified.get(from + i) ?? null };
  }
}
