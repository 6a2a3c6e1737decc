import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an officer was last shown of the list of threads, or of one thread: a look that shows the same again discloses nothing, and is
 * not recorded again. `place`: the list's cursor, or the thread; `shown`: SHA-256 of what was shown.
 */
export class ThreadLooks1764001500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE thread_look (
        officer uuid NOT NULL,
        place text NOT NULL CHECK (length(place) <= 200),
        shown bytea NOT NULL CHECK (octet_length(shown) = 32),
        PRIMARY KEY (officer, place)
      );
      GRANT SELECT, INSERT ON thread_look TO globe_app;
      GRANT UPDATE (shown) ON thread_look TO globe_app;
      ALTER TABLE thread_look ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON thread_look TO globe_app USING (officer = caller_officer()) WITH CHECK (officer = caller_officer());
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
