// The trust log as this client believes it: newest checkpoint verified, every entry since the last one replayed.
import { sha256 } from '@noble/hashes/sha2.js';
import { auditRoutes, compileHashes, equalBytes, ENTRIES_PAGE, fromBase64Url, membershipRoutes, parseTrustEntry, Problem, statementBytes, toHex, type Bytes, type StatementOf } from '#protocol';
import { checkpointTime, leafHash, openCheckpoint, parseVkey } from '#transparency-log';
import { EMPTY_STATE, follow, signersNamed, verifyHere, type NetworkFacts, type SliceVerifier, type TrustState } from '#trust';
import type { HubClient } from '../http.ts';
import type { TrustSource } from '../membership/trust-source.ts';
import { CertificateStore } from './certificate-store.ts';
import { KeptReplay } from './kept-replay.ts';
import { LeafBundles } from './leaf-bundles.ts';
import { LogRefused, type LogRefusal } from './log-refused.ts';
import { LongReplay } from './long-replay.ts';
import { PastRoots } from './past-roots.ts';
import type { TrustCache } from './trust-cache.ts';
import { isFresh, ReplayStopped, type ReplayProgress, type TrustReading, type VerifiedCheckpoint } from './trust-reading.ts';

type LogKeys = Pick<NetworkFacts, 'logs' | 'witnesses' | 'policy'>;

/** The tree of a log that is being replayed: every leaf is there and makes the checkpoint's root. */
interface TreeAhead {
  readonly checkpoint: VerifiedCheckpoint;
  readonly replay: LongReplay;
}

const POLL_MS = 100;
const REACH_MS = 20_000;

export interface FollowerOptions {
  /** Default: no workers. */
  readonly verifier?: SliceVerifier;
  /** Default: nothing is kept. */
  readonly cache?: TrustCache;
  /** Hears how far a long replay is; `done` equals `total` when it is over. */
  readonly onProgress?: (progress: ReplayProgress) => void;
}

export class TrustFollower implements TrustSource {
  readonly #hub: HubClient;
  readonly #network: string;
  readonly #options: FollowerOptions;
  readonly #certificates: CertificateStore;
  readonly #bundles: LeafBundles;
  readonly #kept: KeptReplay;
  #roots = new PastRoots();
  #state: TrustState = EMPTY_STATE;
  #checkpoint: VerifiedCheckpoint | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** Not begun yet: whoever asks meanwhile shares it. */
  #next: Promise<TrustState> | null = null;
  #restored: Promise<void> | null = null;
  #ahead: TreeAhead | null = null;
  /** A new log, as its leaves arrive. */
  #arriving: LongReplay | null = null;
  /** Members somebody waits to read. */
  #wanted: readonly string[] | null = null;
  readonly #awaitingTree = new Set<() => void>();
  #stopped = false;
  /** The log did not hold when it was followed last: nothing is read from it before it does. */
  #distrusted = false;

  /** `network`: the id whose phrase the user compared. */
  constructor(hub: HubClient, network: string, options: FollowerOptions = {}) {
    this.#hub = hub;
    this.#network = network;
    this.#options = options;
    const verifier = options.verifier ?? verifyHere;
    this.#certificates = new CertificateStore(hub, verifier);
    this.#bundles = new LeafBundles(hub, verifier);
    this.#kept = new KeptReplay(options.cache ?? null, network);
  }

  /** What was verified so far; without a request. */
  get state(): TrustState {
    return this.#state;
  }
  get checkpoint(): VerifiedCheckpoint | null {
    return this.#checkpoint;
  }
  /** Whether the newest verified checkpoint is young enough to send by. */
  isFresh(now: number = Date.now()): boolean {
    return this.#checkpoint !== null && isFresh(this.#checkpoint, now);
  }
  /** The root this log had at an earlier size. */
  rootAt(size: number): Promise<Bytes> {
    return this.#roots.rootAt(size);
  }
  /** Ends what is under way; nothing is kept of it. */
  stop(): void {
    this.#stopped = true;
    this.#bundles.forget();
  }

  /** The hash of an entry that was replayed, as a leaf of the log's tree. */
  leafHashAt(index: number): Bytes {
    return this.#roots.leafHashAt(index);
  }

  /** The whole log, replayed. Throws LogRefused when the log does not hold, HubProblem when it cannot be asked. */
  sync(): Promise<TrustState> {
    this.#next ??= this.#queue.then(() => {
      this.#next = null;
      return this.#followed();
    });
    this.#queue = this.#next.catch(() => undefined);
    return this.#next;
  }

  async reach(size: number): Promise<TrustState> {
    const deadline = Date.now() + REACH_MS;
    for (;;) {
      const state = await this.sync();
      if (state.tree.range.size >= size) return state;
      if (Date.now() > deadline) throw new Problem('unavailable', { retryAfter: 5 });
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /**
   * Enough to read what these members write: as soon as their chains and the secretariat's are replayed, the whole log otherwise. `size`:
   * the tree must have grown to it. Throws as sync. For reading only: whoever sends, drafts or seals asks sync.
   */
  async toRead(members: readonly string[], size = 0): Promise<TrustReading> {
    this.#wanted = [...new Set([...(this.#wanted ?? []), ...members])];
    this.#arriving?.want(members);
    const whole = this.sync();
    whole.catch(() => undefined);
    const ahead = this.#state.network === null && !this.#distrusted ? await Promise.race([this.#treeAhead(), whole.then(() => null)]) : null;
    if (ahead !== null && ahead.checkpoint.size >= size) {
      const read = await Promise.race([ahead.replay.toRead(members), whole.then(() => null)]);
      if (read !== null) {
        if (read.refusal !== null) throw this.#refused({ kind: 'entry', refusal: read.refusal }, ahead.checkpoint.note);
        return { state: read.state, checkpoint: ahead.checkpoint, complete: false, rootAt: (at) => ahead.replay.roots.rootAt(at) };
      }
    }
    const state = await (size === 0 ? whole : this.reach(size));
    return { state, checkpoint: this.#checkpoint!, complete: true, rootAt: (at) => this.rootAt(at) };
  }

  certificates(hashes: readonly string[]): Promise<ReadonlyMap<string, Bytes>> {
    return this.#certificates.bytes(hashes);
  }

  async #followed(): Promise<TrustState> {
    try {
      const state = await this.#catchUp();
      this.#distrusted = false;
      return state;
    } catch (error) {
      this.#distrusted ||= error instanceof LogRefused;
      throw error;
    }
  }

  async #catchUp(): Promise<TrustState> {
    await (this.#restored ??= this.#restore());
    this.#checkStopped();
    const from = this.#state.tree.range.size;
    const note = await this.#hub.call(auditRoutes.checkpoint, { params: { log: 'trust' } });
    const first = this.#state.network === null ? (await this.#leaves(0, 1))[0] : undefined;
    const keys = first === undefined ? this.#state.network : keysOfGenesis(first, this.#network);
    if (keys === null) throw new Problem('unavailable', { retryAfter: 2 });
    const checkpoint = await this.#verified(note, keys);
    if (checkpoint.size < from) return this.#checkOlder(checkpoint);
    if (checkpoint.size - from > ENTRIES_PAGE) await this.#replayLong(from, checkpoint);
    else await this.#replayShort(from, checkpoint);
    this.#checkpoint = checkpoint;
    await this.#kept.keep({ state: this.#state, checkpoint, roots: this.#roots, keys: this.#certificates.known() });
    return this.#state;
  }

  async #replayShort(from: number, checkpoint: VerifiedCheckpoint): Promise<void> {
    const leaves = await this.#leaves(from, checkpoint.size);
    await this.#certificates.bytes(this.#certificates.signers.unread(signersNamed(leaves)));
    const followed = await follow(this.#state, checkpoint, leaves, { signers: this.#certificates.signers, network: this.#network });
    if (!followed.ok) throw this.#refused(followed.reason === 'entries' ? { kind: 'entry', refusal: followed.refusal } : { kind: 'inconsistent' }, checkpoint.note);
    for (const leaf of leaves) this.#roots.append(leafHash(leaf));
    this.#state = followed.state;
  }

  async #replayLong(from: number, checkpoint: VerifiedCheckpoint): Promise<void> {
    await compileHashes();
    const total = checkpoint.size - from;
    const tell = (fetched: number, done: number) => this.#options.onProgress?.({ fetched, done, total });
    const replay = new LongReplay(PastRoots.of(this.#roots.leafHashes), {
      verifier: this.#options.verifier ?? verifyHere, certificates: this.#certificates, network: this.#network, stopped: () => this.#stopped,
    });
    if (from === 0) this.#expect(replay);
    try {
      await this.#bundles.fetch(from, checkpoint.size, (bundle) => {
        replay.arrived(bundle);
        tell(replay.roots.size - from, 0);
      });
    } finally {
      this.#arriving = null;
    }
    // Before any entry is believed: these leaves, all of them and no others, are what the checkpoint commits to.
    if (!equalBytes(await replay.roots.rootAt(checkpoint.size), checkpoint.root)) throw this.#refused({ kind: 'inconsistent' }, checkpoint.note);
    if (from === 0) this.#announce({ checkpoint, replay });
    try {
      const { state, refusal } = await replay.all(this.#state, (done) => tell(total, done));
      this.#checkStopped();
      if (refusal !== null) throw this.#refused({ kind: 'entry', refusal }, checkpoint.note);
      this.#roots = replay.roots;
      this.#state = state;
      this.#bundles.forget();
    } finally {
      this.#ahead = null;
    }
  }

  #expect(replay: LongReplay): void {
    this.#arriving = replay;
    if (this.#wanted !== null) replay.want(this.#wanted);
  }

  #announce(ahead: TreeAhead): void {
    this.#ahead = ahead;
    for (const told of this.#awaitingTree) told();
    this.#awaitingTree.clear();
  }

  async #treeAhead(): Promise<TreeAhead | null> {
    if (this.#ahead === null) await new Promise<void>((resolve) => this.#awaitingTree.add(resolve));
    return this.#ahead;
  }

  async #restore(): Promise<void> {
    const restored = await this.#kept.restore((note, facts) => this.#verified(note, facts));
    if (restored === null) return;
    this.#certificates.know(restored.keys);
    this.#roots = restored.roots;
    this.#state = restored.state;
    this.#checkpoint = restored.checkpoint;
  }

  async #verified(note: string, { logs, witnesses, policy }: LogKeys): Promise<VerifiedCheckpoint> {
    const key = parseVkey(logs.trust);
    const opened = key.ok ? await openCheckpoint(note, key.value) : key;
    if (!opened.ok) throw this.#refused({ kind: 'checkpoint', reason: opened.reason }, note);
    const timed = await checkpointTime(note, witnesses, policy, logs.trust);
    const { size, root } = opened.value.checkpoint;
    return { size, root, note, time: timed.ok ? timed.value.time : null };
  }

  /** A checkpoint older than what was seen is no news, if the tree really had that root then. */
  async #checkOlder(older: VerifiedCheckpoint): Promise<TrustState> {
    if (!equalBytes(await this.rootAt(older.size), older.root)) throw this.#refused({ kind: 'inconsistent' }, older.note);
    return this.#state;
  }

  #refused(refusal: LogRefusal, note: string): LogRefused {
    return new LogRefused('trust', refusal, [...(this.#checkpoint === null ? [] : [this.#checkpoint.note]), note]);
  }

  #checkStopped(): void {
    if (this.#stopped) throw new ReplayStopped();
  }

  async #leaves(from: number, to: number): Promise<Bytes[]> {
    const leaves: Bytes[] = [];
    while (from + leaves.length < to) {
      const limit = Math.min(ENTRIES_PAGE, to - from - leaves.length);
      const { entries } = await this.#hub.call(membershipRoutes.trustEntries, { query: { from: from + leaves.length, limit } });
      if (entries.length === 0) throw new Problem('unavailable', { retryAfter: 2 });
      leaves.push(...entries.slice(0, limit).map(fromBase64Url));
    }
    return leaves;
  }
}

/** The keys that genesis names, once it is the genesis the user compared; null before there is one. */
function keysOfGenesis(leaf: Bytes, network: string): LogKeys | null {
  const { statement } = parseTrustEntry(leaf);
  if (statement.kind !== 'network.genesis' || toHex(sha256(statementBytes(statement))) !== network) throw new LogRefused('trust', { kind: 'wrong-network' }, []);
  return (statement as StatementOf<'network.genesis'>).body;
}
