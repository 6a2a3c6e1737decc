// Brings the database up to date as its owner: `node dist/apps/api/src/migrate.js` with DATABASE_URL. Safe to run again.
// DIRECTORY_SEED=states leaves the directory empty of authorities, for a network that enters its own.
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.ts';
import { seedDirectory } from './directory/seed/seed-directory.ts';
import { rolePassword } from './platform/config.ts';
import { prepareQueueSchema } from './platform/queue-schema.ts';

const url = process.env['DATABASE_URL'];
if (!url) throw new Error('DATABASE_URL is not set');
const owner = new Client({ connectionString: url });
await owner.connect();
const source = await new DataSource({ type: 'postgres', url, migrations: MIGRATIONS, migrationsTableName: 'migration', synchronize: false }).initialize();
try {
  // Two starts at once: the second waits, then finds nothing left to do.
  await owner.query('SELECT pg_advisory_lock(7106001)');
  const done = await source.runMigrations({ transaction: 'each' });
  for (const role of ['globe_app', 'globe_sequencer'] as const) {
    await owner.query(`ALTER ROLE ${role} LOGIN PASSWORD '${rolePassword(url, role)}'`);
  }
  await prepareQueueSchema(owner);
  await owner.query('BEGIN');
  const seeded = await seedDirectory(owner, process.env['DIRECTORY_SEED'] === 'states');
  await owner.query('COMMIT');
  process.stdout.write(`${done.length} migrations applied, ${seeded.authorities} authorities added to the directory\n`);
} finally {
  await source.destroy();
  await owner.end();
}
