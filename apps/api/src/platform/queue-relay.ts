// Carries outbox rows to the queue. Polls: a NOTIFY in the transactions that send messages would make their commits wait for each other.
import { setTimeout as delay } from 'node:timers/promises';
import { InjectQueue } from '@nestjs/bullmq';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { QueueRows, type OutboxRow, type QueueTiming } from './queue-rows.ts';

/** Name of the queue all outbox rows go through. */
export const OUTBOX_QUEUE = 'outbox';
/** Nest token of the QueueTiming. */
export const TIMING = Symbol('queue timing');

const BATCH = 500;
/** The queue has this long to take a batch, milliseconds. */
const PATIENCE = 10_000;
const CLEAN_EVERY = 3_600_000;

@Injectable()
export class QueueRelay implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(QueueRelay.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private cleaned = 0;
  private reported = 0;

  constructor(
    private readonly rows: QueueRows,
    @InjectQueue(OUTBOX_QUEUE) private readonly queue: Queue,
    @Inject(TIMING) private readonly timing: QueueTiming,
  ) {}

  onApplicationBootstrap(): void {
    // Without a listener a lost connection would end the process; the relay notices by itself when it next adds.
    this.queue.on('error', (error) => this.logger.warn(`queue: ${error.message}`));
    this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      let pause = this.timing.poll;
      try {
        const taken = await this.rows.take(BATCH, this.timing);
        if (taken.length > 0) await this.relay(taken);
        if (taken.length === BATCH) pause = 0;
        await this.keepHouse();
      } catch (error) {
        this.logger.warn(`outbox not relayed: ${error instanceof Error ? error.message : 'unknown'}`);
        pause = 1000;
      }
      await delay(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** The job's id is the row's: a row that is relayed while its job still waits or runs makes no second job. */
  private async relay(taken: readonly OutboxRow[]): Promise<void> {
    const jobs = taken.map(({ id, topic }) => ({
      name: topic,
      data: {},
      opts: { jobId: id, attempts: this.timing.attempts, backoff: { type: 'exponential' as const, delay: this.timing.backoff }, removeOnComplete: true, removeOnFail: true },
    }));
    try {
      await within(PATIENCE, this.queue.addBulk(jobs));
    } catch (error) {
      await this.rows.giveBack(taken.map(({ id }) => id), 1000, this.timing);
      throw error;
    }
  }

  private async keepHouse(): Promise<void> {
    if (Date.now() - this.cleaned < CLEAN_EVERY) return;
    this.cleaned = Date.now();
    await this.rows.forgetDone();
    const { dead } = await this.rows.counts();
    if (dead > this.reported) this.logger.error(`${dead} outbox rows were given up: select id, topic, failure from outbox where dead is not null`);
    this.reported = dead;
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = delay(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new Error('the queue does not answer');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
    work.catch(() => undefined);
  }
}
