// Brings the database up to date as its owner: `node dist/apps/api/src/migrate.js` with DATABASE_URL. Safe to run again.
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.ts';
import { rolePassword } from './platform/config.ts';

const url = process.env['DATABASE_URL'];
if (!url) throw new Error('DATABASE_URL is not set');
const source = await new DataSource({ type: 'postgres', url, migrations: MIGRATIONS, migrationsTableName: 'migration', synchronize: false }).initialize();
try {
  // Two starts at once: the second waits, then finds nothing left to do.
  await source.query('SELECT pg_advisory_lock(7106001)');
  const done = await source.runMigrations({ transaction: 'each' });
  for (const role of ['globe_app', 'globe_sequencer'] as const) {
    await source.query(`ALTER ROLE ${role} LOGIN PASSWORD '${rolePassword(url, role)}'`);
  }
  process.stdout.write(`${done.length} migrations applied\n`);
} finally {
  await source.destroy();
}
