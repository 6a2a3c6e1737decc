// Entries of the trust log by position, each checked against the tree that this client verified, with the log's clock as it stood then.
import { sha256 } from '@noble/hashes/sha2.js';
import { equalBytes, fromBase64Url, membershipRoutes, parseTrustEntry, Problem, statementBytes, toHex, type Bytes, type TrustEntry } from '#protocol';
import { checkpointTime, leafHash } from '#transparency-log';
import { TrustAt, type TrustState } from '#trust';
import type { HubClient } from '../http.ts';
import { LogRefused } from '../logs/log-refused.ts';

/** What is needed of the followed log. */
export interface FollowedTree {
  readonly state: TrustState;
  /** Leaf hash at a position that was followed. */
  leafHashAt(index: number): Bytes;
}

export interface PastEntry {
  readonly position: number;
  /** SHA-256 of the statement. */
  readonly hash: string;
  readonly entry: TrustEntry;
  /** The log's clock at this entry, milliseconds since 1970: it was appended at this time or later, usually within the hour. Null: no clock yet, or none near. */
  readonly time: number | null;
}

/** Fetched at a time: log.time is written before statements, so the clock is usually among these. */
const PAGE = 16;
/** Pages to look back for the clock. */
const PATIENCE = 4;

export class PastEntries {
  readonly #entries = new Map<number, TrustEntry>();

  constructor(
    private readonly hub: HubClient,
    private readonly tree: FollowedTree,
  ) {}

  /** In the order given. Throws LogRefused when the hub serves another entry than the tree holds, HubProblem when it serves none. */
  async read(positions: readonly number[]): Promise<PastEntry[]> {
    const found: PastEntry[] = [];
    for (const position of positions) {
      const entry = await this.#entryAt(position);
      found.push({ position, entry, hash: toHex(sha256(statementBytes(entry.statement))), time: await this.#timeAt(position) });
    }
    return found;
  }

  async #entryAt(position: number): Promise<TrustEntry> {
    const known = this.#entries.get(position);
    if (known) return known;
    const from = Math.max(0, position + 1 - PAGE);
    const { entries } = await this.hub.call(membershipRoutes.trustEntries, { query: { from, limit: position + 1 - from } });
    entries.map(fromBase64Url).forEach((leaf, i) => {
      if (!equalBytes(leafHash(leaf), this.tree.leafHashAt(from + i))) throw new LogRefused('trust', { kind: 'inconsistent' }, []);
      this.#entries.set(from + i, parseTrustEntry(leaf));
    });
    const entry = this.#entries.get(position);
    if (!entry) throw new Problem('unavailable', { retryAfter: 2 });
    return entry;
  }

  async #timeAt(position: number): Promise<number | null> {
    for (let at = position; at >= 0 && at > position - PAGE * PATIENCE; at--) {
      const { statement } = await this.#entryAt(at);
      if (statement.kind !== 'log.time') continue;
      const network = new TrustAt(this.tree.state, at).network();
      if (network === null) return null;
      const quoted = await checkpointTime(statement.body.checkpoint, network.witnesses, network.policy, network.logs.trust);
      return quoted.ok ? quoted.value.time : null;
    }
    return null;
  }
}
