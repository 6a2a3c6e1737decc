// A transaction that may append to the trust log: the log locked first, its clock set, the state as of now at hand.
import { Injectable } from '@nestjs/common';
import type { TrustState } from '#trust';
import { Clock } from '../platform/clock.ts';
import { Database, type Tx } from '../platform/database.ts';
import { KeepTime } from './keep-time.ts';
import { LiveTrust } from './live-trust.ts';

export interface TrustTx {
  readonly tx: Tx;
  readonly state: TrustState;
  readonly now: Date;
}

@Injectable()
export class TrustTransaction {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly time: KeepTime,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** One at a time in the whole hub. Runs past row-level security (a removal ends others' sessions), so `work` checks who asks. */
  async run<T>(work: (trust: TrustTx) => Promise<T>): Promise<T> {
    const checkpoint = await this.time.checkpoint();
    return this.database.transaction(async (tx) => {
      const state = await this.time.before(tx, await this.live.lockedIn(tx), checkpoint);
      return work({ tx, state, now: this.clock.now() });
    }, 'system');
  }
}
