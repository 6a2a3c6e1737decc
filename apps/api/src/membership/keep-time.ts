// Writes log.time: a checkpoint of this log with its cosignatures, quoted in the log. The replay has no other clock.
import { Injectable } from '@nestjs/common';
import { checkpointTime } from '#transparency-log';
import { awaitsClock, draft, type TrustState } from '#trust';
import { Problem } from '#protocol';
import { LogHeads } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Tx } from '../platform/database.ts';
import { AppendStatement } from './append-statement.ts';
import { LiveTrust } from './live-trust.ts';

/** How far the clock may lag behind a checkpoint before a statement, all of which depend on it by their expiry. */
export const LAG_MS = 3600 * 1000;
/** How often the worker writes it without any other cause: a wait that begins or ends, a term that is over. */
export const DAILY_MS = 24 * 3600 * 1000;

@Injectable()
export class KeepTime {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly append: AppendStatement,
    private readonly heads: LogHeads,
    private readonly clock: Clock,
  ) {}

  /** The newest checkpoint; null while there is none. Asked for before a transaction begins: it takes a connection of its own. */
  async checkpoint(): Promise<string | null> {
    return this.heads.checkpoint('trust').catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'unavailable') return null;
      throw error;
    });
  }

  /** Appends log.time if the checkpoint is that much later than the log's clock; answers the state to go on from. Never refuses the caller. */
  async before(tx: Tx, state: TrustState, checkpoint: string | null, lag = LAG_MS): Promise<TrustState> {
    const { network, clock } = state;
    if (network === null || checkpoint === null) return state;
    const read = await checkpointTime(checkpoint, network.witnesses, network.policy, network.logs.trust);
    if (!read.ok || (clock !== null && read.value.time - clock.time < lag)) return state;
    const statement = draft.logTime({ state, now: this.clock.now().getTime() }, checkpoint, read.value.time);
    const appended = await this.append.execute(tx, state, statement, []);
    return 'refused' in appended ? state : appended.state;
  }

  /** The worker's turn. */
  async execute(): Promise<void> {
    const state = await this.live.newest();
    const { network, clock } = state;
    const now = this.clock.now().getTime();
    const lag = awaitsClock(state, now) ? 0 : DAILY_MS;
    if (network === null || (clock !== null && now - clock.time < lag)) return;
    const checkpoint = await this.checkpoint();
    await this.database.transaction(async (tx) => this.before(tx, await this.live.lockedIn(tx), checkpoint, lag), 'system');
  }
}
