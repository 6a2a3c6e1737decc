// The server's own replay of the trust log, in memory, continued from the table whenever somebody asks. Same reducer as the clients'.
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { parseTrustEntry, type Bytes } from '#protocol';
import { EMPTY_STATE, replay, Signers, type Replayed, type TrustState } from '#trust';
import { Database, type Tx } from '../platform/database.ts';
import { CertificateRepository } from './certificate.repository.ts';
import { TrustLogRepository } from './trust-log.repository.ts';

const LONGER_THAN = { name: 'trust-log-longer-than', sql: 'SELECT true AS longer FROM trust_entry WHERE index >= $1 LIMIT 1' };
const sizeOf = (state: TrustState) => state.tree.range.size;

@Injectable()
export class LiveTrust implements OnApplicationBootstrap {
  private readonly logger = new Logger(LiveTrust.name);
  private state: TrustState = EMPTY_STATE;
  /** What a transaction saw first it sees until its end. */
  private readonly seen = new WeakMap<Tx, TrustState>();
  /** Bytes of a signer's certificate on their way into `signers`, which keeps what it needs of them. */
  private readonly incoming = new Map<string, Bytes>();
  private readonly signers = new Signers((hash) => this.incoming.get(hash));
  private waiting: Promise<TrustState> | null = null;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly log: TrustLogRepository,
    private readonly certificates: CertificateRepository,
  ) {}

  /** Replays what there is, so that the first request need not wait for it. */
  onApplicationBootstrap(): void {
    this.newest().catch((error: unknown) => this.logger.error({ err: error }, 'the trust log cannot be replayed yet'));
  }

  /** The state of everything committed when this was called. Callers who come while one look-up waits to start share it. */
  newest(): Promise<TrustState> {
    this.waiting ??= this.afterRunning(async () => {
      this.waiting = null;
      const from = this.state;
      const [behind] = await this.database.read(LONGER_THAN, [sizeOf(from)], 'system');
      if (behind === undefined) return from;
      return this.database.transaction(async (tx) => this.advance(tx, from, await this.log.entries(tx, sizeOf(from))), 'system');
    });
    return this.waiting;
  }

  /** The state of now, which stays the truth until the transaction ends. One round trip at first, none after that. */
  async heldIn(tx: Tx): Promise<TrustState> {
    const seen = this.seen.get(tx);
    if (seen !== undefined) return seen;
    const from = this.state;
    return this.remember(tx, await this.advance(tx, from, await this.log.entriesHeld(tx, sizeOf(from))));
  }

  /** The same with the log locked for appending: before any other lock of the transaction. */
  async lockedIn(tx: Tx): Promise<TrustState> {
    await this.log.lock(tx);
    const from = this.state;
    return this.remember(tx, await this.advance(tx, from, await this.log.entries(tx, sizeOf(from))));
  }

  /** What one more entry would make of a state; nothing is kept. */
  async tryEntry(tx: Tx, state: TrustState, leaf: Bytes): Promise<Replayed> {
    return this.replayFrom(tx, state, [leaf]);
  }

  private async afterRunning<T>(work: () => Promise<T>): Promise<T> {
    const before = this.running;
    const mine = before.then(work, work);
    this.running = mine.catch(() => undefined);
    return mine;
  }

  private remember(tx: Tx, state: TrustState): TrustState {
    this.seen.set(tx, state);
    return state;
  }

  /** Only ever given committed entries: what a transaction appends itself must not get here before its commit. */
  private async advance(tx: Tx, from: TrustState, leaves: readonly Bytes[]): Promise<TrustState> {
    if (leaves.length === 0) return from;
    const { state, refusal } = await this.replayFrom(tx, from, leaves);
    // Our own log does not follow from itself: the table was tampered with, or written by another version. Nothing may go on.
    if (refusal !== null) throw new Error(`the trust log is refused at ${refusal.index}: ${refusal.code}`);
    if (sizeOf(state) > sizeOf(this.state)) this.state = state;
    return state;
  }

  private async replayFrom(tx: Tx, from: TrustState, leaves: readonly Bytes[]): Promise<Replayed> {
    const named = leaves.flatMap((leaf) => parseTrustEntry(leaf).signatures.map(({ certificate }) => certificate));
    for (const [hash, bytes] of await this.certificates.read(tx, this.signers.unread(named))) {
      this.incoming.set(hash, bytes);
      const reading = this.signers.keyOf(hash);
      this.incoming.delete(hash);
      await reading;
    }
    return replay(from, leaves, { signers: this.signers, network: null });
  }
}
