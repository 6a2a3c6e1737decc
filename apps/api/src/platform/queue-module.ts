// Background work: BullMQ on PostgreSQL, or on Redis or Valkey when REDIS_URL is set. The outbox is the truth in both modes.
import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { createPostgresBackend, setDefaultBackendFactory, type QueueOptions } from 'bullmq';
import type { Config } from './config.ts';
import { OutboxHandlers } from './queue-handlers.ts';
import { QueueProcessor } from './queue-processor.ts';
import { OUTBOX_QUEUE, QueueRelay, TIMING } from './queue-relay.ts';
import { QUEUE_TIMING, QueueRows, type QueueTiming } from './queue-rows.ts';
import { QUEUE_SCHEMA } from './queue-schema.ts';

/** Connections of the queue and of its worker each; a listening one comes to them. */
const POOL = 4;

@Module({})
export class QueueModule {
  /** Worker only. Global: features register their handlers. */
  static forRoot(config: Config, timing: QueueTiming = QUEUE_TIMING): DynamicModule {
    // BullMQ chooses its backend for the whole process, before any queue is made.
    if (config.redisUrl === null) setDefaultBackendFactory(createPostgresBackend);
    else setDefaultBackendFactory();
    return {
      module: QueueModule,
      global: true,
      imports: [BullModule.forRoot({ connection: connectionOf(config) }), BullModule.registerQueue({ name: OUTBOX_QUEUE })],
      providers: [{ provide: TIMING, useValue: timing }, OutboxHandlers, QueueRows, QueueRelay, QueueProcessor],
      exports: [OutboxHandlers, QueueRows],
    };
  }
}

function connectionOf(config: Config): QueueOptions['connection'] {
  // A worker waits for its Redis however long it is away.
  if (config.redisUrl !== null) return { url: config.redisUrl, maxRetriesPerRequest: null };
  const postgres = { connectionString: config.database.app, schema: QUEUE_SCHEMA, max: POOL, application_name: 'globe-queue' };
  // Nest's option type knows Redis only; the factory set above takes this form.
  return postgres as QueueOptions['connection'];
}
