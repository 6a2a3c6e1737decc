import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A notice waits, then is sent, refused by the mail server, or kept; its text is kept only in the spool. The language may be unknown. */
export class NoticeStates1764000700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE notice DROP CONSTRAINT notice_state_check;
      ALTER TABLE notice
        ADD CHECK (state IN ('waiting', 'sent', 'refused', 'spooled')),
        ALTER COLUMN state SET DEFAULT 'waiting',
        ALTER COLUMN language DROP NOT NULL,
        ALTER COLUMN subject DROP NOT NULL,
        ALTER COLUMN body DROP NOT NULL,
        ADD CHECK ((state = 'spooled') = (subject IS NOT NULL AND body IS NOT NULL));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
