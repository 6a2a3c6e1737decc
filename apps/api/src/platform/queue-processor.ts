// Takes jobs from the queue, does what the outbox row asks for, and says so in the row.
import { randomUUID } from 'node:crypto';
import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { OutboxHandlers } from './queue-handlers.ts';
import { OUTBOX_QUEUE } from './queue-relay.ts';
import { QueueRows } from './queue-rows.ts';
import { runInContext } from './request-context.ts';

/** Errors in one turn of the event loop that are logged, and that are no passing trouble any more. */
const LOGGED = 5;
const MOST_AT_ONCE = 1000;

// A worker that died holds its jobs for `lockDuration`; then another takes them. Retried stalls are the outbox's to bound.
@Processor(OUTBOX_QUEUE, { concurrency: 8, lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 100, drainDelay: 5 })
export class QueueProcessor extends WorkerHost implements OnModuleDestroy {
  private readonly logger = new Logger(QueueProcessor.name);
  /** Since anything else had its turn. */
  private errorsAtOnce = 0;

  constructor(
    private readonly rows: QueueRows,
    private readonly handlers: OutboxHandlers,
  ) {
    super();
  }

  override async process(job: Job): Promise<void> {
    const row = job.id === undefined ? null : await this.rows.find(job.id);
    if (!row) return;
    await runInContext({ correlation: randomUUID(), address: null, principal: null }, () => this.handlers.handle(row.topic, row));
    await this.rows.done(row.id);
  }

  @OnWorkerEvent('failed')
  async failed(job: Job | undefined, error: Error): Promise<void> {
    const reason = reasonOf(error);
    this.logger.warn(`${job?.name ?? 'job'} ${job?.id ?? ''} failed (attempt ${job?.attemptsMade ?? '?'}): ${reason}`);
    if (job?.id) await this.rows.failed(job.id, reason).catch((lost: unknown) => this.logger.warn(`reason not kept: ${lost instanceof Error ? lost.message : 'unknown'}`));
  }

  /**
   * BullMQ keeps a first connection that failed for good, and asks it again and again without a pause: nothing else would ever run in this
   * process. It ends instead, and whoever watches over it starts it anew.
   */
  @OnWorkerEvent('error')
  lost(error: Error): void {
    if (this.errorsAtOnce === 0) setImmediate(() => (this.errorsAtOnce = 0));
    this.errorsAtOnce += 1;
    if (this.errorsAtOnce <= LOGGED) this.logger.warn(`queue worker: ${error.message}`);
    if (this.errorsAtOnce > MOST_AT_ONCE) process.exit(1);
  }

  /** Finishes what runs, takes nothing new. Before the database goes. */
  async onModuleDestroy(): Promise<void> {
    await this.worker.close();
  }
}

/** Name and codes of an error. Messages may quote addresses (SMTP servers do), so they stay out. */
function reasonOf(error: Error): string {
  const { code, responseCode } = error as Error & { code?: unknown; responseCode?: unknown };
  return [error.name, code, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ');
}
