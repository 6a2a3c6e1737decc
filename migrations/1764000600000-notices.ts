import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Notices: one row for each (outbox row, recipient), which is what makes a handler that runs twice send once. Without a mail
 * server the row keeps the text, for its addressee's eyes only.
 */
export class Notices1764000600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Failed attempts leave the reason (never content) and the time of the next relay.
      ALTER TABLE outbox ADD COLUMN failure text, ADD COLUMN dead timestamptz;
      DROP INDEX outbox_waiting;
      CREATE INDEX outbox_waiting ON outbox (created) WHERE done IS NULL AND dead IS NULL;
      CREATE INDEX outbox_dead ON outbox (dead) WHERE dead IS NOT NULL;

      CREATE TABLE notice (
        outbox uuid NOT NULL,
        -- Account, or for invitations the invitation: whoever the address belongs to.
        recipient uuid NOT NULL,
        account uuid,
        kind text NOT NULL,
        language text NOT NULL,
        subject text NOT NULL,
        body text NOT NULL,
        state text NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'spooled', 'refused')),
        created timestamptz NOT NULL DEFAULT now(),
        settled timestamptz,
        PRIMARY KEY (outbox, recipient)
      );
      CREATE INDEX ON notice (account, created DESC) WHERE state = 'spooled';
      CREATE INDEX ON notice (created);
      GRANT SELECT, INSERT, UPDATE, DELETE ON notice TO globe_app;

      ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON notice FOR SELECT USING (account = caller_account() OR caller_role() = 'system');
      CREATE POLICY background ON notice USING (caller_role() = 'system');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
