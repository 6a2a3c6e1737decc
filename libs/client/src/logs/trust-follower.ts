// The trust log as this client believes it: newest checkpoint verified, every entry since the last one replayed.
import { sha256 } from '@noble/hashes/sha2.js';
import {
  auditRoutes, equalBytes, ENTRIES_PAGE, fromBase64Url, membershipRoutes, parseTrustEntry, Problem, statementBytes, toHex, type Bytes, type StatementOf,
} from '#protocol';
import { checkpointTime, leafHash, openCheckpoint, parseVkey, type TreeHead } from '#transparency-log';
import { EMPTY_STATE, follow, Signers, type NetworkFacts, type TrustState } from '#trust';
import type { HubClient } from '../http.ts';
import type { TrustSource } from '../membership/trust-source.ts';
import { LogRefused } from './log-refused.ts';
import { PastRoots } from './past-roots.ts';

/** A checkpoint that its log signed and that extends all earlier ones this client saw. */
export interface VerifiedCheckpoint extends TreeHead {
  readonly note: string;
  /** Milliseconds since 1970 that the witness policy vouches for; null: too few cosignatures. */
  readonly time: number | null;
}

/** To send, a checkpoint must be younger than this, milliseconds. */
export const FRESH_MS = 10 * 60 * 1000;

type LogKeys = Pick<NetworkFacts, 'logs' | 'witnesses' | 'policy'>;

const CERTIFICATES_PAGE = 500;
const POLL_MS = 100;
const REACH_MS = 20_000;

export class TrustFollower implements TrustSource {
  readonly #hub: HubClient;
  readonly #network: string;
  readonly #certificates = new Map<string, Bytes>();
  readonly #signers = new Signers((hash) => this.#certificates.get(hash));
  readonly #roots = new PastRoots();
  #state: TrustState = EMPTY_STATE;
  #checkpoint: VerifiedCheckpoint | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  /** `network`: the id whose phrase the user compared. */
  constructor(hub: HubClient, network: string) {
    this.#hub = hub;
    this.#network = network;
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
    const time = this.#checkpoint?.time ?? null;
    return time !== null && Math.abs(now - time) < FRESH_MS;
  }
  /** The root this log had at an earlier size. */
  rootAt(size: number): Promise<Bytes> {
    return this.#roots.rootAt(size);
  }

  /** Throws LogRefused when the log does not hold, HubProblem when it cannot be asked. */
  sync(): Promise<TrustState> {
    const next = this.#queue.then(() => this.#catchUp());
    this.#queue = next.catch(() => undefined);
    return next;
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

  async certificates(hashes: readonly string[]): Promise<ReadonlyMap<string, Bytes>> {
    const wanted = [...new Set(hashes)].filter((hash) => !this.#certificates.has(hash));
    for (let at = 0; at < wanted.length; at += CERTIFICATES_PAGE) {
      const { certificates } = await this.#hub.call(membershipRoutes.certificates, { body: { hashes: wanted.slice(at, at + CERTIFICATES_PAGE) } });
      for (const { certificate } of certificates) {
        const bytes = fromBase64Url(certificate);
        this.#certificates.set(toHex(sha256(bytes)), bytes);
      }
    }
    if (hashes.some((hash) => !this.#certificates.has(hash))) throw new Problem('not-found', { verdict: 'certificate-missing' });
    return this.#certificates;
  }

  async #catchUp(): Promise<TrustState> {
    const from = this.#state.tree.range.size;
    const note = await this.#hub.call(auditRoutes.checkpoint, { params: { log: 'trust' } });
    const first = this.#state.network === null ? (await this.#leaves(0, 1))[0] : undefined;
    const keys = first === undefined ? this.#state.network : keysOfGenesis(first, this.#network);
    if (keys === null) throw new Problem('unavailable', { retryAfter: 2 });
    const checkpoint = await this.#verified(note, keys);
    if (checkpoint.size < from) return this.#checkOlder(checkpoint);
    const leaves = await this.#leaves(from, checkpoint.size);
    await this.#fetchSigners(leaves);
    const followed = await follow(this.#state, checkpoint, leaves, { signers: this.#signers, network: this.#network });
    if (!followed.ok) {
      const refusal = followed.reason === 'entries' ? ({ kind: 'entry', refusal: followed.refusal } as const) : ({ kind: 'inconsistent' } as const);
      throw new LogRefused('trust', refusal, this.#evidence(note));
    }
    for (const leaf of leaves) this.#roots.append(leafHash(leaf));
    this.#checkpoint = checkpoint;
    this.#state = followed.state;
    return this.#state;
  }

  async #verified(note: string, { logs, witnesses, policy }: LogKeys): Promise<VerifiedCheckpoint> {
    const key = parseVkey(logs.trust);
    const opened = key.ok ? await openCheckpoint(note, key.value) : key;
    if (!opened.ok) throw new LogRefused('trust', { kind: 'checkpoint', reason: opened.reason }, this.#evidence(note));
    const timed = await checkpointTime(note, witnesses, policy, logs.trust);
    const { size, root } = opened.value.checkpoint;
    return { size, root, note, time: timed.ok ? timed.value.time : null };
  }

  /** A checkpoint older than what was seen is no news, if the tree really had that root then. */
  async #checkOlder(older: VerifiedCheckpoint): Promise<TrustState> {
    if (!equalBytes(await this.rootAt(older.size), older.root)) throw new LogRefused('trust', { kind: 'inconsistent' }, this.#evidence(older.note));
    return this.#state;
  }

  #evidence(note: string): string[] {
    return [...(this.#checkpoint === null ? [] : [this.#checkpoint.note]), note];
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

  /** Fetches the certificates that signed. What cannot be read is left to the replay to refuse by name. */
  async #fetchSigners(leaves: readonly Bytes[]): Promise<void> {
    const hashes = leaves.flatMap((leaf) => {
      try {
        return parseTrustEntry(leaf).signatures.map(({ certificate }) => certificate);
      } catch {
        return [];
      }
    });
    if (hashes.length > 0) await this.certificates(hashes);
  }
}

/** The keys that genesis names, once it is the genesis the user compared; null before there is one. */
function keysOfGenesis(leaf: Bytes, network: string): LogKeys | null {
  const { statement } = parseTrustEntry(leaf);
  if (statement.kind !== 'network.genesis' || toHex(sha256(statementBytes(statement))) !== network) throw new LogRefused('trust', { kind: 'wrong-network' }, []);
  return (statement as StatementOf<'network.genesis'>).body;
}
