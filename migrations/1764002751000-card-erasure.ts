import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Officer cards that nothing needs any more go a week after that was first seen. Statements pin hashes, so the logs stay whole. */
export class CardErasure1764002751000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Since when; null: the card of somebody who serves, or may soon.
      ALTER TABLE officer_card ADD COLUMN unneeded timestamptz;
      CREATE INDEX officer_card_unneeded ON officer_card (unneeded) WHERE unneeded IS NOT NULL;
      GRANT UPDATE (unneeded), DELETE ON officer_card TO globe_app;
      CREATE POLICY mark ON officer_card FOR UPDATE TO globe_app USING (caller_role() = 'system');
      CREATE POLICY erase ON officer_card FOR DELETE TO globe_app USING (caller_role() = 'system');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
