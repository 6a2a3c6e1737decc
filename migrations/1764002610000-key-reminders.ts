import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a member was last reminded that its mailbox keys wait to be renewed. The worker's alone. */
export class KeyReminders1764002610000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE key_reminder (
        member uuid PRIMARY KEY,
        reminded timestamptz NOT NULL
      );
      GRANT SELECT, INSERT, UPDATE ON key_reminder TO globe_app;
      ALTER TABLE key_reminder ENABLE ROW LEVEL SECURITY;
      CREATE POLICY background ON key_reminder TO globe_app USING (caller_role() = 'system');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
