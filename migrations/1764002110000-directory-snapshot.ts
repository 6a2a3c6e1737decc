import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Snapshots of the public directory that the hub has published. Rows stay, so that a kept snapshot can be proved years later;
 * the document of all but the newest ones is dropped. Everything in it is for everybody.
 */
export class DirectorySnapshot1764002110000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE directory_snapshot (
        sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        revision bigint NOT NULL,
        made timestamptz NOT NULL,
        -- Compressed (gzip); null: no longer kept.
        document bytea STORAGE EXTERNAL,
        -- The act in the audit log.
        entry uuid NOT NULL REFERENCES audit_entry
      );
      CREATE INDEX ON directory_snapshot (made DESC);
      ALTER TABLE directory_snapshot ENABLE ROW LEVEL SECURITY;
      CREATE POLICY everybody ON directory_snapshot FOR SELECT USING (true);
      CREATE POLICY made ON directory_snapshot FOR INSERT WITH CHECK (caller_role() = 'system');
      CREATE POLICY dropped ON directory_snapshot FOR UPDATE USING (caller_role() = 'system');
      GRANT SELECT, INSERT ON directory_snapshot TO globe_app;
      GRANT UPDATE (document) ON directory_snapshot TO globe_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
