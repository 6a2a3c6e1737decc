import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Re-wrapping of a member's older mail to its current epoch: which messages a client has in hand, for a minute, so that no two do one twice. */
export class Rewrapping1764002600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rewrap_lease (
        member uuid NOT NULL,
        message uuid NOT NULL REFERENCES message,
        until timestamptz NOT NULL,
        PRIMARY KEY (member, message)
      );
      GRANT SELECT, INSERT, UPDATE (until), DELETE ON rewrap_lease TO globe_app;
      ALTER TABLE rewrap_lease ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON rewrap_lease TO globe_app USING (member = caller_member())
        WITH CHECK (member = caller_member() AND EXISTS (SELECT FROM message WHERE id = rewrap_lease.message));

      -- What of a member's mail an epoch opens.
      CREATE INDEX key_packet_epoch ON key_packet (member, epoch, message);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
