// The worker's loop around the sequencer: a batch at most every 200 ms, cosignatures anew every minute.
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Pool } from 'pg';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { openLogKeys } from './log/log-keys.ts';
import { Sequencer, WrongLogKey } from './log/sequencer.ts';

const BATCH_MS = 200;
const RENEW_MS = 60_000;
/** After a failure, such as a database that restarts. */
const RETRY_MS = 1000;

@Injectable()
export class RunSequencer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RunSequencer.name);
  private readonly pool: Pool;
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private renewed = Number.NEGATIVE_INFINITY;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.pool = new Pool({ connectionString: config.database.sequencer, max: 1, application_name: 'globe-sequencer' });
    // Without a listener an idle connection that breaks would end the process.
    this.pool.on('error', (error) => this.logger.warn(`idle connection lost: ${error.message}`));
  }

  /** Rejects, so that the worker does not start, when DATA_DIR holds other keys than the database began with. */
  async onApplicationBootstrap(): Promise<void> {
    const signers = await openLogKeys(this.config.dataDir, this.config.networkName);
    const sequencer = new Sequencer(this.pool, signers, () => this.clock.now());
    await this.begin(sequencer);
    this.running = this.loop(sequencer);
  }

  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    await this.running;
    await this.pool.end();
  }

  private async begin(sequencer: Sequencer): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        return await sequencer.begin();
      } catch (error) {
        if (error instanceof WrongLogKey) throw error;
        this.logger.error({ err: error }, 'the logs cannot be opened; trying again');
        await this.pause(RETRY_MS);
      }
    }
  }

  private async loop(sequencer: Sequencer): Promise<void> {
    while (!this.stop.signal.aborted) {
      const started = performance.now();
      try {
        await sequencer.step();
        if (started - this.renewed >= RENEW_MS) {
          await sequencer.renew();
          this.renewed = started;
        }
        await this.pause(Math.max(0, BATCH_MS - (performance.now() - started)));
      } catch (error) {
        this.logger.error({ err: error }, 'a batch of the logs failed; nothing of it was kept');
        await this.pause(RETRY_MS);
      }
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.stop.signal }).catch(() => undefined);
  }
}
