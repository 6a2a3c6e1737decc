import { runMigrations } from 'bullmq';
import type { Client } from 'pg';

/** PostgreSQL schema that BullMQ keeps its tables in, apart from ours. */
export const QUEUE_SCHEMA = 'queue';

/**
 * Makes or updates the queue's tables as the database's owner, and lets the application use but not change them. It may still create in
 * that schema: BullMQ makes a sequence for each queue when it first adds a job. Safe to run again.
 */
export async function prepareQueueSchema(owner: Client): Promise<void> {
  await runMigrations(owner, QUEUE_SCHEMA);
  await owner.query(`
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO globe_app;
    GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO globe_app;
  `);
}
