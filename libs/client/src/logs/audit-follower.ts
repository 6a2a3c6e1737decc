// The audit log as this client believes it: its newest checkpoint extends all earlier ones, and so does the trust log it quotes.
import { auditRoutes, equalBytes, fromHex, Problem, type Bytes } from '#protocol';
import { openCheckpoint, parseVkey, trustHeadOf, verifyConsistency, type LogFailure, type TreeHead } from '#transparency-log';
import type { HubClient } from '../http.ts';
import { LogRefused } from './log-refused.ts';
import type { TrustFollower } from './trust-follower.ts';

export interface AuditCheckpoint extends TreeHead {
  readonly note: string;
  /** The trust log as this checkpoint quotes it; this client's own replay had the same root at that size. */
  readonly trust: TreeHead;
}

export class AuditFollower {
  readonly #hub: HubClient;
  readonly #trust: TrustFollower;
  #checkpoint: AuditCheckpoint | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(hub: HubClient, trust: TrustFollower) {
    this.#hub = hub;
    this.#trust = trust;
  }

  get checkpoint(): AuditCheckpoint | null {
    return this.#checkpoint;
  }

  /** The newest checkpoint, verified. Throws LogRefused, HubProblem. */
  sync(): Promise<AuditCheckpoint> {
    const next = this.#queue.then(async () => this.accept(await this.#hub.call(auditRoutes.checkpoint, { params: { log: 'audit' } })));
    this.#queue = next.catch(() => undefined);
    return next;
  }

  /** Verifies a checkpoint from any source against the one held, and holds the larger. Answers the given one. */
  async accept(note: string): Promise<AuditCheckpoint> {
    const checkpoint = await this.#opened(note);
    const held = this.#checkpoint;
    if (held === null) {
      this.#checkpoint = checkpoint;
      return checkpoint;
    }
    const [earlier, later] = checkpoint.size < held.size ? [checkpoint, held] : [held, checkpoint];
    const proof = earlier.size === later.size ? [] : await this.#consistency(earlier.size, later.size);
    const extended = verifyConsistency(earlier, later, proof);
    if (!extended.ok || earlier.trust.size > later.trust.size) throw new LogRefused('audit', { kind: 'inconsistent' }, [earlier.note, later.note]);
    if (later === checkpoint) this.#checkpoint = checkpoint;
    return checkpoint;
  }

  async #opened(note: string): Promise<AuditCheckpoint> {
    const key = parseVkey((await this.#network()).logs.audit);
    const opened = key.ok ? await openCheckpoint(note, key.value) : key;
    if (!opened.ok) throw refusedCheckpoint(opened.reason, note);
    const trust = trustHeadOf(opened.value.checkpoint);
    if (!trust.ok) throw refusedCheckpoint(trust.reason, note);
    await this.#agreesWithTrust(trust.value, note);
    const { size, root } = opened.value.checkpoint;
    return { size, root, note, trust: trust.value };
  }

  async #agreesWithTrust(quoted: TreeHead, note: string): Promise<void> {
    const { checkpoint, rootAt } = await this.#trust.toRead([], quoted.size);
    const root = quoted.size === 0 ? quoted.root : await rootAt(quoted.size);
    if (!equalBytes(root, quoted.root)) throw new LogRefused('audit', { kind: 'inconsistent' }, [checkpoint.note, note]);
  }

  async #network() {
    const network = this.#trust.state.network ?? (await this.#trust.toRead([])).state.network;
    if (network === null) throw new Problem('unavailable');
    return network;
  }

  async #consistency(from: number, to: number): Promise<Bytes[]> {
    const { proof } = await this.#hub.call(auditRoutes.consistency, { params: { log: 'audit' }, query: { from, to } });
    return proof.map(fromHex);
  }
}

function refusedCheckpoint(reason: LogFailure, note: string): LogRefused {
  return new LogRefused('audit', { kind: 'checkpoint', reason }, [note]);
}
