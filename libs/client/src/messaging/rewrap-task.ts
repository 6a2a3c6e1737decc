// Re-wrapping in the background: batch after batch with pauses, so that whoever works at the same machine hardly notices. What is left, the hub
// knows: a task that is stopped anywhere goes on from there, here or in a colleague's client.
import { Problem } from '#protocol';
import type { MailSession } from './mail-session.ts';
import { olderEpochs, rewrapBatch, rewrapStatus, type OlderEpochs, type RewrapStatus } from './rewrap-mailbox.ts';

/**
 * idle: nothing is left, or there is no current epoch to give mail to. shared: what is left, others have in hand. failed: messages remain whose
 * key packets do not open, or the hub could not be reached; the next run tries again.
 */
export type RewrapPhase = 'idle' | 'running' | 'paused' | 'shared' | 'failed';

export interface RewrapProgress extends Omit<RewrapStatus, 'epoch'> {
  readonly phase: RewrapPhase;
  /** Messages whose key packets did not open. */
  readonly unopened: number;
}

/** Half of the time at most is spent working, and never less than this is rested, milliseconds. */
const REST_MS = 100;
/** Counts are asked for anew after so many batches: colleagues' clients work too. */
const RECOUNT_AFTER = 20;

export class RewrapTask {
  #progress: RewrapProgress = { phase: 'idle', done: 0, left: 0, withheld: 0, unopened: 0 };
  #running: Promise<void> | null = null;
  #stopped = false;
  #paused: boolean;
  readonly #session: MailSession;
  readonly #rest: (milliseconds: number) => Promise<void>;

  constructor(session: MailSession, paused = false, rest = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))) {
    this.#session = session;
    this.#paused = paused;
    this.#rest = rest;
  }

  get progress(): RewrapProgress {
    return this.#progress;
  }

  /** Runs until nothing is left, unless paused or stopped; a run that is under way is joined. Throws nothing. */
  run(): Promise<void> {
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    if (this.#progress.phase === 'running' || this.#progress.phase === 'paused') this.#show({ phase: paused ? 'paused' : 'running' });
  }

  /** For good. */
  stop(): void {
    this.#stopped = true;
  }

  async #work(): Promise<void> {
    try {
      const found = await this.#count();
      if (found === null || found.left === 0) return this.#show({ phase: 'idle', unopened: 0 });
      if (this.#paused) return this.#show({ phase: 'paused' });
      this.#show({ phase: 'running' });
      await this.#batches();
    } catch (error) {
      // Another epoch is the current one meanwhile: the next run gives the mail to that.
      this.#show({ phase: error instanceof Problem && error.code === 'epoch-stale' ? 'idle' : 'failed' });
    }
  }

  async #batches(): Promise<void> {
    const unopened = new Set<string>();
    let before: string | null = null;
    for (let batch = 1; !this.#stopped && !this.#paused; batch++) {
      const older = this.#older();
      if (older === null) return this.#show({ phase: 'idle' });
      const begun = performance.now();
      const { taken, stored, failed, before: next } = await rewrapBatch(this.#session, older, before);
      const isNews = failed.some((message) => !unopened.has(message)) || stored > 0;
      for (const message of failed) unopened.add(message);
      const { done, left } = this.#progress;
      this.#show({ done: done + stored, left: Math.max(0, left - stored), unopened: unopened.size });
      // From the end once more to the beginning: what others had in hand may be free again.
      if (taken === 0 ? before === null : !isNews && before === null) break;
      before = taken === 0 ? null : next;
      if (batch % RECOUNT_AFTER === 0) await this.#count();
      await this.#rest(Math.max(REST_MS, performance.now() - begun));
    }
    const found = await this.#count();
    if (this.#paused) return this.#show({ phase: 'paused' });
    const left = found?.left ?? 0;
    this.#show({ phase: left === 0 ? 'idle' : left <= unopened.size ? 'failed' : 'shared' });
  }

  #older(): OlderEpochs | null {
    const { trust, me } = this.#session;
    return olderEpochs(trust.state, me.member, me.officer);
  }

  async #count(): Promise<RewrapStatus | null> {
    const found = await rewrapStatus(this.#session, await this.#session.trust.sync());
    if (found !== null) this.#show({ done: found.done, left: found.left, withheld: found.withheld });
    return found;
  }

  #show(change: Partial<RewrapProgress>): void {
    this.#progress = { ...this.#progress, ...change };
  }
}
